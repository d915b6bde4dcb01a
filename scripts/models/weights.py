# SPDX-License-Identifier: Apache-2.0
"""A network's weights: a state_dict from a file, or random ones under which its outputs still say something."""

import hashlib
import pathlib
import pickle

import torch
import torch.nn.functional as functional
import torchvision
from torch import nn
from torchvision.models.resnet import BasicBlock

from heads import Built

SHOWN = 8  # keys in a message


def listed(keys: list) -> str:
    rest = f" and {len(keys) - SHOWN} more" if len(keys) > SHOWN else ""
    return ", ".join(keys[:SHOWN]) + rest


def read_state_dict(path: pathlib.Path) -> dict:
    try:
        # tensors only: a pickle may otherwise run any code
        state = torch.load(path, map_location="cpu", weights_only=True)
    except (RuntimeError, OSError, EOFError, pickle.UnpicklingError) as error:
        raise ValueError(f"{path}: is no state_dict of tensors ({str(error).splitlines()[0]}); "
                         "write one by torch.save(network.state_dict(), FILE)") from None
    if not isinstance(state, dict) or not all(isinstance(value, torch.Tensor) for value in state.values()):
        keys = listed(sorted(map(str, state))) if isinstance(state, dict) else type(state).__name__
        raise ValueError(f"{path}: is no state_dict of tensors (it holds {keys}); "
                         "write one by torch.save(network.state_dict(), FILE)")
    return state


def load_strictly(module: nn.Module, path: pathlib.Path) -> str:
    """Gives the file's SHA-256. Throws ValueError that names the keys which do not fit."""
    given, wanted = read_state_dict(path), module.state_dict()
    faults = []
    missing = [key for key in wanted if key not in given]
    unexpected = [key for key in given if key not in wanted]
    shapes = [f"{key} ({tuple(given[key].shape)} instead of {tuple(wanted[key].shape)})"
              for key in wanted if key in given and given[key].shape != wanted[key].shape]
    for title, keys in (("missing", missing), ("unexpected", unexpected), ("of another shape", shapes)):
        if keys:
            faults.append(f"{len(keys)} {title}: {listed(keys)}")
    if faults:
        raise ValueError(f"{path}: does not fit the network; " + "; ".join(faults))
    module.load_state_dict(given)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def radiographs(count: int, side: int, generator: torch.Generator) -> torch.Tensor:
    """count x 1 x side x side, grey levels 0 to 1: soft noise of all sizes with two dark lungs, no two alike."""
    axis = torch.linspace(-1, 1, side)
    images = []
    for _ in range(count):
        image = torch.zeros(1, 1, side, side)
        for cells in (3, 6, 12, 24, 48, 96):
            grain = torch.randn(1, 1, cells, cells, generator=generator) * (3 / cells) ** 0.7
            image += functional.interpolate(grain, size=(side, side), mode="bilinear", align_corners=False)
        for middle in (-0.45, 0.45):
            x, y, width, height, depth = torch.rand(5, generator=generator).tolist()
            across = (axis - middle - 0.2 * (x - 0.5)) / (0.2 + 0.15 * width)
            down = (axis - 0.4 * (y - 0.5)) / (0.4 + 0.3 * height)
            image -= 3 * depth * torch.exp(-(across[None, :] ** 2 + down[:, None] ** 2) ** 2)
        levels = (image - image.min()) / (image.max() - image.min())
        images.append(levels ** (0.5 + 1.5 * torch.rand(1, generator=generator)))
    return torch.cat(images)


def adds_to_a_shortcut(layer: nn.Module) -> bool:
    return isinstance(layer, BasicBlock) or getattr(layer, "use_res_connect", False) or getattr(layer, "shortcut", False)


def batch_norms(module: nn.Module) -> list:
    return [layer for layer in module.modules() if isinstance(layer, nn.BatchNorm2d)]


