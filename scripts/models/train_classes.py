#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Trains two small models of several classes on synthetic phantoms and writes data/models/demo-classes: a router of body
parts, and a model of CAAXR's four classes, for which lesions of the phantoms stand. See README.md beside this file."""

import argparse
import hashlib
import json
import pathlib
import time

import torch
import torch.nn.functional as functional

import hospital
import manifest
import networks

SEED, STUDIES, SIDE = 90021, 1200, 256  # of the hospital that is learnt from
SHARE = 0.5
BATCH = 32
ROUTER = manifest.CLASS_LISTS["body-parts"]
CAAXR = manifest.CLASS_LISTS["caaxr-4"]
BODY_PARTS = {"abdomen": "abdominal", "hand": "others", "knee": "others", "skull": "others"}  # all else: adult chest


def provenance(script: str, trained_on: str) -> str:
    return (f"cxrval scripts/models/{script}, trained on phantoms of simulate-hospital ({trained_on}); "
            "knows synthetic phantoms only, and no COVID; no medical device; Apache-2.0")


def caaxr_class(findings: str) -> str:
    """Lesions that stand for the classes: interstitial disease and infiltration for COVID, consolidation for another
    pneumonia."""
    if "ILD" in findings or "Infiltration" in findings:
        return "COVID"
    if "Consolidation" in findings:
        return "Non-COVID Pneumonia"
    return "Unhealthy Others" if findings else "Healthy"


class Pooled(torch.nn.Module):
    """A logit for each class from the mean and the maximum of each feature of a trunk."""

    def __init__(self, trunk: torch.nn.Module, features: int, classes: int):
        super().__init__()
        self.trunk = trunk
        self.linear = torch.nn.Linear(2 * features, classes)

    def pooled(self, x: torch.Tensor) -> torch.Tensor:
        features = self.trunk(x)
        return torch.cat([features.mean(dim=[2, 3]), features.amax(dim=[2, 3])], dim=1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.linear(self.pooled(x))


def stacked(planes: list) -> torch.Tensor:
    return (torch.stack(planes)[:, None] - networks.MEAN) / networks.STD


def train(name: str, logits, parameters, inputs: torch.Tensor, truth: list, epochs: int):
    """Classes weigh alike, however many images each has; those without any weigh nothing."""
    generator = torch.Generator().manual_seed(3)
    wanted = torch.tensor(truth)
    classes = logits(inputs[:2]).shape[1]
    counts = torch.bincount(wanted, minlength=classes).float()
    weights = torch.where(counts > 0, len(truth) / counts.clamp(min=1), torch.zeros(classes))
    batches = len(truth) // BATCH
    optimiser = torch.optim.AdamW(parameters, lr=4e-3, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=epochs * batches)
    for epoch in range(epochs):
        total = 0.0
        order = torch.randperm(len(truth), generator=generator)
        for chosen in order[:batches * BATCH].split(BATCH):
            loss = functional.cross_entropy(logits(inputs[chosen]), wanted[chosen], weight=weights)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += loss.item() / batches
        if (epoch + 1) % max(epochs // 10, 1) == 0:
            print(f"{name} epoch {epoch + 1}: loss {total:.4f}", flush=True)


def train_router(images: list, truth: list, epochs: int) -> torch.nn.Module:
    network = Pooled(networks.PaClassifier().trunk, 32, len(ROUTER))
    train("router", network, network.parameters(), stacked([image.pa_plane for image in images]), truth, epochs)
    return network


def train_caaxr(images: list, truth: list, epochs: int, demo: pathlib.Path) -> torch.nn.Module:
    """Only the last layer is learnt, on what the demo's abnormality classifier sees."""
    network = Pooled(torch.jit.load(str(demo / "abnormality.pt")).trunk.eval(), 96, len(CAAXR))
    planes = stacked([image.chest_plane for image in images])
    with torch.no_grad():
        seen = torch.cat([network.pooled(some) for some in planes.split(BATCH)])
    train("caaxr", network.linear, network.linear.parameters(), seen, truth, epochs)
    return network


def export(network: torch.nn.Module, path: pathlib.Path, classes: list, origin: str):
    """The manifest to `path`, the weights beside it."""
    network.eval()
    side = networks.PA_SIDE if classes is ROUTER else networks.CHEST_SIDE
    with torch.no_grad():
        traced = torch.jit.trace(network, torch.zeros(2, 1, side, side))
    weights = path.with_suffix(".pt")
    torch.jit.save(traced, str(weights))
    write_json(path, {
        "format": "cxrval-model-1",
        "name": f"demo-{path.stem}",
        "version": "1",
        "task": "multi_class",
        "file": weights.name,
        "sha256": hashlib.sha256(weights.read_bytes()).hexdigest(),
        "input": {"width": side, "height": side, "channels": 1, "pixel_preset": "voi", "resize": "stretch",
                  "mean": [networks.MEAN], "std": [networks.STD]},
        "output": {"form": "class_logits", "classes": classes},
        "provenance": origin,
    })


def write_json(path: pathlib.Path, value: dict):
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")


def main():
    here = pathlib.Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=pathlib.Path, required=True, help="folder for the simulated hospital")
    parser.add_argument("--simulate", default="simulate-hospital", help="the tool simulate-hospital")
    parser.add_argument("--out", type=pathlib.Path, default=here.parent.parent / "data" / "models" / "demo-classes")
    parser.add_argument("--epochs", type=int, default=10)
    options = parser.parse_args()

    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(0)
    options.work.mkdir(parents=True, exist_ok=True)
    options.out.mkdir(parents=True, exist_ok=True)
    start = time.monotonic()
    folder = hospital.simulate(options.simulate, options.work / f"classes-{SEED}", SEED, STUDIES, SHARE, SIDE)
    findings = {row["study_uid"]: row["findings"] for row in hospital.read_table(folder / "truth" / "studies.csv")}
    rows = {row["sop_uid"]: row for row in hospital.read_table(folder / "truth" / "images.csv")}
    images = hospital.read_images(folder)
    parts = [ROUTER.index(BODY_PARTS.get(rows[image.sop_uid]["exam"], "adult chest")) for image in images]
    router = train_router(images, parts, options.epochs)
    origin = provenance("train_classes.py", f"seed {SEED}, {STUDIES} studies")
    export(router, options.out / "router.json", ROUTER, origin)
    chest = [image for image in images if image.is_pa]
    kinds = [CAAXR.index(caaxr_class(findings[rows[image.sop_uid]["study_uid"]])) for image in chest]
    caaxr = train_caaxr(chest, kinds, 20 * options.epochs, options.out.parent / "demo")
    export(caaxr, options.out / "caaxr.json", CAAXR, origin)
    write_json(options.out / "pipeline.json", {
        "format": "cxrval-pipeline-1",
        "name": "demo-classes",
        "version": "1",
        "description": "body-part router, and a stand-in for COVID, for synthetic phantoms only; no medical device",
        "stages": {
            "router": {"model": "router.json", "pass": ["adult chest"]},
            "abnormality": {"model": "caaxr.json", "positive": ["COVID"], "gate": "> 0.5"},
        },
    })
    print(f"done in {time.monotonic() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
