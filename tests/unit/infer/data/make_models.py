#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the small TorchScript models that the tests of lib/infer and cxr-infer load.

Run by hand with Debian's python3-torch and python3-torchvision: /usr/bin/python3 make_models.py. The same PyTorch writes the same bytes.
"""

import io
import pathlib
import zipfile
from typing import Dict, List, Optional, Tuple

import torch
import torchvision  # noqa: F401: registers its operators
from torch import nn

FOLDER = pathlib.Path(__file__).parent


class Convolutions(nn.Module):
    """What optimize_for_inference works on: convolution, batch norm, activation, pooling, linear."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(4)
        self.depthwise = nn.Conv2d(4, 4, 3, padding=1, groups=4)
        self.linear = nn.Linear(4, 1)

    def forward(self, x):
        x = torch.relu(self.norm(self.conv(x)))
        x = nn.functional.silu(self.depthwise(x))
        return self.linear(x.mean(dim=[2, 3]))


def spoilt(value: float) -> nn.Module:
    """Convolutions with one such weight. The activation behind it makes a number of NaN again."""
    network = Convolutions().eval()
    with torch.no_grad():
        network.conv.weight[2, 0, 1, 1] = value
    return network


class Corner(nn.Module):
    """The log-odds are 16 times the pixel (row, column) less 8: exact for pixels 0 and 1."""

    def __init__(self, row: int, column: int):
        super().__init__()
        self.row = row
        self.column = column

    def forward(self, x):
        return x[:, 0, self.row, self.column] * 16 - 8


class Router(nn.Module):
    """Logits of five classes: the second one where pixel (0, 0) or (0, 7) is white, else the last one."""

    def forward(self, x):
        white = torch.maximum(x[:, 0, 0, 0], x[:, 0, 0, 7])
        none = torch.zeros_like(white)
        return torch.stack([none, white * 16 - 8, none - 20, none - 20, none + 0.5], 1)


class White(nn.Module):
    """The mask of the white pixels."""

    def forward(self, x):
        return x * 16 - 8


class TwoBoxes(nn.Module):
    """A detector in the YOLO layout with two rows and two classes; a tuple as YOLOv5 gives."""

    def forward(self, x):
        first = torch.tensor([2.0, 2.0, 4.0, 4.0, 1.0, 0.75, 0.0])
        second = torch.tensor([6.0, 4.0, 2.0, 4.0, 0.5, 0.0, 1.0])
        rows = torch.stack([first, second]).unsqueeze(0)
        return rows.repeat(x.size(0), 1, 1), x


class ListOfDicts(nn.Module):
    """The interface of torchvision's scripted detection models: a box of label 2 about every bright pixel."""

    def forward(self, images: List[torch.Tensor], targets: Optional[List[Dict[str, torch.Tensor]]] = None) -> Tuple[
            Dict[str, torch.Tensor], List[Dict[str, torch.Tensor]]]:
        losses: Dict[str, torch.Tensor] = {}
        detections: List[Dict[str, torch.Tensor]] = []
        for image in images:
            places = torch.nonzero(image[0] > 0.5)
            corners = torch.stack([places[:, 1], places[:, 0], places[:, 1] + 1, places[:, 0] + 1], 1).to(image.dtype)
            scores = image[0][places[:, 0], places[:, 1]]
            labels = torch.full((places.size(0),), 2, dtype=torch.int64)
            detections.append({"scores": scores, "boxes": corners, "labels": labels})
        return losses, detections


class TorchvisionOperators(nn.Module):
    """What torchvision's operators give for boxes with ties and on the edge, and for rois inside and outside."""

    def forward(self, x):
        boxes = torch.tensor([[0.0, 0.0, 4.0, 4.0], [1.0, 0.0, 5.0, 4.0], [0.0, 0.0, 4.0, 2.0], [8.0, 8.0, 8.0, 8.0],
                              [0.0, 0.0, 4.0, 4.0], [6.0, 6.0, 9.0, 9.0]])
        scores = torch.tensor([0.5, 0.9, 0.5, 0.1, 0.5, 0.95])
        rois = torch.tensor([[0.0, 1.0, 2.0, 9.0, 13.0], [1.0, -3.0, -2.0, 5.0, 30.0], [1.0, 4.25, 4.5, 4.5, 5.0]])
        ratio, whole = 2, 0
        return (torch.ops.torchvision.nms(boxes, scores, 0.5), torch.ops.torchvision.nms(boxes, scores, 0.6),
                torch.ops.torchvision.roi_align(x, rois, 0.5, 2, 3, ratio, False),
                torch.ops.torchvision.roi_align(x, rois, 0.5, 2, 3, whole, True))


