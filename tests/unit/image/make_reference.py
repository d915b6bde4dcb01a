#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes reference.hpp beside this file and the small images of tests/fuzz/corpus/raster.

Reference numbers of torch, PIL, OpenCV and numpy for inputs that reference_test.cpp makes again:
apt-get install python3-torch python3-pil python3-opencv python3-numpy
"""
import pathlib
import struct
import zlib

import cv2
import numpy as np
import torch
from PIL import Image

here = pathlib.Path(__file__).resolve().parent
corpus = here.parents[1] / "fuzz" / "corpus" / "raster"


def words(width, height, most, seed):
    """Row-major invented stored values 0..most: a gradient with noise from a linear congruential generator."""
    state, values = seed, []
    for i in range(width * height):
        state = (state * 1664525 + 1013904223) % 2**32
        values.append(((i % width) * most // (2 * width) + state // 2**16 * most // (2 * 65535)))
    return np.array(values, np.int64).reshape(height, width)


def plane(width, height, seed):
    return (words(width, height, 4095, seed) / 4095).astype(np.float32)


def resized():
    for w, h, new_w, new_h in [(13, 9, 5, 4), (6, 5, 11, 8), (9, 7, 9, 3), (31, 3, 4, 5), (1, 2, 3, 1)]:
        image = plane(w, h, 7)
        tensor = torch.from_numpy(image)[None, None]
        size = (new_h, new_w)
        for mode, pil in (("bilinear", Image.BILINEAR), ("bicubic", Image.BICUBIC)):
            yield mode, True, (w, h), np.asarray(Image.fromarray(image).resize((new_w, new_h), pil))
            result = torch.nn.functional.interpolate(tensor, size=size, mode=mode, align_corners=False)
            yield mode, False, (w, h), result[0, 0].numpy()
        result = torch.nn.functional.interpolate(tensor, size=size, mode="nearest-exact")
        yield "nearest", True, (w, h), result[0, 0].numpy()
        if new_w <= w and new_h <= h:
            yield "area", True, (w, h), cv2.resize(image, (new_w, new_h), interpolation=cv2.INTER_AREA)


def equalised(x, inverted, recipe):
    if recipe == "mimic":
        x = x - x.min()
        level = (x / x.max() * 255).astype(np.uint8)
    else:
        level = cv2.convertScaleAbs(x, alpha=255.0 / x.max())
    if inverted:
        level = cv2.bitwise_not(level)
    return level if recipe == "vindr" and x.max() <= 255 else cv2.equalizeHist(level)


def array(values, form="{}"):
    lines, line = [], "    "
    for text in (form.format(v) for v in np.asarray(values).ravel().tolist()):
        if len(line) + len(text) > 110:
            lines.append(line.rstrip())
            line = "    "
        line += text + ", "
    return "{\n" + "\n".join(lines + [line.rstrip()]) + "}"


def header():
    yield "// SPDX-License-Identifier: Apache-2.0"
    yield "// Made by make_reference.py; do not edit."
    yield "#pragma once\n"
    yield '#include "image/taps.hpp"\n\n#include <string>\n#include <vector>\n'
    yield "// clang-format off"
    yield "namespace reference {\n"
    yield "using cxrval::image::Filter;\n"
    yield "struct Resized { Filter filter; bool antialias; int from_width, from_height, width, height; " \
          "std::vector<double> values; };"
    yield "inline const std::vector<Resized> resized = {"
    for mode, antialias, (w, h), result in resized():
        yield (f"  {{Filter::{mode}, {str(antialias).lower()}, {w}, {h}, {result.shape[1]}, {result.shape[0]}, "
               + array(result, "{:.9g}") + "},")
    yield "};\n"
    yield "struct Levels { std::string recipe; bool inverted; int most; std::vector<int> values; };"
    yield "inline const std::vector<Levels> recipes = {"
    for most in (4095, 255, 30000):
        x = words(12, 9, most, 3).astype(np.uint16)
        for recipe in ("chexpert", "mimic", "vindr"):
            for inverted in (False, True):
                yield (f'  {{"{recipe}", {str(inverted).lower()}, {most}, '
                       + array(equalised(x, inverted, recipe)) + "},")
    yield "};\n"
    low, high = np.percentile(words(12, 9, 4095, 3), [1, 99])
    yield f"inline const double percentile_1 = {low!r};\ninline const double percentile_99 = {high!r};\n"
    yield "struct Median { int size; std::vector<double> values; };"
    yield "inline const std::vector<Median> medians = {"
    for size in (3, 5):
        yield f"  {{{size}, " + array(cv2.medianBlur(plane(11, 7, 5), size), "{:.9g}") + "},"
    yield "};\n"
    yield "struct Clahe { double clip; int tiles, width, height; std::vector<int> values; };"
    yield "inline const std::vector<Clahe> clahes = {"
    for clip, tiles, w, h in [(2, 4, 16, 12), (40, 4, 17, 12), (0, 2, 9, 7), (30000, 2, 9, 7)]:
        image = words(w, h, 65535, 9).astype(np.uint16)
        yield (f"  {{{clip}, {tiles}, {w}, {h}, "
               + array(cv2.createCLAHE(clip, (tiles, tiles)).apply(image)) + "},")
    yield "};\n"
    yield "// Images of the corpus and what PIL's convert(\"L\") (of 16 bits: the words) makes of them."
    yield "struct Raster { std::string file; int width, height, bits; std::vector<int> values; };"
    yield "inline const std::vector<Raster> rasters = {"
    for name, bits, result in rasters():
        yield f'  {{"{name}", {result.shape[1]}, {result.shape[0]}, {bits}, ' + array(result) + "},"
    yield "};\n"
    yield "}  // namespace reference"


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def write_png(name, image, depth, interlaced=False):
    """Greyscale of any depth, for what PIL and OpenCV do not write."""
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    data = b""
    for x, y, dx, dy in passes if interlaced else [(0, 0, 1, 1)]:
        for row in image[y::dy, x::dx] if image[:, x::dx].size else []:
            bits = "".join(format(v, f"0{depth}b") for v in row.tolist())
            bits += "0" * (-len(bits) % 8)
            data += b"\0" + int(bits, 2).to_bytes(len(bits) // 8, "big")
    head = struct.pack(">IIBBBBB", image.shape[1], image.shape[0], depth, 0, 0, 0, int(interlaced))
    (corpus / name).write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(data))
                                + chunk(b"IEND", b""))
    return image


def rasters():
    grey = words(9, 5, 255, 1).astype(np.uint8)
    rgb = np.stack([words(9, 5, 255, seed) for seed in (1, 2, 3)], -1).astype(np.uint8)
    wide = words(7, 4, 65535, 1).astype(np.uint16)

    def save(name, image, **how):
        image.save(corpus / name, **how)
        return np.asarray(Image.open(corpus / name).convert("L"))

    yield "grey8.png", 8, save("grey8.png", Image.fromarray(grey))
    yield "rgb8.png", 8, save("rgb8.png", Image.fromarray(rgb))
    yield "equal_rgb8.png", 8, save("equal_rgb8.png", Image.fromarray(np.stack([grey] * 3, -1)))
    full = np.full(grey.shape, 255, np.uint8)
    yield "rgba8.png", 8, save("rgba8.png", Image.fromarray(np.dstack([rgb, full])))
    yield "grey_alpha8.png", 8, save("grey_alpha8.png", Image.fromarray(np.dstack([grey, full]), "LA"))
    yield "palette.png", 8, save("palette.png", Image.fromarray(rgb).quantize(16))
    one = Image.fromarray(grey).convert("1", dither=Image.NONE)
    one.save(corpus / "grey1.png")
    yield "grey1.png", 1, np.asarray(one).astype(int)
    cv2.imwrite(str(corpus / "grey16.png"), wide)
    yield "grey16.png", 16, wide
    twelve = words(7, 4, 4095, 1).astype(np.uint16)
    cv2.imwrite(str(corpus / "twelve_in_16.png"), twelve)
    yield "twelve_in_16.png", 16, twelve
    for depth in (2, 4):
        yield f"grey{depth}.png", depth, write_png(f"grey{depth}.png", words(9, 5, 2**depth - 1, 4), depth)
    yield "interlaced.png", 8, write_png("interlaced.png", grey, 8, True)
    yield "interlaced16.png", 16, write_png("interlaced16.png", wide, 16, True)
    smooth = np.clip(np.arange(20 * 18).reshape(18, 20) * 255 // 360, 0, 255).astype(np.uint8)
    yield "grey.jpg", 8, save("grey.jpg", Image.fromarray(smooth), quality=90)
    yield "progressive.jpg", 8, save("progressive.jpg", Image.fromarray(smooth), quality=90, progressive=True)
    colour = Image.fromarray(np.dstack([smooth, smooth[::-1], smooth[:, ::-1]]))
    colour.save(corpus / "colour.jpg", quality=90)
    opened = Image.open(corpus / "colour.jpg")
    opened.draft("L", opened.size)  # libjpeg's own Y
    yield "colour.jpg", 8, np.asarray(opened)
    # Faults, without values.
    clear = np.full(grey.shape, 255, np.uint8)
    clear[2, 3] = 254
    Image.fromarray(np.dstack([rgb, clear])).save(corpus / "transparent.png")
    Image.fromarray(rgb).save(corpus / "transparent_colour.png", transparency=tuple(rgb[0, 0].tolist()))
    Image.fromarray(grey).save(corpus / "transparent_grey.png", transparency=int(grey[1, 1]))
    Image.fromarray(rgb).quantize(16).save(corpus / "transparent_entry.png", transparency=0)
    for name, w, h in (("huge_claim.png", 2**31 - 1, 2**31 - 1), ("large_claim.png", 11585, 11585)):
        bytes_ = (corpus / "grey8.png").read_bytes()
        head = struct.pack(">II", w, h) + bytes_[24:29]
        (corpus / name).write_bytes(bytes_[:8] + chunk(b"IHDR", head) + bytes_[33:])
    jpeg = (corpus / "progressive.jpg").read_bytes()
    frame = jpeg.index(b"\xff\xc2") + 5
    (corpus / "large_claim.jpg").write_bytes(jpeg[:frame] + struct.pack(">HH", 11585, 11585) + jpeg[frame + 4:])
    Image.fromarray(np.dstack([rgb, grey])).convert("RGB").convert("CMYK").save(corpus / "cmyk.jpg")


(here / "reference.hpp").write_text("\n".join(header()) + "\n")
