#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes networks of the papers as TorchScript with their manifests. See README.md beside this file.

export.py NETWORK --seed 1 --out DIR          random weights, for tests and benchmarks
export.py NETWORK --weights FILE --out DIR    a state_dict of your own
export.py --pipeline vindr-cxr --seed 1 --out DIR
"""

import argparse
import pathlib
import re
import subprocess
import sys

import torch

import architectures
import manifest
import torchscript
import weights

GREY = ([0.5], [0.25])
IMAGENET = ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
UNIT = ([0.0, 0.0, 0.0], [1.0, 1.0, 1.0])  # YOLOv5 takes levels as they are
PIPELINES = {"vindr-cxr": {"pa": "resnet18", "abnormality": "efficientnet_b6", "lesions": "efficientdet_d4"}}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("network", nargs="?", choices=architectures.NAMES, metavar="NETWORK",
                        help="one of " + ", ".join(architectures.NAMES))
    parser.add_argument("--pipeline", choices=PIPELINES, help="a whole pipeline at its full sizes instead")
    parser.add_argument("--stages", default="pa,abnormality,lesions", help="which stages of the pipeline")
    parser.add_argument("--out", type=pathlib.Path, required=True, metavar="DIR",
                        help="folder for NAME.pt and NAME.json")
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--seed", type=int, help="random weights of this seed")
    source.add_argument("--weights", type=pathlib.Path, metavar="FILE", help="a state_dict written by torch.save")
    parser.add_argument("--name", help="of the model and its files (default: of the network)")
    parser.add_argument("--version", default="1", help="of the model (default: 1)")
    parser.add_argument("--provenance", help="where given weights come from, and their licence")
    parser.add_argument("--task", choices=manifest.TASKS, help="of a classifier (default: binary)")
    parser.add_argument("--class-logits", action="store_true", help="binary with two logits, the positive one last")
    parser.add_argument("--classes", metavar="LIST",
                        help="names with commas between them, or one of " + ", ".join(manifest.CLASS_LISTS))
    parser.add_argument("--hidden", default="", metavar="WIDTHS",
                        help="dense layers before a classifier's logits, such as 1024,512")
    parser.add_argument("--size", type=int, metavar="W", help="input width and height (default: the published one)")
    parser.add_argument("--channels", type=int, choices=(1, 3), help="of the input (default: 1 for masks, else 3)")
    parser.add_argument("--preset", default="voi", help="pixel preset (default: voi)")
    parser.add_argument("--resize", choices=("stretch", "letterbox"), help="default: letterbox for YOLO, else stretch")
    parser.add_argument("--mean", type=float, nargs="+", help="one number a channel")
    parser.add_argument("--std", type=float, nargs="+", help="one number a channel")
    options = parser.parse_args()
    if (options.network is None) == (options.pipeline is None):
        parser.error("give either a network or --pipeline")
    return options


def class_names(text: str) -> list:
    names = manifest.CLASS_LISTS.get(text) or [name.strip() for name in text.split(",")]
    if "" in names or len(set(names)) != len(names):
        raise ValueError("--classes: a name is empty or given twice")
    return names


def output_of(options: argparse.Namespace) -> manifest.Output:
    kind = architectures.family(options.network)
    forced = {"efficientdet": "detect", "yolo": "detect", "segmentation": "segment"}.get(kind)
    task = options.task or forced or "binary"
    if (forced or "classifier") != (task if task in ("detect", "segment") else "classifier"):
        raise ValueError(f"--task: {options.network} cannot {task}")
    usual = {"efficientdet": "vindr-cxr", "yolo": "vinbigdata"}.get(kind)
    chosen = options.classes or usual
    if (chosen is None) != (task in ("binary", "segment")):
        raise ValueError(f"--classes: task {task} " + ("needs it" if chosen is None else "has no named classes"))
    if options.class_logits and task != "binary":
        raise ValueError("--class-logits: is for task binary only")
    return manifest.Output(task, layout=kind if task == "detect" else "", classes=class_names(chosen) if chosen else [],
                           class_logits=options.class_logits)


def input_of(options: argparse.Namespace) -> manifest.Input:
    kind = architectures.family(options.network)
    channels = options.channels or architectures.usual_channels(options.network)
    mean, std = GREY if channels == 1 else UNIT if kind == "yolo" else IMAGENET
    if kind == "yolo" and channels == 1:
        mean, std = UNIT[0][:1], UNIT[1][:1]
    mean, std = options.mean or mean, options.std or std
    if len(mean) != channels or len(std) != channels:
        raise ValueError("--mean, --std: one number for each channel")
    if min(std) <= 0:
        raise ValueError("--std: must be greater than 0")
    fit = options.resize or ("letterbox" if kind == "yolo" else "stretch")
    side = options.size or architectures.usual_side(options.network)
    if not 32 <= side <= 4096:
        raise ValueError("--size: must be from 32 to 4096")
    return manifest.Input(side, channels, options.preset, manifest.LETTERBOX if fit == "letterbox" else fit, mean, std)


def shape_of(options: argparse.Namespace, given: manifest.Input, output: manifest.Output) -> architectures.Shape:
    hidden = tuple(int(width) for width in options.hidden.split(",")) if options.hidden else ()
    outputs = len(output.classes) or (2 if output.class_logits else 1)
    return architectures.Shape(outputs, given.side, given.channels, hidden)


def example_batch(options: argparse.Namespace, given: manifest.Input, task: str) -> torch.Tensor:
    """Normalised invented radiographs. A classifier has one answer an image and needs more images than a network with
    thousands of answers an image."""
    count = 2 if task in ("detect", "segment") else 8 if given.side <= 256 else 4
    generator = torch.Generator().manual_seed(options.seed or 0)
    levels = weights.radiographs(count, given.side, generator)
    mean, std = (torch.tensor(values).view(1, -1, 1, 1) for values in (given.mean, given.std))
    return (levels - mean) / std


def write_network(options: argparse.Namespace):
    output, given = output_of(options), input_of(options)
    torch.manual_seed(options.seed or 0)
    built = architectures.build(options.network, shape_of(options, given, output))
    batch = example_batch(options, given, output.task)
    if options.weights:
        digest = weights.load_strictly(built.module, options.weights)
        provenance = f"{options.provenance or 'weights given by the user'}; state_dict with sha256 {digest}"
    else:
        weights.randomise(built, batch, torch.Generator().manual_seed(options.seed))
        provenance = (f"cxrval scripts/models/export.py {options.network}, random weights of seed {options.seed}: "
                      "knows nothing, for tests and benchmarks only; no medical device; Apache-2.0")
    name = options.name or options.network.replace("_", "-")
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name):
        raise ValueError("--name: letters, digits, dots, hyphens and underscores only")
    options.out.mkdir(parents=True, exist_ok=True)
    path = options.out / f"{name}.pt"
    torchscript.save(torchscript.trace(built.module, batch[:2]), path)
    manifest.write_model(path, given, output, {"name": name, "version": options.version, "provenance": provenance})
    count = sum(parameter.numel() for parameter in built.module.parameters())
    side = f"{given.side} x {given.side}"
    print(f"{path}: {options.network}, {count / 1e6:.2f} million parameters, {output.task}, {side}")


def write_pipeline(options: argparse.Namespace):
    networks = PIPELINES[options.pipeline]
    stages = options.stages.split(",")
    if not set(stages) <= set(networks) or "abnormality" not in stages:
        raise ValueError("--stages: abnormality and any of " + ", ".join(networks))
    if options.seed is None:
        raise ValueError("--pipeline: takes --seed only; export each network by --weights and write pipeline.json")
    for stage in (stage for stage in networks if stage in stages):
        # a process of its own, because TorchScript's names count what a process traced before
        subprocess.run([sys.executable, "-B", __file__, networks[stage], "--seed", str(options.seed), "--name", stage,
                        "--version", options.version, "--out", str(options.out)], check=True)
    manifest.write_pipeline(options.out / "pipeline.json", {
        "name": options.pipeline,
        "version": options.version,
        "description": "the networks of the clinical validation of VinDr-CXR at full size, with random weights of seed "
                       f"{options.seed}: knows nothing; no medical device",
    }, {stage: f"{stage}.json" for stage in networks if stage in stages})
    print(options.out / "pipeline.json")


def main() -> int:
    options = arguments()
    torch.set_num_threads(1)  # sums in one order
    try:
        write_pipeline(options) if options.pipeline else write_network(options)
    except (ValueError, OSError) as error:
        print(f"export.py: error: {error}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        return error.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
