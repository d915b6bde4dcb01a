# SPDX-License-Identifier: Apache-2.0
"""A detector's outputs for one image as lesions, in plain Python: layouts yolo, torchvision and efficientdet with hard
or no suppression (docs/formats.md). Slow and obvious; reference.py uses it."""

import numpy

RATIOS = ((1.0, 1.0), (1.4, 0.7), (0.7, 1.4))


def anchors(width: int, height: int) -> numpy.ndarray:
    """N x 4: centre x, centre y, width, height in input pixels."""
    rows = []
    for level in range(3, 8):
        stride = 2 ** level
        for row in range(height // stride):
            for column in range(width // stride):
                for octave in range(3):
                    side = 4 * stride * 2 ** (octave / 3)
                    rows += [((column + 0.5) * stride, (row + 0.5) * stride, side * w, side * h) for w, h in RATIOS]
    return numpy.array(rows)


def efficientdet(outputs, manifest: dict) -> list:
    logits, regressions = (tensor[0].double().numpy() for tensor in outputs)
    given, output = manifest["input"], manifest["output"]
    x, y, width, height = anchors(given["width"], given["height"]).T
    ty, tx, th, tw = regressions.T
    x, y, width, height = tx * width + x, ty * height + y, numpy.exp(tw) * width, numpy.exp(th) * height
    boxes = numpy.stack([x - width / 2, y - height / 2, x + width / 2, y + height / 2], 1)
    best = numpy.argsort(-logits, axis=None, kind="stable")[:output.get("candidates", 5000)]
    scores = 1 / (1 + numpy.exp(-logits.ravel()[best]))
    classes = logits.shape[1]
    return [(index % classes, score, boxes[index // classes]) for index, score in zip(best, scores)]


def yolo(outputs, manifest: dict) -> list:
    rows = (outputs[0] if isinstance(outputs, (tuple, list)) else outputs)[0].double().numpy()
    corners = numpy.concatenate([rows[:, :2] - rows[:, 2:4] / 2, rows[:, :2] + rows[:, 2:4] / 2], 1)
    return [(index, row[4] * chance, box) for row, box in zip(rows, corners) for index, chance in enumerate(row[5:])]


def torchvision(outputs, manifest: dict) -> list:
    boxes, labels, scores = (tensor[0].double().numpy() for tensor in outputs)
    first = manifest["output"].get("first_label", 1)
    return [(int(label) - first, score, box) for label, score, box in zip(labels, scores, boxes)]


def iou(a: numpy.ndarray, b: numpy.ndarray) -> float:
    sides = numpy.minimum(a[2:], b[2:]) - numpy.maximum(a[:2], b[:2])
    shared = sides.prod() if (sides > 0).all() else 0.0
    whole = (a[2:] - a[:2]).prod() + (b[2:] - b[:2]).prod() - shared
    return shared / whole if whole > 0 else 0.0


def suppressed(found: list, output: dict) -> list:
    most = output.get("max_boxes", 100)
    found = sorted(found, key=lambda lesion: (-lesion[1], lesion[0], *lesion[2]))
    if output.get("suppression", "hard") == "none":
        return found[:most]
    if output.get("suppression", "hard") != "hard":
        raise ValueError("suppression: only hard and none are done here")
    kept = []
    for lesion in found:
        rivals = (k for k in kept if output.get("class_agnostic", False) or k[0] == lesion[0])
        if len(kept) < most and all(iou(lesion[2], rival[2]) <= output["iou_threshold"] for rival in rivals):
            kept.append(lesion)
    return kept


def decode(outputs, manifest: dict, size: tuple) -> list:
    """size: width and height of the original image, which was stretched to the input."""
    given, output = manifest["input"], manifest["output"]
    layouts = {"efficientdet": efficientdet, "yolo": yolo, "torchvision": torchvision}
    scale = numpy.array([size[0] / given["width"], size[1] / given["height"]] * 2)
    found = []
    for index, score, box in layouts[output["layout"]](outputs, manifest):
        score = float(str(numpy.float32(score)))  # as it is written
        box = numpy.clip(box * scale, 0, [*size, *size])
        if score > output["score_threshold"] and (box[2:] > box[:2]).all():
            found.append((index, score, box))
    return [(output["classes"][index], numpy.float32(score), *(f"{corner:.2f}" for corner in box))
            for index, score, box in suppressed(found, output)]
