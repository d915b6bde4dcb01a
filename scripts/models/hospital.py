# SPDX-License-Identifier: Apache-2.0
"""A simulated hospital's images with their truth, as tensors."""

import csv
import pathlib
import subprocess
from dataclasses import dataclass, field

import torch

import networks
import pixels


@dataclass
class Image:
    path: pathlib.Path
    sop_uid: str
    is_pa: bool
    is_abnormal: bool
    rows: int = 0
    columns: int = 0
    boxes: list = field(default_factory=list)  # (class index, x_min, y_min, x_max, y_max) in original pixels
    pa_plane: torch.Tensor = None
    chest_plane: torch.Tensor = None  # of PA views only


def simulate(tool: str, folder: pathlib.Path, seed: int, studies: int, abnormal_share: float,
             side: int = 512) -> pathlib.Path:
    if not folder.exists():
        subprocess.run([tool, "--quiet", "--studies", str(studies), "--seed", str(seed), "--abnormal-share",
                        str(abnormal_share), "--image-size", str(side), str(folder)], check=True)
    return folder


def read_table(path: pathlib.Path) -> list:
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def read_truth(folder: pathlib.Path) -> dict:
    """By SOP Instance UID, without damaged files."""
    images = {}
    for row in read_table(folder / "truth" / "images.csv"):
        if not row["damage"]:
            images[row["sop_uid"]] = Image(folder / row["path"], row["sop_uid"], row["kind"] == "pa",
                                           row["abnormal"] == "1")
    for row in read_table(folder / "truth" / "boxes.csv"):
        if row["sop_uid"] in images:
            corners = [float(row[name]) for name in ("x_min", "y_min", "x_max", "y_max")]
            images[row["sop_uid"]].boxes.append((networks.CLASSES.index(row["class"]), *corners))
    return images


def read_images(folder: pathlib.Path) -> list:
    images = list(read_truth(folder).values())
    for image in images:
        levels = pixels.voi_levels(pixels.read_dataset(image.path))
        image.rows, image.columns = levels.shape
        image.pa_plane = pixels.resize(levels, networks.PA_SIDE)
        if image.is_pa:
            image.chest_plane = pixels.resize(levels, networks.CHEST_SIDE)
    return images
