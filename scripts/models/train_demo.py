#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Trains the demo models on synthetic phantoms and writes data/models/demo. See README.md beside this file."""

import argparse
import hashlib
import json
import pathlib
import random
import time

import torch
import torch.nn.functional as functional

import hospital
import networks

SEED, STUDIES = 90001, 2000  # of the hospital that is learnt from
SHARE = 0.5  # of abnormal studies in it: more lesions to learn from than a real stream has
BATCH = 32
PROVENANCE = (
    f"cxrval scripts/models/train_demo.py, trained on phantoms of simulate-hospital (seed {SEED}, {STUDIES} studies); "
    "knows synthetic phantoms only; no medical device; Apache-2.0"
)


def normalised(planes: list) -> torch.Tensor:
    return (torch.stack(planes)[:, None] - networks.MEAN) / networks.STD


def shuffled_batches(count: int, generator: torch.Generator):
    order = torch.randperm(count, generator=generator)
    return [order[i:i + BATCH] for i in range(0, count - 1, BATCH)]


def one_cycle(parameters, steps: int, peak: float):
    optimiser = torch.optim.AdamW(parameters, lr=peak, weight_decay=1e-3)
    return optimiser, torch.optim.lr_scheduler.OneCycleLR(optimiser, peak, total_steps=steps)


def train_pa(images: list, epochs: int) -> torch.nn.Module:
    generator = torch.Generator().manual_seed(1)
    planes = normalised([image.pa_plane for image in images])
    truth = torch.tensor([float(image.is_pa) for image in images])
    network = networks.PaClassifier()
    optimiser, schedule = one_cycle(network.parameters(), epochs * len(shuffled_batches(len(images), generator)), 3e-3)
    for epoch in range(epochs):
        total = 0.0
        for chosen in shuffled_batches(len(images), generator):
            loss = functional.binary_cross_entropy_with_logits(network(planes[chosen])[:, 0], truth[chosen])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += loss.item() * len(chosen)
        print(f"pa epoch {epoch + 1}: loss {total / len(images):.4f}", flush=True)
    return network


def box_targets(images: list) -> list:
    """Each image's boxes as rows of class, centre x, centre y, width, height in input pixels."""
    targets = []
    for image in images:
        across, down = networks.CHEST_SIDE / image.columns, networks.CHEST_SIDE / image.rows
        targets.append(torch.tensor([
            [kind, (x0 + x1) / 2 * across, (y0 + y1) / 2 * down, (x1 - x0) * across, (y1 - y0) * down]
            for kind, x0, y0, x1, y1 in image.boxes
        ]).reshape(-1, 5))
    return targets


def vary(plane: torch.Tensor, boxes: torch.Tensor, generator: torch.Generator):
    """Changes brightness and contrast a little, and moves the picture by up to 8 pixels, its boxes with it."""
    gain, offset = (torch.rand(2, generator=generator) - 0.5).mul(0.4).tolist()
    plane = plane * (1 + gain) + offset
    right, down = torch.randint(-8, 9, (2,), generator=generator).tolist()
    padded = functional.pad(plane[None], (8, 8, 8, 8), mode="replicate")[0]
    side = networks.CHEST_SIDE
    moved = padded[:, 8 - down:8 - down + side, 8 - right:8 - right + side]
    return moved, boxes + torch.tensor([0.0, right, down, 0.0, 0.0])


def cells_of(boxes: torch.Tensor):
    """The grid cells that shall find each box: the centre's, and the nearer neighbour in each direction."""
    grid = networks.CHEST_SIDE // networks.STRIDE
    for box in boxes:
        x, y = (box[1:3] / networks.STRIDE).tolist()
        column, row = int(x), int(y)
        beside, above = column + (1 if x % 1 >= 0.5 else -1), row + (1 if y % 1 >= 0.5 else -1)
        for i, j in ((column, row), (beside, row), (column, above)):
            if 0 <= i < grid and 0 <= j < grid:
                yield box, i, j


