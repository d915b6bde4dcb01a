# SPDX-License-Identifier: Apache-2.0
"""The three small networks of the demo pipeline, for greyscale input normalised by MEAN and STD."""

import torch
from torch import nn

MEAN = 0.4
STD = 0.25
PA_SIDE = 64
CHEST_SIDE = 160
STRIDE = 16
CLASSES = [
    "Nodule/Mass",
    "Consolidation",
    "Infiltration",
    "Interstitial lung disease (ILD)",
    "Pleural effusion",
    "Pneumothorax",
    "Cardiomegaly",
    "Aortic enlargement",
    "Rib fracture",
]


def block(inputs: int, outputs: int, stride: int = 1, dilation: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride, dilation, dilation, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


class Pooled(nn.Module):
    """The log-odds from the mean and the maximum of each feature over the image."""

    def __init__(self, features: int):
        super().__init__()
        self.linear = nn.Linear(2 * features, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.linear(torch.cat([x.mean(dim=[2, 3]), x.amax(dim=[2, 3])], dim=1))


class PaClassifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.trunk = nn.Sequential(block(1, 8, 2), block(8, 16, 2), block(16, 32, 2), block(32, 32))
        self.head = Pooled(32)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.head(self.trunk(x))


def chest_trunk() -> nn.Sequential:
    return nn.Sequential(
        block(1, 16, 2),
        block(16, 32, 2),
        block(32, 32),
        block(32, 64, 2),
        block(64, 64),
        block(64, 96, 2),
        block(96, 96),
        block(96, 96, dilation=2),
    )


class AbnormalityClassifier(nn.Module):
    def __init__(self, trunk: nn.Module):
        super().__init__()
        self.trunk = trunk
        self.head = Pooled(96)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.head(self.trunk(x))


class LesionDetector(nn.Module):
    """One row for each cell of a grid, in the layout of YOLO: centre x and y, width, height, objectness, classes.

    Centre offsets reach half a cell beyond the cell (as in YOLOv5), so that neighbouring cells can find a lesion too.
    """

    def __init__(self, trunk: nn.Module):
        super().__init__()
        self.trunk = trunk
        self.context = nn.Linear(96, 96)
        self.head = nn.Conv2d(96, 5 + len(CLASSES), 1)
        nn.init.constant_(self.head.bias[4:5], -4.0)
        cells = torch.arange(CHEST_SIDE // STRIDE).float()
        self.register_buffer("rows", cells.view(1, -1, 1))
        self.register_buffer("columns", cells.view(1, 1, -1))

    def raw_of(self, features: torch.Tensor) -> torch.Tensor:
        """batch x (5 + classes) x rows x columns, before any sigmoid."""
        context = self.context(features.mean(dim=[2, 3]))
        return self.head(torch.relu(features + context[:, :, None, None]))

    def boxes(self, raw: torch.Tensor) -> torch.Tensor:
        """batch x 4 x rows x columns: centre x and y, width and height in input pixels."""
        place = torch.sigmoid(raw[:, 0:4])
        x = (self.columns + 2 * place[:, 0] - 0.5) * STRIDE
        y = (self.rows + 2 * place[:, 1] - 0.5) * STRIDE
        return torch.stack([x, y, place[:, 2] * CHEST_SIDE, place[:, 3] * CHEST_SIDE], dim=1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        raw = self.raw_of(self.trunk(x))
        rows = torch.cat([self.boxes(raw), torch.sigmoid(raw[:, 4:])], dim=1)
        return rows.flatten(2).transpose(1, 2)
