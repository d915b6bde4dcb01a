# SPDX-License-Identifier: Apache-2.0
"""A network together with the layers whose outputs are its raw answers."""

from dataclasses import dataclass
from typing import Optional, Sequence

from torch import nn


@dataclass(frozen=True)
class Head:
    """What the outputs of a last layer shall be like under random weights: each channel of mean 0 and standard
    deviation `width`, then all of them moved so that `share_above_zero` of the values are above 0 (a probability
    above 0.5)."""

    layer: nn.Module  # Linear or Conv2d with a bias
    width: float
    share_above_zero: Optional[float] = None
    channels: Optional[Sequence[int]] = None  # of the layer's outputs; all of them without it


@dataclass(frozen=True)
class Built:
    module: nn.Module
    heads: list
