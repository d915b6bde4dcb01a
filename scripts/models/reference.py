#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A pipeline in plain Python: pydicom, Pillow and PyTorch, one image after the other.

reference.py --pipeline pipeline.json FOLDER > reference.csv
reference.py --pipeline pipeline.json --boxes boxes.csv FOLDER > reference.csv

What cxr-infer --filter none is compared with, and its slow peer in benchmarks. It knows preset voi without lookup
tables, resize by stretching, task binary, and with --boxes task detect (detectors.py); anything else in a manifest is
an error.
"""

import argparse
import contextlib
import csv
import json
import math
import operator
import pathlib
import sys
import time

import numpy
import PIL.Image
import torch
import torch.nn.functional as functional

import architectures
import detectors
import pixels

FILTERS = {"bilinear": PIL.Image.Resampling.BILINEAR, "bicubic": PIL.Image.Resampling.BICUBIC}


def stretch(levels: numpy.ndarray, given: dict) -> torch.Tensor:
    how = given["resize"]
    if how == "stretch":
        how = {"fit": "stretch", "filter": "bilinear", "antialias": True}
    if how["fit"] != "stretch" or how["filter"] not in FILTERS:
        raise ValueError("resize: only stretching by a bilinear or bicubic filter is done here")
    size = (given["width"], given["height"])
    if how["antialias"]:
        image = PIL.Image.fromarray(levels, mode="F").resize(size, FILTERS[how["filter"]])
        return torch.from_numpy(numpy.array(image))
    plane = torch.from_numpy(levels)[None, None]
    return functional.interpolate(plane, size[::-1], mode=how["filter"], align_corners=False)[0, 0]


def probability(outputs: list, output: dict) -> float:
    """Rounded to float, as it is written."""
    if output["form"] == "logit":
        chance = 1 / (1 + math.exp(-outputs[0])) if outputs[0] > -700 else 0.0
    elif output["form"] == "class_logits":
        highest = max(outputs)
        powers = [math.exp(value - highest) for value in outputs]
        chance = powers[output["positive"]] / sum(powers)
    else:
        chance = outputs[0]
    return numpy.float32(chance)


class Network:
    """A model manifest with its network."""

    def __init__(self, path: pathlib.Path, task: str, network: str = ""):
        self.manifest = json.loads(path.read_text(encoding="utf-8"))
        given, output = self.manifest["input"], self.manifest["output"]
        if self.manifest["task"] != task:
            raise ValueError(f"{path}: task {self.manifest['task']} is not done here")
        if given["pixel_preset"] != "voi" or {"polarity", "voi", "steps"} & set(given):
            raise ValueError(f"{path}: only pixel_preset voi, without polarity, voi and steps, is done here")
        self.mean, self.std = (torch.tensor(given[key]).view(1, -1, 1, 1) for key in ("mean", "std"))
        self.network = torch.jit.load(str(path.parent / self.manifest["file"]), map_location="cpu")
        if network:
            shape = architectures.Shape(output.get("classes", 1), given["width"], given["channels"])
            eager = architectures.build(network, shape).module
            eager.load_state_dict(self.network.state_dict())
            self.network = eager
        self.network.eval()

    def run(self, levels: numpy.ndarray):
        plane = stretch(levels, self.manifest["input"])
        with torch.no_grad():
            return self.network((plane[None, None] - self.mean) / self.std)


class Stage(Network):
    def __init__(self, folder: pathlib.Path, stage: dict, network: str):
        super().__init__(folder / stage["model"], "binary", network)
        sign, _, threshold = stage["gate"].partition(" ")
        self.passes = {">": operator.gt, ">=": operator.ge}[sign]
        self.threshold = float(threshold)

    def judge(self, levels: numpy.ndarray):
        """The probability and whether it passes the gate."""
        chance = probability(self.run(levels).flatten().tolist(), self.manifest["output"])
        return chance, self.passes(float(str(chance)), self.threshold)


class Lesions(Network):
    def __init__(self, folder: pathlib.Path, stage: dict):
        super().__init__(folder / stage["model"], "detect")

    def find(self, levels: numpy.ndarray) -> list:
        """Class, score and corners in original pixels of each lesion, best first."""
        return detectors.decode(self.run(levels), self.manifest, levels.shape[::-1])


def read_pipeline(path: pathlib.Path, eager: list, with_lesions: bool) -> dict:
    given = json.loads(path.read_text(encoding="utf-8"))["stages"]
    networks = dict(choice.split("=", 1) for choice in eager)
    stages = {name: Stage(path.parent, given[name], networks.get(name, "")) for name in ("pa", "abnormality")
              if name in given}
    if with_lesions:
        stages["lesions"] = Lesions(path.parent, given["lesions"])
    return stages


def files_of(given: pathlib.Path):
    """Each file and what it is called."""
    if given.is_file():
        return [(given, given.name)]
    return sorted(((path, str(path.relative_to(given))) for path in given.rglob("*") if path.is_file()),
                  key=lambda pair: pair[1])


def judge(stages: dict, dataset) -> tuple:
    """The two probabilities as they are written, and the lesions."""
    levels = pixels.voi_levels(dataset)
    of_pa = ""
    if "pa" in stages:
        of_pa, is_pa = stages["pa"].judge(levels)
        if not is_pa:
            return of_pa, "", []
    chance, abnormal = stages["abnormality"].judge(levels)
    return of_pa, chance, stages["lesions"].find(levels) if abnormal and "lesions" in stages else []


def write_rows(stages: dict, inputs: list, stream, boxes) -> tuple:
    """The numbers of images that were judged and that could not be."""
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(["path", "pa_probability", "probability"])
    lesions_table = csv.writer(boxes, lineterminator="\n") if boxes else None
    if boxes:
        lesions_table.writerow(["sop_uid", "class", "score", "x_min", "y_min", "x_max", "y_max"])
    judged = rejected = 0
    for path, shown in (pair for given in inputs for pair in files_of(given)):
        try:
            dataset = pixels.read_dataset(path)
            *chances, lesions = judge(stages, dataset)
            table.writerow([shown, *chances])
            if boxes:
                lesions_table.writerows([dataset.SOPInstanceUID, *lesion] for lesion in lesions)
            judged += 1
        except Exception as error:  # pydicom and its decoders throw anything
            print(f"reference.py: {shown}: {type(error).__name__}: {error}", file=sys.stderr)
            rejected += 1
    return judged, rejected


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="+", type=pathlib.Path, metavar="FILES", help="DICOM files, or folders of them")
    parser.add_argument("--pipeline", type=pathlib.Path, required=True, metavar="FILE", help="pipeline manifest")
    parser.add_argument("--eager", action="append", default=[], metavar="STAGE=NETWORK",
                        help="run a stage as the network of export.py itself, not as TorchScript: pa=resnet18")
    parser.add_argument("--threads", type=int, default=1, help="of PyTorch (default: 1)")
    parser.add_argument("--boxes", type=pathlib.Path, metavar="FILE", help="run the lesion stage too, its boxes there")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    try:
        stages = read_pipeline(options.pipeline, options.eager, options.boxes is not None)
    except (ValueError, KeyError, OSError, RuntimeError) as error:
        print(f"reference.py: error: {error}", file=sys.stderr)
        return 1
    start = time.monotonic()
    with contextlib.ExitStack() as files:
        boxes = options.boxes and files.enter_context(options.boxes.open("w", encoding="utf-8", newline=""))
        judged, rejected = write_rows(stages, options.inputs, sys.stdout, boxes)
    print(f"reference.py: {judged} images in {time.monotonic() - start:.2f} s, {rejected} rejected", file=sys.stderr)
    return 3 if rejected else 0


if __name__ == "__main__":
    sys.exit(main())
