# SPDX-License-Identifier: Apache-2.0
"""The networks that export.py knows, by name."""

from dataclasses import dataclass

import torchvision
from torch import nn

import efficientdet
import segmentation
import yolo
from heads import Built, Head

CLASSIFIERS = {  # the side of the published input; names and weights are torchvision's
    "resnet18": 224,
    **{f"efficientnet_b{i}": side for i, side in enumerate((224, 240, 260, 300, 380, 456, 528, 600))},
    "densenet121": 224,
    "mobilenet_v2": 224,
    "vgg19": 224,
}
NAMES = [*CLASSIFIERS, *efficientdet.SCALES, *yolo.SCALES, *segmentation.NETWORKS]


@dataclass(frozen=True)
class Shape:
    """What is free in an architecture."""

    outputs: int  # logits of a classifier, classes of a detector
    side: int
    channels: int
    hidden: tuple = ()  # widths of dense layers between a classifier's features and its logits


def family(name: str) -> str:
    for kind, names in (("classifier", CLASSIFIERS), ("efficientdet", efficientdet.SCALES), ("yolo", yolo.SCALES)):
        if name in names:
            return kind
    return "segmentation"


def usual_side(name: str) -> int:
    sides = {"efficientdet": lambda: efficientdet.SCALES[name].side, "yolo": lambda: 640, "segmentation": lambda: 512}
    return CLASSIFIERS[name] if name in CLASSIFIERS else sides[family(name)]()


def usual_channels(name: str) -> int:
    return 1 if family(name) == "segmentation" else 3


def replace(module: nn.Module, name: str, layer: nn.Module):
    parent, _, own = name.rpartition(".")
    setattr(module.get_submodule(parent), own, layer)


def first_of(module: nn.Module, kind: type):
    return next((name, layer) for name, layer in module.named_modules() if isinstance(layer, kind))


def take_channels(module: nn.Module, channels: int):
    """Replaces the first convolution by one of so many input channels."""
    name, layer = first_of(module, nn.Conv2d)
    if layer.in_channels == channels:
        return
    fresh = nn.Conv2d(channels, layer.out_channels, layer.kernel_size, layer.stride, layer.padding,
                      bias=layer.bias is not None)
    nn.init.kaiming_normal_(fresh.weight, mode="fan_out", nonlinearity="relu")
    replace(module, name, fresh)


def dense_head(inputs: int, hidden: tuple, outputs: int) -> nn.Sequential:
    layers = []
    for width in hidden:
        layers += [nn.Linear(inputs, width), nn.ReLU(inplace=True)]
        inputs = width
    return nn.Sequential(*layers, nn.Linear(inputs, outputs))


def build_classifier(name: str, shape: Shape) -> Built:
    if name == "vgg19" and shape.side % 224 != 0:
        # its 7 x 7 pooling must divide the features, or LibTorch's optimised modules refuse it
        raise ValueError(f"{name} wants a side that is a multiple of 224, not {shape.side}")
    module = getattr(torchvision.models, name)(weights=None, num_classes=shape.outputs)
    take_channels(module, shape.channels)
    if shape.hidden:
        first, layer = first_of(module, nn.Linear)
        replace(module, first.split(".")[0], dense_head(layer.in_features, shape.hidden, shape.outputs))
    last = [layer for layer in module.modules() if isinstance(layer, nn.Linear)][-1]
    return Built(module, [Head(last, width=1.5)])


def build(name: str, shape: Shape) -> Built:
    """The network with fresh weights from torch's generator. Throws ValueError for a shape it cannot have."""
    if shape.hidden and name not in CLASSIFIERS:
        raise ValueError(f"{name} has no dense layers")
    if name in CLASSIFIERS:
        return build_classifier(name, shape)
    if name in yolo.SCALES:
        return yolo.build(name, shape.outputs, shape.side, shape.channels)
    if name in segmentation.NETWORKS:
        return segmentation.build(name, shape.side, shape.channels)
    built = efficientdet.build(name, shape.outputs, shape.side)
    take_channels(built.module, shape.channels)
    return built
