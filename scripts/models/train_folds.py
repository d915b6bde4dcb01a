#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Trains CAAXR's two models, each on its fold of one simulated hospital, whose test half neither sees, and writes them
into data/models/demo-classes: a pipeline for each, and folds.csv, which says where each image was. See README.md beside
this file."""

import argparse
import csv
import pathlib
import subprocess
import time

import torch

import hospital
from train_classes import CAAXR, caaxr_class, export, provenance, train_caaxr, write_json

SEED, STUDIES, SHARE, SIDE = 90022, 800, 0.5, 256  # of the hospital that is parted
FOLDS = (1, 2)
SPLIT = ["--test", "0.5", "--fixed-test", "--folds", str(len(FOLDS)), "--validation", "0.1", "--stratify", "truth"]


def write_truth(folder: pathlib.Path, path: pathlib.Path):
    """Of PA views."""
    findings = {row["study_uid"]: row["findings"] for row in hospital.read_table(folder / "truth" / "studies.csv")}
    with open(path, "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["sop_uid", "patient_id", "truth"])
        for row in hospital.read_table(folder / "truth" / "images.csv"):
            if row["kind"] == "pa":
                table.writerow([row["sop_uid"], row["patient_id"], caaxr_class(findings[row["study_uid"]])])


def trains(row: dict, fold: int) -> bool:
    """What a fold holds out is for its validation, and here for nothing: nothing is chosen."""
    return row["set"] == "train" and row["fold"] != str(fold)


def main():
    here = pathlib.Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=pathlib.Path, required=True, help="folder for the simulated hospital")
    parser.add_argument("--simulate", default="simulate-hospital", help="the tool simulate-hospital")
    parser.add_argument("--split", default="split-folds", help="the tool split-folds")
    parser.add_argument("--out", type=pathlib.Path, default=here.parent.parent / "data" / "models" / "demo-classes")
    parser.add_argument("--epochs", type=int, default=200)
    options = parser.parse_args()

    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    options.work.mkdir(parents=True, exist_ok=True)
    options.out.mkdir(parents=True, exist_ok=True)
    start = time.monotonic()
    folder = hospital.simulate(options.simulate, options.work / f"folds-{SEED}", SEED, STUDIES, SHARE, SIDE)
    truth, folds = options.work / "truth.csv", options.out / "folds.csv"
    write_truth(folder, truth)
    with open(folds, "wb") as file:
        subprocess.run([options.split, "--quiet", *SPLIT, str(truth)], check=True, stdout=file)
    rows = {row["sop_uid"]: row for row in hospital.read_table(folds)}
    images = [image for image in hospital.read_images(folder) if image.is_pa]
    for fold in FOLDS:
        chosen = [image for image in images if trains(rows[image.sop_uid], fold)]
        kinds = [CAAXR.index(rows[image.sop_uid]["truth"]) for image in chosen]
        torch.manual_seed(fold)
        network = train_caaxr(chosen, kinds, options.epochs, options.out.parent / "demo")
        name = f"caaxr-fold{fold}"
        export(network, options.out / f"{name}.json", CAAXR,
               provenance("train_folds.py", f"seed {SEED}, {STUDIES} studies, the rows of folds.csv whose set is train "
                                            f"and whose fold is not {fold}"))
        write_json(options.out / f"fold{fold}.json", {
            "format": "cxrval-pipeline-1",
            "name": f"demo-classes-fold{fold}",
            "version": "1",
            "description": "a stand-in for CAAXR's classes, for synthetic phantoms only; no medical device",
            "stages": {"abnormality": {"model": f"{name}.json", "positive": ["COVID"], "gate": "> 0.5"}},
        })
        print(f"fold {fold}: {len(chosen)} images", flush=True)
    print(f"done in {time.monotonic() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