def intersection_over_union(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    low = torch.maximum(a[:, :2] - a[:, 2:] / 2, b[:, :2] - b[:, 2:] / 2)
    high = torch.minimum(a[:, :2] + a[:, 2:] / 2, b[:, :2] + b[:, 2:] / 2)
    common = (high - low).clamp(min=0).prod(dim=1)
    return common / (a[:, 2:].prod(dim=1) + b[:, 2:].prod(dim=1) - common)


def detection_loss(detector: networks.LesionDetector, raw: torch.Tensor, targets: list) -> torch.Tensor:
    object_truth = torch.zeros_like(raw[:, 4])
    places, boxes, kinds = [], [], []
    for n, target in enumerate(targets):
        for box, column, row in cells_of(target):
            object_truth[n, row, column] = 1
            places.append((n, row, column))
            boxes.append(box[1:])
            kinds.append(int(box[0]))
    # focal loss: nearly all cells are empty
    chance = torch.sigmoid(raw[:, 4])
    wrong = torch.where(object_truth > 0, 1 - chance, chance)
    entropy = functional.binary_cross_entropy_with_logits(raw[:, 4], object_truth, reduction="none")
    loss = (wrong ** 1.5 * entropy).sum() / max(len(boxes), 1)
    if boxes:
        n, row, column = torch.tensor(places).T
        found = detector.boxes(raw)[n, :, row, column]
        wanted = torch.stack(boxes)
        loss = loss + 2 * (1 - intersection_over_union(found, wanted)).mean()
        loss = loss + ((found - wanted).abs() / networks.STRIDE).mean() * 0.5
        classes = functional.one_hot(torch.tensor(kinds), len(networks.CLASSES)).float()
        loss = loss + 2 * functional.binary_cross_entropy_with_logits(raw[n, 5:, row, column], classes)
    return loss


def train_chest(images: list, epochs: int):
    """Both chest networks at once on one trunk, which each then takes a copy of."""
    generator = torch.Generator().manual_seed(2)
    planes = normalised([image.chest_plane for image in images])
    truth = torch.tensor([float(image.is_abnormal) for image in images])
    targets = box_targets(images)
    trunk = networks.chest_trunk()
    classifier, detector = networks.AbnormalityClassifier(trunk), networks.LesionDetector(trunk)
    parameters = {id(p): p for p in [*classifier.parameters(), *detector.parameters()]}.values()
    optimiser, schedule = one_cycle(parameters, epochs * len(shuffled_batches(len(images), generator)), 4e-3)
    for epoch in range(epochs):
        sums = [0.0, 0.0]
        for chosen in shuffled_batches(len(images), generator):
            varied = [vary(planes[i], targets[i], generator) for i in chosen.tolist()]
            features = trunk(torch.stack([plane for plane, _ in varied]))
            of_class = functional.binary_cross_entropy_with_logits(classifier.head(features)[:, 0], truth[chosen])
            of_boxes = detection_loss(detector, detector.raw_of(features), [boxes for _, boxes in varied])
            optimiser.zero_grad()
            (of_class + of_boxes).backward()
            optimiser.step()
            schedule.step()
            sums[0] += of_class.item() * len(chosen)
            sums[1] += of_boxes.item() * len(chosen)
        print(f"chest epoch {epoch + 1}: abnormality loss {sums[0] / len(images):.4f}, "
              f"lesion loss {sums[1] / len(images):.4f}", flush=True)
    return classifier, detector


def export(network: torch.nn.Module, name: str, out: pathlib.Path, side: int, output: dict, version: str):
    network.eval()
    with torch.no_grad():
        traced = torch.jit.trace(network, torch.zeros(2, 1, side, side))
    weights = out / f"{name}.pt"
    torch.jit.save(traced, str(weights))
    manifest = {
        "format": "cxrval-model-1",
        "name": f"demo-{name}",
        "version": version,
        "task": "detect" if "layout" in output else "binary",
        "file": weights.name,
        "sha256": hashlib.sha256(weights.read_bytes()).hexdigest(),
        "input": {"width": side, "height": side, "channels": 1, "pixel_preset": "voi", "resize": "stretch",
                  "mean": [networks.MEAN], "std": [networks.STD]},
        "output": output,
        "provenance": PROVENANCE,
    }
    write_json(out / f"{name}.json", manifest)


def write_json(path: pathlib.Path, value: dict):
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")


def export_pipeline(out: pathlib.Path, version: str):
    write_json(out / "pipeline.json", {
        "format": "cxrval-pipeline-1",
        "name": "demo",
        "version": version,
        "description": "PA gate, abnormality and lesions for synthetic phantoms only; no medical device",
        "stages": {
            "pa": {"model": "pa.json", "gate": "> 0.5"},
            "abnormality": {"model": "abnormality.json", "gate": "> 0.5"},
            "lesions": {"model": "lesions.json"},
        },
    })


def main():
    here = pathlib.Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=pathlib.Path, required=True, help="folder for the simulated hospitals")
    parser.add_argument("--simulate", default="simulate-hospital", help="the tool simulate-hospital")
    parser.add_argument("--out", type=pathlib.Path, default=here.parent.parent / "data" / "models" / "demo")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--version", default="1")
    options = parser.parse_args()

    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    random.seed(0)
    torch.manual_seed(0)
    options.work.mkdir(parents=True, exist_ok=True)
    options.out.mkdir(parents=True, exist_ok=True)
    start = time.monotonic()
    folder = hospital.simulate(options.simulate, options.work / f"train-{SEED}", SEED, STUDIES, SHARE)
    images = hospital.read_images(folder)
    chest = [image for image in images if image.is_pa]
    print(f"{len(images)} images, {len(chest)} PA views, {sum(i.is_abnormal for i in chest)} abnormal, "
          f"{time.monotonic() - start:.0f} s", flush=True)
    pa = train_pa(images, 6)
    classifier, detector = train_chest(chest, options.epochs)
    logit = {"form": "logit"}
    export(pa, "pa", options.out, networks.PA_SIDE, logit, options.version)
    export(classifier, "abnormality", options.out, networks.CHEST_SIDE, logit, options.version)
    boxes = {"layout": "yolo", "classes": networks.CLASSES, "score_threshold": 0.1, "iou_threshold": 0.4}
    export(detector, "lesions", options.out, networks.CHEST_SIDE, boxes, options.version)
    export_pipeline(options.out, options.version)
    print(f"done in {time.monotonic() - start:.0f} s")


main()
