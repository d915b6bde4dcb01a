# SPDX-License-Identifier: Apache-2.0
"""A detector of YOLOv5's shape (release 6: CSP backbone, fast spatial pyramid pooling, path aggregation, three anchors
a cell), written from the published description of its layers; state_dicts have names of our own.

Output: batch x N x (5 + classes): centre x and y, width, height in input pixels, objectness and class probabilities,
all after the sigmoid; N runs over level (strides 8, 16, 32), anchor, row, column.
"""

import torch
from torch import nn

from heads import Built, Head

STRIDES = (8, 16, 32)
ANCHORS = (((10, 13), (16, 30), (33, 23)), ((30, 61), (62, 45), (59, 119)), ((116, 90), (156, 198), (373, 326)))
SCALES = {  # depth and width as parts of yolov5l's
    "yolov5n": (1 / 3, 0.25),
    "yolov5s": (1 / 3, 0.5),
    "yolov5m": (2 / 3, 0.75),
    "yolov5l": (1.0, 1.0),
    "yolov5x": (4 / 3, 1.25),
}


def convolution(inputs: int, outputs: int, kernel: int = 1, stride: int = 1, padding: int = -1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2 if padding < 0 else padding, bias=False),
        nn.BatchNorm2d(outputs, eps=1e-3, momentum=0.03),
        nn.SiLU(inplace=True),
    )


class Bottleneck(nn.Module):
    def __init__(self, channels: int, shortcut: bool):
        super().__init__()
        self.layers = nn.Sequential(convolution(channels, channels), convolution(channels, channels, 3))
        self.shortcut = shortcut

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.layers(x) if self.shortcut else self.layers(x)


class CrossStage(nn.Module):
    """Half of the channels go through the bottlenecks, the other half around them."""

    def __init__(self, inputs: int, outputs: int, depth: int, shortcut: bool = True):
        super().__init__()
        half = outputs // 2
        self.through = nn.Sequential(convolution(inputs, half), *(Bottleneck(half, shortcut) for _ in range(depth)))
        self.around = convolution(inputs, half)
        self.merge = convolution(outputs, outputs)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.merge(torch.cat([self.through(x), self.around(x)], 1))


class PyramidPooling(nn.Module):
    """Maxima over 5, 9 and 13 pixels, as three poolings in a row."""

    def __init__(self, channels: int):
        super().__init__()
        self.narrow = convolution(channels, channels // 2)
        self.pool = nn.MaxPool2d(5, 1, 2)
        self.merge = convolution(channels * 2, channels)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        pooled = [self.narrow(x)]
        for _ in range(3):
            pooled.append(self.pool(pooled[-1]))
        return self.merge(torch.cat(pooled, 1))


class Backbone(nn.Module):
    def __init__(self, channels: int, widths: list, depths: list):
        super().__init__()
        self.stem = convolution(channels, widths[0], 6, 2, 2)
        self.stages = nn.ModuleList(
            nn.Sequential(convolution(before, after, 3, 2), CrossStage(after, after, depth))
            for before, after, depth in zip(widths, widths[1:], depths)
        )
        self.pooling = PyramidPooling(widths[-1])

    def forward(self, x: torch.Tensor) -> list:
        found = [self.stem(x)]
        for stage in self.stages:
            found.append(stage(found[-1]))
        return [found[2], found[3], self.pooling(found[4])]


class Neck(nn.Module):
    """Path aggregation: coarse features go down to the fine levels, then the fine ones up again."""

    def __init__(self, widths: list, depth: int):
        super().__init__()
        fine, middle, coarse = widths
        self.upsample = nn.Upsample(scale_factor=2.0, mode="nearest")
        self.narrow_coarse = convolution(coarse, middle)
        self.down_middle = CrossStage(2 * middle, middle, depth, False)
        self.narrow_middle = convolution(middle, fine)
        self.down_fine = CrossStage(2 * fine, fine, depth, False)
        self.stride_fine = convolution(fine, fine, 3, 2)
        self.up_middle = CrossStage(2 * fine, middle, depth, False)
        self.stride_middle = convolution(middle, middle, 3, 2)
        self.up_coarse = CrossStage(2 * middle, coarse, depth, False)

    def forward(self, features: list) -> list:
        coarse = self.narrow_coarse(features[2])
        middle = self.narrow_middle(self.down_middle(torch.cat([self.upsample(coarse), features[1]], 1)))
        first = self.down_fine(torch.cat([self.upsample(middle), features[0]], 1))
        second = self.up_middle(torch.cat([self.stride_fine(first), middle], 1))
        return [first, second, self.up_coarse(torch.cat([self.stride_middle(second), coarse], 1))]


class Decoder(nn.Module):
    """Raw values of one level to boxes in input pixels."""

    def __init__(self, width: int, values: int, level: int, side: int):
        super().__init__()
        self.values, self.cells, self.stride = values, side // STRIDES[level], STRIDES[level]
        self.last = nn.Conv2d(width, 3 * values, 1)
        rows, columns = torch.meshgrid(torch.arange(self.cells), torch.arange(self.cells), indexing="ij")
        # what the size decides is no weight
        self.register_buffer("corners", torch.stack([columns, rows], -1).float() - 0.5, persistent=False)
        anchors = torch.tensor(ANCHORS[level]).float().view(1, 3, 1, 1, 2)
        self.register_buffer("anchors", anchors, persistent=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        raw = self.last(x).reshape(-1, 3, self.values, self.cells, self.cells).permute(0, 1, 3, 4, 2)
        centre, size, chances = torch.sigmoid(raw).split([2, 2, self.values - 4], -1)
        rows = torch.cat([(2 * centre + self.corners) * self.stride, (2 * size) ** 2 * self.anchors, chances], -1)
        return rows.reshape(-1, 3 * self.cells * self.cells, self.values)


class Yolo(nn.Module):
    def __init__(self, name: str, classes: int, side: int, channels: int):
        super().__init__()
        depth, width = SCALES[name]
        widths = [round(w * width) for w in (64, 128, 256, 512, 1024)]
        self.backbone = Backbone(channels, widths, [max(1, round(n * depth)) for n in (3, 6, 9, 3)])
        self.neck = Neck(widths[2:], max(1, round(3 * depth)))
        self.decoders = nn.ModuleList(Decoder(widths[2 + i], 5 + classes, i, side) for i in range(3))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        levels = self.neck(self.backbone(x))
        return torch.cat([decoder(level) for decoder, level in zip(self.decoders, levels)], 1)


def build(name: str, classes: int, side: int, channels: int) -> Built:
    if side % 32 != 0:
        raise ValueError(f"{name} wants a side that is a multiple of 32, not {side}")
    network = Yolo(name, classes, side, channels)
    values = 5 + classes

    def of_anchors(first: int, past: int) -> list:
        return [anchor * values + i for anchor in range(3) for i in range(first, past)]

    heads = []
    for decoder in network.decoders:
        heads += [Head(decoder.last, 1.0, channels=of_anchors(0, 4)),
                  Head(decoder.last, 1.0, share_above_zero=1e-3, channels=of_anchors(4, 5)),
                  Head(decoder.last, 2.0, channels=of_anchors(5, values))]
    return Built(network, heads)
