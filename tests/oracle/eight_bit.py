# SPDX-License-Identifier: Apache-2.0
"""The 8-bit recipes of public chest X-ray sets as their authors' code has them, in numpy: CheXpert and VinDr-CXR scale by
cv2.convertScaleAbs and cv2.equalizeHist, MIMIC-CXR-JPG by numpy's arithmetic. Where cv2 (python3-opencv) is installed, the
two functions written out here are held against it."""
import numpy as np

try:
    import cv2
except ImportError:
    cv2 = None

RECIPES = ("chexpert", "mimic", "vindr")


def scaled(stored):
    """cv2.convertScaleAbs(x, alpha=255 / x.max()): float32, rounded half to even, saturated. Nothing to scale by: zeros."""
    top = stored.max()
    if top == 0:
        return np.zeros(stored.shape, np.uint8)
    levels = np.abs(stored.astype(np.float32) * np.float32(255.0 / top))
    levels = np.minimum(np.rint(levels), 255).astype(np.uint8)
    if cv2 is not None:
        words = stored.astype(np.int16 if stored.min() < 0 else np.uint16)
        assert np.array_equal(levels, cv2.convertScaleAbs(words, alpha=255.0 / top)), "cv2 scales otherwise"
    return levels


def truncated(stored):
    low, high = stored.min(), stored.max()
    if low == high:
        return np.zeros(stored.shape, np.uint8)
    return ((stored - low) / (high - low) * 255).astype(np.uint8)


def equalised(levels):
    counts = np.bincount(levels.reshape(-1), minlength=256)
    lowest = int(np.flatnonzero(counts)[0])
    if counts[lowest] == levels.size:
        return levels
    above = np.cumsum(counts) - counts[lowest]
    above[:lowest + 1] = 0
    scale = np.float32(255.0) / np.float32(levels.size - counts[lowest])
    table = np.clip(np.rint(above.astype(np.float32) * scale), 0, 255).astype(np.uint8)
    if cv2 is not None:
        assert np.array_equal(table[levels], cv2.equalizeHist(levels)), "cv2 equalises otherwise"
    return table[levels]


def image(stored, recipe, inverted):
    levels = truncated(stored) if recipe == "mimic" else scaled(stored)
    if inverted:
        levels = 255 - levels
    if recipe != "vindr" or stored.max() > 255:
        levels = equalised(levels)
    return levels / 255
