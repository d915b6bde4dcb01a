# SPDX-License-Identifier: Apache-2.0
"""Invented masks of 224 x 224, and IoU and Dice with NumPy beside eval-masks; for eval_masks.sh.

eval_masks.py masks IMAGES FOLDER      writes images.csv and PNG files in truth/ and masks/
eval_masks.py numpy FOLDER RESAMPLES   the four measures with resamples of images, timed"""
import os
import resource
import sys
import time

import numpy as np
from PIL import Image

SIDE = 224
ROWS, COLUMNS = np.mgrid[0:SIDE, 0:SIDE]


def ellipses(dice):
    mask = np.zeros((SIDE, SIDE), np.uint8)
    for _ in range(dice.randint(0, 4)):
        x, y = dice.randint(0, SIDE, 2)
        wide, high = dice.randint(5, 50, 2)
        mask[((COLUMNS - x) / wide) ** 2 + ((ROWS - y) / high) ** 2 < 1] = 255
    return mask


def masks(images, folder):
    dice = np.random.RandomState(1)
    with open(f"{folder}/images.csv", "w") as file:
        file.write("sop_uid\n")
        file.writelines(f"2.25.{image}\n" for image in range(images))
    for side in ("truth", "masks"):
        os.mkdir(f"{folder}/{side}")
        for image in range(images):
            Image.fromarray(ellipses(dice)).save(f"{folder}/{side}/2.25.{image}.png", compress_level=1)


def measures(pixels, values, weights):
    both, truth, predicted = weights @ pixels
    defined = ~np.isnan(values[:, 0])
    means = weights[defined] @ values[defined] / weights[defined].sum()
    return [*means, both / (truth + predicted - both), 2 * both / (truth + predicted)]


def with_numpy(folder, resamples):
    start = time.process_time()
    pixels = []
    with open(f"{folder}/images.csv") as file:
        for name in file.read().split()[1:]:
            truth, predicted = (np.asarray(Image.open(f"{folder}/{side}/{name}.png")) > 0 for side in ("truth", "masks"))
            pixels.append(((truth & predicted).sum(), truth.sum(), predicted.sum()))
    pixels = np.array(pixels, float)
    with np.errstate(invalid="ignore"):
        values = np.stack([pixels[:, 0] / (pixels[:, 1] + pixels[:, 2] - pixels[:, 0]),
                           2 * pixels[:, 0] / (pixels[:, 1] + pixels[:, 2])], 1)
    print("NumPy:", " ".join(f"{value:.3f}" for value in measures(pixels, values, np.ones(len(pixels)))))
    print(f"NumPy: read and compared, processor {time.process_time() - start:.2f} s")
    start, dice = time.process_time(), np.random.RandomState(1)
    for _ in range(resamples):
        drawn = np.bincount(dice.randint(0, len(pixels), len(pixels)), minlength=len(pixels))
        measures(pixels, values, drawn)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"NumPy: {resamples} resamples, processor {time.process_time() - start:.2f} s, {memory} MB")


if sys.argv[1] == "masks":
    masks(int(sys.argv[2]), sys.argv[3])
else:
    with_numpy(sys.argv[2], int(sys.argv[3]))
