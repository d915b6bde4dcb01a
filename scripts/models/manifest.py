# SPDX-License-Identifier: Apache-2.0
"""Manifests of models and pipelines (docs/formats.md)."""

import hashlib
import json
import pathlib
from dataclasses import dataclass, field

TASKS = ("binary", "multi_class", "multi_label", "detect", "segment")
CLASS_LISTS = {
    # Table 1 of the clinical validation of VinDr-CXR
    "vindr-cxr": ["Aortic enlargement", "Atelectasis", "Calcification", "Cardiomegaly", "Clavicle fracture",
                  "Consolidation", "Emphysema", "Enlarged PA", "Infiltration", "Interstitial lung disease (ILD)",
                  "Nodule/Mass", "Opacity", "Pleural effusion", "Pleural thickening", "Pneumothorax",
                  "Pulmonary fibrosis", "Rib fracture"],
    # VinBigData Chest X-ray Abnormalities Detection, in the order of its class numbers
    "vinbigdata": ["Aortic enlargement", "Atelectasis", "Calcification", "Cardiomegaly", "Consolidation", "ILD",
                   "Infiltration", "Lung Opacity", "Nodule/Mass", "Other lesion", "Pleural effusion",
                   "Pleural thickening", "Pneumothorax", "Pulmonary fibrosis"],
    # DICOM Imaging Router
    "body-parts": ["abdominal", "adult chest", "pediatric chest", "spine", "others"],
    # the classification protocols of CAAXR
    "caaxr-2": ["COVID", "Non-COVID"],
    "caaxr-3": ["COVID", "Non-COVID Unhealthy", "Healthy"],
    "caaxr-4": ["COVID", "Non-COVID Pneumonia", "Unhealthy Others", "Healthy"],
}
LETTERBOX = {"fit": "letterbox", "filter": "bilinear", "antialias": False, "pad": round(114 / 255, 6)}


@dataclass(frozen=True)
class Output:
    task: str
    layout: str = ""  # detect: yolo, efficientdet or torchvision
    classes: list = field(default_factory=list)
    class_logits: bool = False  # binary: two logits, the positive one last
    score_threshold: float = 0.25
    iou_threshold: float = 0.45


@dataclass(frozen=True)
class Input:
    side: int
    channels: int
    preset: str
    resize: object
    mean: list
    std: list


def output_fields(output: Output) -> dict:
    """The manifest's object `output`: the one place that says how tasks and layouts are written."""
    if output.task == "binary":
        return {"form": "class_logits", "classes": 2, "positive": 1} if output.class_logits else {"form": "logit"}
    if output.task == "multi_class":
        return {"form": "class_logits", "classes": output.classes}
    if output.task == "multi_label":
        return {"form": "logits", "classes": output.classes}
    if output.task == "segment":
        return {"form": "logit", "threshold": 0.5}
    return {"layout": output.layout, "classes": output.classes, "score_threshold": output.score_threshold,
            "iou_threshold": output.iou_threshold}


def input_fields(given: Input) -> dict:
    return {"width": given.side, "height": given.side, "channels": given.channels, "pixel_preset": given.preset,
            "resize": given.resize, "mean": given.mean, "std": given.std}


def write_json(path: pathlib.Path, value: dict):
    partial = path.with_name(path.name + ".partial")
    partial.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
    partial.replace(path)


def write_model(weights: pathlib.Path, given: Input, output: Output, about: dict):
    """NAME.json beside NAME.pt; about: name, version, provenance."""
    write_json(weights.with_suffix(".json"), {
        "format": "cxrval-model-1",
        "name": about["name"],
        "version": about["version"],
        "task": output.task,
        "file": weights.name,
        "sha256": hashlib.sha256(weights.read_bytes()).hexdigest(),
        "input": input_fields(given),
        "output": output_fields(output),
        "provenance": about["provenance"],
    })


def write_pipeline(path: pathlib.Path, about: dict, models: dict):
    """models: stage (pa, abnormality, lesions) to the file name of its manifest. Gates are the papers'."""
    stages = {stage: {"model": model} | ({} if stage == "lesions" else {"gate": "> 0.5"})
              for stage, model in models.items()}
    write_json(path, {"format": "cxrval-pipeline-1", **about, "stages": stages})
