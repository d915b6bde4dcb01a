# SPDX-License-Identifier: Apache-2.0
"""Invented boxes, and AP with NumPy beside eval-boxes; for eval_boxes.sh.

eval_boxes.py tables IMAGES BOXES FOLDER   writes images.csv, truth.csv, boxes.csv
eval_boxes.py numpy FOLDER RESAMPLES       AP at 0.4 and the mean over classes with resamples of images, timed"""
import csv
import random
import resource
import sys
import time

CLASSES = [f"class {number:02}" for number in range(17)]


def tables(images, boxes, folder):
    dice = random.Random(1)
    with open(f"{folder}/images.csv", "w") as file:
        file.write("sop_uid,rows,columns\n")
        file.writelines(f"1.2.{image},2500,2000\n" for image in range(images))
    found = 0
    with open(f"{folder}/truth.csv", "w") as truth, open(f"{folder}/boxes.csv", "w") as out:
        truth.write("sop_uid,class,x_min,y_min,x_max,y_max\n")
        out.write("sop_uid,class,score,x_min,y_min,x_max,y_max\n")
        each = boxes / images
        for image in range(images):
            real = []
            if dice.random() < 0.3:
                for _ in range(dice.randint(1, 5)):
                    x, y = dice.randrange(1600), dice.randrange(2000)
                    real.append((dice.choice(CLASSES), x, y, x + dice.randint(40, 400), y + dice.randint(40, 500)))
            truth.writelines(f"1.2.{image},{name},{a},{b},{c},{d}\n" for name, a, b, c, d in real)
            for _ in range(int(each) + (dice.random() < each % 1)):
                if real and dice.random() < 0.4:
                    name, *box = dice.choice(real)
                    box = [side + dice.randint(-19, 19) for side in box]
                    score = dice.betavariate(3, 2)
                else:
                    name, x, y = dice.choice(CLASSES), dice.randrange(1600), dice.randrange(2000)
                    box = [x, y, x + dice.randint(40, 400), y + dice.randint(40, 500)]
                    score = dice.betavariate(1, 4)
                out.write(f"1.2.{image},{name},{score:.6f},{','.join(map(str, box))}\n")
                found += 1
    print(f"{images} images, {found} boxes")


def read(folder):
    import numpy as np
    with open(f"{folder}/images.csv") as file:
        number = {row["sop_uid"]: i for i, row in enumerate(csv.DictReader(file))}

    def boxes(name):
        with open(f"{folder}/{name}") as file:
            rows = list(csv.DictReader(file))
        image = np.array([number[row["sop_uid"]] for row in rows])
        group = np.array([CLASSES.index(row["class"]) for row in rows])
        corners = np.array([[float(row[side]) for side in ("x_min", "y_min", "x_max", "y_max")] for row in rows])
        score = np.array([float(row.get("score", 1)) for row in rows])
        return image, group, corners, score
    return len(number), boxes("truth.csv"), boxes("boxes.csv")


def match(found, truth):
    """Hits of one class, whose boxes are in falling order of scores."""
    import numpy as np
    image, corners = found
    truth_image, truth_corners = truth
    order = np.argsort(truth_image, kind="stable")
    truth_image, truth_corners = truth_image[order], truth_corners[order]
    begin = np.searchsorted(truth_image, image, "left")
    end = np.searchsorted(truth_image, image, "right")
    taken = np.zeros(len(truth_image), bool)
    hits = np.zeros(len(image), bool)
    for i in np.flatnonzero(end > begin):
        real = truth_corners[begin[i]:end[i]]
        width = np.minimum(corners[i, 2:], real[:, 2:]) - np.maximum(corners[i, :2], real[:, :2])
        common = np.prod(np.maximum(width, 0), axis=1)
        union = np.prod(corners[i, 2:] - corners[i, :2]) + np.prod(real[:, 2:] - real[:, :2], axis=1) - common
        best = np.argmax(common / union)
        if common[best] / union[best] >= 0.4 and not taken[begin[i] + best]:
            taken[begin[i] + best] = hits[i] = True
    return hits


def average_precision(hits, weights, lesions):
    import numpy as np
    found = np.cumsum(weights)
    true = np.cumsum(weights * hits)
    precision = np.maximum.accumulate((true / np.maximum(found, 1))[::-1])[::-1]
    return float(np.sum(weights * hits * precision)) / lesions


def with_numpy(folder, resamples):
    import numpy as np
    start = time.perf_counter()
    images, truth, found = read(folder)
    classes = []
    for group in range(len(CLASSES)):
        mine = np.flatnonzero(found[1] == group)
        mine = mine[np.argsort(-found[3][mine], kind="stable")]
        real = truth[1] == group
        hits = match((found[0][mine], found[2][mine]), (truth[0][real], truth[2][real]))
        classes.append((found[0][mine], hits, np.bincount(truth[0][real], minlength=images)))
    once = np.ones(images, np.int64)
    point = np.mean([average_precision(hits, once[image], count.sum()) for image, hits, count in classes])
    matched = time.perf_counter()
    dice = np.random.default_rng(1)
    means = []
    for _ in range(resamples):
        weights = np.bincount(dice.integers(0, images, images), minlength=images)
        means.append(np.mean([average_precision(hits, weights[image], count @ weights) for image, hits, count in classes]))
    low, high = np.quantile(means, [0.025, 0.975])
    end = time.perf_counter()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"NumPy {np.__version__}: mAP {point:.6f} ({low:.4f}, {high:.4f}); read and matched {matched - start:.2f} s, "
          f"{resamples} resamples {end - matched:.2f} s; {memory:.0f} MB")


if __name__ == "__main__":
    if sys.argv[1] == "tables":
        tables(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
    else:
        with_numpy(sys.argv[2], int(sys.argv[3]))
