#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Measures a pipeline on a held-out simulated hospital through cxr-infer itself. See README.md beside this file."""

import argparse
import math
import pathlib
import subprocess

import torch

import hospital
import networks


def area_under_curve(scores: list, truth: list) -> float:
    """The chance that a positive scores above a negative, ties counted half."""
    positive = [s for s, t in zip(scores, truth) if t]
    negative = [s for s, t in zip(scores, truth) if not t]
    wins = sum((p > n) + 0.5 * (p == n) for p in positive for n in negative)
    return wins / (len(positive) * len(negative))


def wilson(part: int, whole: int) -> str:
    """A proportion with its 95% Wilson interval."""
    z = 1.959963984540054
    p = part / whole
    centre = (p + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z * math.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole)) / (1 + z * z / whole)
    return f"{p:.3f} ({centre - half:.3f}, {centre + half:.3f}), {part} of {whole}"


def gate_lines(name: str, rows: list, column: str) -> list:
    """rows: result row and truth. The gate is "> 0.5"."""
    scores = [float(row[column]) for row, _ in rows]
    truth = [positive for _, positive in rows]
    hits = sum(s > 0.5 for s, t in zip(scores, truth) if t)
    quiet = sum(s <= 0.5 for s, t in zip(scores, truth) if not t)
    return [
        f"| {name}: sensitivity | {wilson(hits, sum(truth))} |",
        f"| {name}: specificity | {wilson(quiet, len(truth) - sum(truth))} |",
        f"| {name}: AUC | {area_under_curve(scores, truth):.3f} |",
    ]


def overlap(a: tuple, b: tuple) -> float:
    def size(box):
        return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])

    common = size((max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])))
    return common / (size(a) + size(b) - common)


def average_precision(found: list, truth: dict, threshold: float) -> float:
    """found: (score, sop_uid, box) of one class; truth: sop_uid -> boxes. All-point interpolated AP (VOC 2010)."""
    total = sum(len(boxes) for boxes in truth.values())
    taken = {uid: [False] * len(boxes) for uid, boxes in truth.items()}
    hits, points = 0, []
    for n, (_, uid, box) in enumerate(sorted(found, reverse=True), start=1):
        best = max(range(len(truth.get(uid, []))), key=lambda i: overlap(box, truth[uid][i]), default=None)
        if best is not None and overlap(box, truth[uid][best]) >= threshold and not taken[uid][best]:
            taken[uid][best] = True
            hits += 1
        points.append((hits / total, hits / n))
    area, recall, envelope = 0.0, 0.0, 0.0
    precisions = []
    for point in reversed(points):
        envelope = max(envelope, point[1])
        precisions.append(envelope)
    for (reached, _), precision in zip(points, reversed(precisions)):
        area += (reached - recall) * precision
        recall = reached
    return area


def lesion_lines(rows: list, images: dict, boxes: list) -> list:
    """AP at IoU 0.4 as the paper's Table 1, over the PA views that were judged, normal ones included."""
    judged = {row["sop_uid"] for row, _ in rows}
    lines, values = [], []
    for index, name in enumerate(networks.CLASSES):
        truth = {uid: [box[1:] for box in images[uid].boxes if box[0] == index] for uid in judged}
        found = [(float(b["score"]), b["sop_uid"], tuple(float(b[c]) for c in ("x_min", "y_min", "x_max", "y_max")))
                 for b in boxes if b["class"] == name and b["sop_uid"] in judged]
        count = sum(len(t) for t in truth.values())
        if count == 0:
            continue
        values.append(average_precision(found, truth, 0.4))
        lines.append(f"| {name}: AP at IoU 0.4 | {values[-1]:.3f}, {count} boxes |")
    return lines + [f"| mean AP at IoU 0.4 | {sum(values) / len(values):.3f} |"]


def largest_logit_error(pipeline: pathlib.Path, images: dict, rows: list, count: int) -> float:
    """Between cxr-infer and PyTorch on pixels.py's pixels, abnormality stage, from the printed probabilities."""
    network = torch.jit.load(str(pipeline.parent / "abnormality.pt"))
    worst = 0.0
    for row, _ in rows[:count]:
        levels = hospital.pixels.voi_levels(hospital.pixels.read_dataset(images[row["sop_uid"]].path))
        plane = (hospital.pixels.resize(levels, networks.CHEST_SIDE) - networks.MEAN) / networks.STD
        with torch.no_grad():
            expected = network(plane[None, None]).item()
        p = float(row["probability"])
        if 0.01 < p < 0.99:  # beyond, a printed probability has too few digits left for the logit
            worst = max(worst, abs(math.log(p / (1 - p)) - expected))
    return worst


def main():
    here = pathlib.Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=pathlib.Path, required=True, help="folder for the simulated hospital")
    parser.add_argument("--seed", type=int, default=90011)
    parser.add_argument("--studies", type=int, default=1200)
    parser.add_argument("--simulate", default="simulate-hospital", help="the tool simulate-hospital")
    parser.add_argument("--infer", default="cxr-infer", help="the tool cxr-infer")
    parser.add_argument("--pipeline", type=pathlib.Path,
                        default=here.parent.parent / "data" / "models" / "demo" / "pipeline.json")
    options = parser.parse_args()
    folder = hospital.simulate(options.simulate, options.work / f"heldout-{options.seed}", options.seed,
                               options.studies, 0.28)
    images = hospital.read_truth(folder)
    results, boxes = options.work / "results.csv", options.work / "boxes.csv"
    subprocess.run([options.infer, "--quiet", "--filter", "none", "--pipeline", options.pipeline, "--boxes", boxes,
                    "-o", results, folder / "images"], check=True)
    rows = [(row, images[row["sop_uid"]]) for row in hospital.read_table(results) if row["sop_uid"] in images]
    of_pa = [(row, image.is_pa) for row, image in rows]
    of_chest = [(row, image.is_abnormal) for row, image in rows if image.is_pa and row["status"] == "ok"]
    print(f"| seed {options.seed}, {len(rows)} images | value (95% interval) |\n|---|---|")
    print("\n".join(gate_lines("PA gate", of_pa, "pa_probability")))
    print("\n".join(gate_lines("abnormality", of_chest, "probability")))
    print("\n".join(lesion_lines(of_chest, images, hospital.read_table(boxes))))
    print(f"\nlargest logit difference to PyTorch: {largest_logit_error(options.pipeline, images, of_chest, 100):.2g}")


main()