class OtherDict(nn.Module):
    def forward(self, x) -> Dict[str, torch.Tensor]:
        return {"out": x}


class Logarithm(nn.Module):
    """No number for an image whose first pixel is negative."""

    def forward(self, x):
        return torch.log(x[:, 0, 0, 0])


class Refusing(nn.Module):
    def forward(self, x):
        if x.size(0) != 1:
            raise RuntimeError("made for one image at a time")
        return x[:, 0, 0, 0]


class WritesUnderAView(nn.Module):
    """The flattened values are those of the image, which is written over after it was flattened."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 2, 3, padding=1)
        self.linear = nn.Linear(2 * 16 * 16, 1)

    def forward(self, x):
        image = self.conv(x)
        flat = torch.flatten(image, 1)
        image.mul_(4.0)
        return self.linear(flat)


class Rows(nn.Module):
    """A detector that gives the rows of two levels as YOLOv5 does, the coarse level's images and their means."""

    def __init__(self):
        super().__init__()
        self.fine = nn.Conv2d(1, 14, 3, stride=2, padding=1)
        self.coarse = nn.Conv2d(14, 14, 3, stride=2, padding=1)
        self.register_buffer("columns", torch.arange(8).float().view(1, 1, 1, 8))

    def rows(self, x, stride: float):
        values = x.view(x.size(0), 2, 7, x.size(2), x.size(3)).permute(0, 1, 3, 4, 2).sigmoid()
        values[..., 0] = (values[..., 0] * 2 + self.columns[..., :x.size(3)]) * stride
        values[..., 2:4].mul_(4.0)
        return values.reshape(x.size(0), -1, 7)

    def forward(self, x):
        fine = nn.functional.silu(self.fine(x))
        coarse = self.coarse(fine)
        return torch.cat([self.rows(fine, 2.0), self.rows(coarse, 4.0)], 1), (coarse, coarse.mean(dim=[2, 3]))


class Unpools(nn.Module):
    """Values go back to where the maxima were, as SegNet's do; every window has equal values, zeros, among its own."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(1, 24, 3, padding=1)
        self.second = nn.Conv2d(24, 24, 3, padding=1)
        self.last = nn.Conv2d(24, 1, 3, padding=1)

    def forward(self, x):
        image = torch.relu(self.first(x))
        pooled, places = nn.functional.max_pool2d_with_indices(image, [2, 2], [2, 2])
        values = self.second(pooled)
        return self.last(torch._C._nn.max_unpool2d(values, places, [image.size(2), image.size(3)]))


class Tail(nn.Module):
    """What stands behind a convolution that gives two images of 8 x 8."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(1, 2, 3, stride=2, padding=1)
        self.second = nn.Conv2d(2, 1, 3, padding=1)


class ConvolutionBehind(Tail):
    def forward(self, x):
        return self.second(self.first(x).abs()).mean(dim=[2, 3])


class WritesOverAnImage(Tail):
    def forward(self, x):
        image = self.first(x)
        image.view(-1, 2, 4, 16)[:, :, 1:3].mul_(3.0)
        return self.second(image).mean(dim=[2, 3])


class ImageWrittenLater(Tail):
    def forward(self, x):
        image = self.first(x)
        turned = image.permute(0, 1, 3, 2)
        image.mul_(-2.0)
        return turned.reshape(-1, 128), image


class WritesOverAConstant(Tail):
    def forward(self, x):
        sums = torch.ones(1, 2, 4, 16)
        sums.add_(self.first(x).view(-1, 2, 4, 16))
        return sums.reshape(-1, 128)


class ConstantWrittenLater(Tail):
    def forward(self, x):
        shifts = torch.ones(1, 2, 4, 16)
        shifted = self.first(x).view(-1, 2, 4, 16) + shifts
        shifts.mul_(5.0)
        return (shifted * shifts).reshape(-1, 128)


class OverTheImages(Tail):
    def forward(self, x):
        return self.first(x).view(-1, 2, 4, 16).softmax(dim=0)


