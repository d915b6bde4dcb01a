# SPDX-License-Identifier: Apache-2.0
"""EfficientDet (Tan, Pang, Le: EfficientDet: Scalable and Efficient Object Detection, CVPR 2020), written from its
Table 1, Fig. 3 and sections 3 and 4 on the backbones of torchvision.

The network gives class logits, batch x N x classes, and box regressions, batch x N x 4 (ty, tx, th, tw), without
decoding. Anchors are in the order level P3..P7, row, column, scale (octaves 0, 1/3, 2/3), ratio ((1, 1), (1.4, 0.7),
(0.7, 1.4)); an anchor's base side is 4 strides of its level.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as functional
import torchvision
from torch import nn

from heads import Built, Head

LEVELS = (3, 4, 5, 6, 7)  # of stride 2^level
ANCHORS = 9
STAGES = {3: 3, 4: 5, 5: 7}  # the last stage of torchvision's EfficientNet at each level


@dataclass(frozen=True)
class Scale:
    backbone: str
    side: int
    width: int  # channels of the BiFPN and the heads
    cells: int
    depth: int  # convolutions of each head before its last one


SCALES = {
    "efficientdet_d0": Scale("efficientnet_b0", 512, 64, 3, 3),
    "efficientdet_d1": Scale("efficientnet_b1", 640, 88, 4, 3),
    "efficientdet_d2": Scale("efficientnet_b2", 768, 112, 5, 3),
    "efficientdet_d3": Scale("efficientnet_b3", 896, 160, 6, 4),
    "efficientdet_d4": Scale("efficientnet_b4", 1024, 224, 7, 4),
    "efficientdet_d5": Scale("efficientnet_b5", 1280, 288, 7, 4),
    "efficientdet_d6": Scale("efficientnet_b6", 1280, 384, 8, 5),
    "efficientdet_d7": Scale("efficientnet_b6", 1536, 384, 8, 5),
}


def norm(channels: int) -> nn.BatchNorm2d:
    return nn.BatchNorm2d(channels, eps=1e-3, momentum=0.01)


def lateral(inputs: int, width: int) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(inputs, width, 1), norm(width))


def upsample(x: torch.Tensor) -> torch.Tensor:
    return functional.interpolate(x, scale_factor=2.0, mode="nearest")


def downsample(x: torch.Tensor) -> torch.Tensor:
    return functional.max_pool2d(x, 3, 2, 1)


class Separable(nn.Module):
    """A depthwise 3 x 3 convolution and a pointwise one."""

    def __init__(self, inputs: int, outputs: int):
        super().__init__()
        self.depthwise = nn.Conv2d(inputs, inputs, 3, padding=1, groups=inputs, bias=False)
        self.pointwise = nn.Conv2d(inputs, outputs, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.pointwise(self.depthwise(x))


class Fusion(nn.Module):
    """Fast normalised fusion (section 3.3), then swish, convolution and batch norm."""

    def __init__(self, inputs: int, width: int):
        super().__init__()
        self.weights = nn.Parameter(torch.ones(inputs))
        self.convolution = Separable(width, width)
        self.norm = norm(width)

    def forward(self, inputs: list) -> torch.Tensor:
        weights = torch.relu(self.weights)
        weights = weights / (weights.sum() + 1e-4)
        fused = sum(weights[i] * x for i, x in enumerate(inputs))
        return self.norm(self.convolution(functional.silu(fused)))


class Cell(nn.Module):
    """One top-down and one bottom-up pass. P4 and P5 come twice, once for each pass."""

    def __init__(self, width: int):
        super().__init__()
        self.down = nn.ModuleDict({f"p{level}": Fusion(2, width) for level in (6, 5, 4, 3)})
        self.up = nn.ModuleDict({f"p{level}": Fusion(2 if level == 7 else 3, width) for level in (4, 5, 6, 7)})

    def forward(self, first: list, second: list) -> list:
        middle = {7: first[4]}
        for level in (6, 5, 4, 3):
            middle[level] = self.down[f"p{level}"]([first[level - 3], upsample(middle[level + 1])])
        outputs = [middle[3]]
        for level in (4, 5, 6, 7):
            inputs = [second[level - 3]] + ([middle[level]] if level < 7 else []) + [downsample(outputs[-1])]
            outputs.append(self.up[f"p{level}"](inputs))
        return outputs


class FeatureNetwork(nn.Module):
    """The repeated BiFPN on the backbone's P3, P4, P5."""

    def __init__(self, channels: dict, width: int, cells: int):
        super().__init__()
        self.first = nn.ModuleDict({f"p{level}": lateral(channels[level], width) for level in (3, 4, 5)})
        self.second = nn.ModuleDict({f"p{level}": lateral(channels[level], width) for level in (4, 5)})
        self.sixth = lateral(channels[5], width)
        self.cells = nn.ModuleList(Cell(width) for _ in range(cells))

    def forward(self, features: dict) -> list:
        p6 = downsample(self.sixth(features[5]))
        coarse = [p6, downsample(p6)]
        first = [self.first[f"p{level}"](features[level]) for level in (3, 4, 5)] + coarse
        second = first[:1] + [self.second[f"p{level}"](features[level]) for level in (4, 5)] + coarse
        for cell in self.cells:
            first = second = cell(first, second)
        return first


