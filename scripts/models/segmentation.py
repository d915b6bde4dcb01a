# SPDX-License-Identifier: Apache-2.0
"""U-Net (Ronneberger, Fischer, Brox, MICCAI 2015) and SegNet (Badrinarayanan, Kendall, Cipolla, PAMI 2017), written
from the papers. U-Net's convolutions are padded, so that the mask has the image's size, and followed by batch norm.

Output: batch x 1 x height x width, the log-odds that a pixel belongs to the mask.
"""

import torch
import torch.nn.functional as functional
from torch import nn

from heads import Built, Head


def convolutions(widths: list) -> nn.Sequential:
    """3 x 3 convolutions with batch norm and ReLU from each width to the next."""
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        layers += [nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)]
    return nn.Sequential(*layers)


class UNet(nn.Module):
    WIDTHS = (64, 128, 256, 512, 1024)

    def __init__(self, channels: int):
        super().__init__()
        pairs = list(zip(self.WIDTHS, self.WIDTHS[1:]))
        self.first = convolutions([channels, self.WIDTHS[0], self.WIDTHS[0]])
        self.down = nn.ModuleList(convolutions([fine, coarse, coarse]) for fine, coarse in pairs)
        self.widen = nn.ModuleList(nn.ConvTranspose2d(coarse, fine, 2, 2) for fine, coarse in reversed(pairs))
        self.up = nn.ModuleList(convolutions([coarse, fine, fine]) for fine, coarse in reversed(pairs))
        self.last = nn.Conv2d(self.WIDTHS[0], 1, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        kept = [self.first(x)]
        for layers in self.down:
            kept.append(layers(functional.max_pool2d(kept[-1], 2)))
        x = kept.pop()
        for widen, layers in zip(self.widen, self.up):
            x = layers(torch.cat([kept.pop(), widen(x)], 1))
        return self.last(x)


class SegNet(nn.Module):
    """VGG-16's convolutions and their mirror image; unpooling puts values back where the maxima were."""

    DOWN = ((64, 64), (128, 128), (256, 256, 256), (512, 512, 512), (512, 512, 512))
    UP = ((512, 512, 512, 512), (512, 512, 512, 256), (256, 256, 256, 128), (128, 128, 64), (64, 64))

    def __init__(self, channels: int):
        super().__init__()
        inputs = [channels] + [widths[-1] for widths in self.DOWN[:-1]]
        self.down = nn.ModuleList(convolutions([first, *widths]) for first, widths in zip(inputs, self.DOWN))
        self.up = nn.ModuleList(convolutions(widths) for widths in self.UP)
        self.last = nn.Conv2d(self.UP[-1][-1], 1, 3, padding=1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        places = []
        for layers in self.down:
            x, place = functional.max_pool2d(layers(x), 2, return_indices=True)
            places.append(place)
        for layers in self.up:
            x = layers(functional.max_unpool2d(x, places.pop(), 2))
        return self.last(x)


NETWORKS = {"unet": (UNet, 16), "segnet": (SegNet, 32)}  # with the multiple that a side must be


def build(name: str, side: int, channels: int) -> Built:
    network, multiple = NETWORKS[name]
    if side % multiple != 0:
        raise ValueError(f"{name} wants a side that is a multiple of {multiple}, not {side}")
    module = network(channels)
    return Built(module, [Head(module.last, width=2.0)])