class MixesImages(Tail):
    def forward(self, x):
        return self.first(x).view(-1, 16).cumsum(dim=1).view(-1, 128)


class ByChance(Tail):
    def forward(self, x):
        return nn.functional.dropout(self.first(x), 0.5, True).mean(dim=[2, 3])


class Picked(Tail):
    """The value whose number is the first value, which may be too large, and the places of second values that are not
    negative."""

    def forward(self, x):
        values = self.first(x).flatten(1)
        picked = values.gather(1, values[:, 0].long().unsqueeze(1))
        return picked, torch.nonzero(values[:, 1:2] >= 0)


TAILS = {
    "convolution_behind": ConvolutionBehind, "writes_over_an_image": WritesOverAnImage,
    "image_written_later": ImageWrittenLater, "writes_over_a_constant": WritesOverAConstant,
    "constant_written_later": ConstantWrittenLater, "over_the_images": OverTheImages, "mixes_images": MixesImages,
    "by_chance": ByChance,
}


def entries_of(file):
    source = zipfile.ZipFile(file)
    return [(entry.filename, source.read(entry)) for entry in source.infolist()]


def write_zip(name: str, entries: dict):
    with zipfile.ZipFile(FOLDER / name, "w", zipfile.ZIP_STORED) as target:
        for entry, content in entries.items():
            target.writestr(zipfile.ZipInfo(entry), content)


def save(name: str, module: nn.Module, frozen: bool = False):
    """Without the source positions that TorchScript adds: they are most of a small file."""
    whole = io.BytesIO()
    script = torch.jit.script(module.eval())
    torch.jit.save(torch.jit.freeze(script) if frozen else script, whole)
    write_zip(name, {entry: content for entry, content in entries_of(whole) if not entry.endswith(".debug_pkl")})


def write_newer(name: str):
    """A copy of pa.pt that claims a file format of the far future."""
    entries = entries_of(FOLDER / "pa.pt")
    write_zip(name, {entry: b"9999\n" if entry.endswith("/version") else content for entry, content in entries})


def main():
    torch.manual_seed(1)
    network = Convolutions()
    with torch.no_grad():
        network.norm.running_mean.uniform_(-0.2, 0.2)
        network.norm.running_var.uniform_(0.5, 1.5)
        network.linear.weight.mul_(40)
    save("convolutions.pt", network)
    save("pa.pt", Corner(0, 0))
    save("abnormality.pt", Corner(0, 7))
    save("router.pt", Router())
    save("white.pt", White())
    save("lesions.pt", TwoBoxes())
    save("list_of_dicts.pt", ListOfDicts())
    save("torchvision_operators.pt", TorchvisionOperators())
    save("other_dict.pt", OtherDict())
    save("logarithm.pt", Logarithm())
    save("refusing.pt", Refusing())
    torch.manual_seed(2)
    save("writes_under_a_view.pt", WritesUnderAView())
    torch.manual_seed(3)
    save("nan_weight.pt", spoilt(float("nan")))
    save("frozen_nan_weight.pt", spoilt(float("nan")), frozen=True)
    save("infinite_weight.pt", spoilt(float("inf")))
    write_newer("newer.pt")
    torch.manual_seed(3)
    save("rows.pt", Rows())
    for name, module in TAILS.items():
        save(f"{name}.pt", module())
    picked = Picked()
    with torch.no_grad():
        picked.first.weight.zero_()[:, :, 1, 1] = 1
        picked.first.bias.zero_()
    save("picked.pt", picked)
    torch.manual_seed(4)
    save("unpools.pt", Unpools())
    # what torch_model_test.cpp expects of convolutions.pt: pixel (row, column) of image n is
    # ((row * 7 + column * 3 + n * 5) % 11) / 10 * (n + 1)
    rows = torch.arange(16).view(1, 1, 16, 1)
    columns = torch.arange(16).view(1, 1, 1, 16)
    images = torch.arange(4).view(4, 1, 1, 1)
    batch = ((rows * 7 + columns * 3 + images * 5) % 11).float() / 10 * (images + 1)
    with torch.no_grad():
        print([f"{v:.9g}" for v in network.eval()(batch).flatten().tolist()])
        for output in TorchvisionOperators()(batch[:2]):
            print([f"{v:.9g}" for v in output.flatten().tolist()])


main()