class Subnet(nn.Module):
    """Convolutions that all levels share, batch norms of each level's own."""

    def __init__(self, width: int, depth: int, values: int):
        super().__init__()
        self.values = values
        self.convolutions = nn.ModuleList(Separable(width, width) for _ in range(depth))
        self.norms = nn.ModuleList(nn.ModuleList(norm(width) for _ in range(depth)) for _ in LEVELS)
        self.last = Separable(width, ANCHORS * values)

    def forward(self, x: torch.Tensor, level: int, cells: int) -> torch.Tensor:
        for convolution, normalise in zip(self.convolutions, self.norms[level]):
            x = functional.silu(normalise(convolution(x)))
        # the number of cells as a constant keeps questions about shapes out of the traced graph
        return self.last(x).permute(0, 2, 3, 1).reshape(-1, cells * ANCHORS, self.values)


class EfficientDet(nn.Module):
    def __init__(self, scale: Scale, classes: int, side: int):
        super().__init__()
        backbone = getattr(torchvision.models, scale.backbone)(weights=None)
        self.backbone = backbone.features[:STAGES[5] + 1]
        channels = {level: self.backbone[stage][-1].out_channels for level, stage in STAGES.items()}
        self.features = FeatureNetwork(channels, scale.width, scale.cells)
        self.classes = Subnet(scale.width, scale.depth, classes)
        self.boxes = Subnet(scale.width, scale.depth, 4)
        self.cells = [(side >> level) ** 2 for level in LEVELS]

    def forward(self, x: torch.Tensor):
        levels = {stage: level for level, stage in STAGES.items()}
        found = {}
        for stage, layers in enumerate(self.backbone):
            x = layers(x)
            if stage in levels:
                found[levels[stage]] = x
        pyramid = self.features(found)
        classes = [self.classes(p, i, self.cells[i]) for i, p in enumerate(pyramid)]
        boxes = [self.boxes(p, i, self.cells[i]) for i, p in enumerate(pyramid)]
        return torch.cat(classes, 1), torch.cat(boxes, 1)


def build(name: str, classes: int, side: int) -> Built:
    if side % 128 != 0:
        raise ValueError(f"{name} wants a side that is a multiple of 128, not {side}")
    network = EfficientDet(SCALES[name], classes, side)
    return Built(network, [Head(network.classes.last.pointwise, width=1.0, share_above_zero=1e-6),
                           Head(network.boxes.last.pointwise, width=0.3)])