def vary_parameters(module: nn.Module, generator: torch.Generator):
    """Away from the values that initialisation leaves, at which a wrong inference engine could still be right (a shift
    of 0, a scale of 1), to where deep networks of random weights do not make ever more of a rounding: most values lie
    above 0, where activations are nearly straight, what is added to a shortcut is small beside it, and the gates of
    squeeze-and-excite stay half open."""
    for layer in batch_norms(module):
        layer.weight.copy_(1 + torch.rand(layer.weight.shape, generator=generator))
        layer.bias.copy_(1 + 0.5 * torch.randn(layer.bias.shape, generator=generator))
    for layer in module.modules():
        if adds_to_a_shortcut(layer):
            last = batch_norms(layer)[-1]
            last.weight.mul_(0.3)
            last.bias.sub_(1).mul_(0.3)
        if isinstance(layer, torchvision.ops.SqueezeExcitation):
            layer.fc1.weight.mul_(0.1)
            layer.fc2.weight.mul_(0.1)


def fill_batch_norms(module: nn.Module, batch: torch.Tensor):
    """Sets running statistics so that the batch's values come out in range. Only half of the mean is taken away, and
    each variance is drawn to those of the other channels: what varies little in the batch must not be blown up in
    an image of another kind."""
    def fill(layer: nn.BatchNorm2d, inputs: tuple):
        mean, spread = inputs[0].mean((0, 2, 3)), inputs[0].var((0, 2, 3), unbiased=False)
        layer.running_mean.copy_(0.5 * mean)
        square = spread + (mean - layer.running_mean) ** 2
        layer.running_var.copy_((square + square.mean()) / 2)

    hooks = [layer.register_forward_pre_hook(fill) for layer in batch_norms(module)]
    module(batch)
    for hook in hooks:
        hook.remove()


def outputs_of(module: nn.Module, layers: list, batch: torch.Tensor) -> list:
    """Of each layer, channels x values, over all its calls."""
    calls = {layer: [] for layer in layers}
    hooks = [layer.register_forward_hook(lambda layer, _, out: calls[layer].append(out.transpose(0, 1).flatten(1)))
             for layer in calls]
    module(batch)
    for hook in hooks:
        hook.remove()
    return [torch.cat(calls[layer], 1) for layer in layers]


def aim_at_differences(built: Built, batch: torch.Tensor, generator: torch.Generator):
    """Turns each classifier's logits to where the batch's features differ most. In another direction they would be a
    small difference of large numbers, and a rounding would show in them."""
    for layer in (head.layer for head in built.heads if isinstance(head.layer, nn.Linear)):
        features = []
        hook = layer.register_forward_pre_hook(lambda _, inputs: features.append(inputs[0]))
        built.module(batch)
        hook.remove()
        differences = features[0] - features[0].mean(0)
        rows = torch.randn(layer.out_features, len(differences), generator=generator) @ differences
        layer.weight.copy_(rows / rows.norm(dim=1, keepdim=True))


def standardise(built: Built, batch: torch.Tensor):
    """Scales and moves the last layers so that their outputs are as their heads say."""
    layers = [head.layer for head in built.heads]
    for head, outputs in zip(built.heads, outputs_of(built.module, layers, batch)):
        chosen = list(head.channels or range(len(outputs)))
        values = outputs[chosen]
        mean, spread = values.mean(1), values.std(1)
        if not bool((spread > 1e-6 * (1 + mean.abs())).all()):
            raise ValueError("under these random weights an output does not depend on the input; take another seed")
        scale = head.width / spread
        values = (values - mean[:, None]) * scale[:, None]
        move = 0.0
        if head.share_above_zero is not None:
            flat = values.flatten()
            move = -flat.kthvalue(max(1, round(flat.numel() * (1 - head.share_above_zero)))).values
        weight, bias = head.layer.weight, head.layer.bias
        weight[chosen] = weight[chosen] * scale.view(-1, *[1] * (weight.dim() - 1))
        bias[chosen] = (bias[chosen] - mean) * scale + move


def randomise(built: Built, calibration: torch.Tensor, generator: torch.Generator):
    """Makes fresh weights answer: batch norms keep the activations in range, the last layers spread the outputs.
    calibration: a normalised batch; its images decide what is in range."""
    built.module.eval()
    with torch.no_grad():
        vary_parameters(built.module, generator)
        fill_batch_norms(built.module, calibration)
        aim_at_differences(built, calibration, generator)
        standardise(built, calibration)
