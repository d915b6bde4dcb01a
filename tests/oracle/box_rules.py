# SPDX-License-Identifier: Apache-2.0
"""eval-boxes beside the rules of COCO and PASCAL VOC on random small sets: box_rules.py [--control] EVAL_BOXES.

The rules are written down here slowly, one detection after the other. Where
pycocotools is installed it is asked too. --control puts one number wrong, and must fail."""
import csv
import io
import json
import math
import pathlib
import random
import subprocess
import sys
import tempfile

CLASSES = ["Cardiomegaly", "Mass", "Nodule"]
SETS = 200
IOUS = [number / 100 for number in range(50, 100, 5)]


def iou(a, b, more=0.0, crowd=False):
    width = min(a[2], b[2]) - max(a[0], b[0]) + more
    height = min(a[3], b[3]) - max(a[1], b[1]) + more
    if width <= 0 or height <= 0:
        return 0.0
    area = lambda box: (box[2] - box[0] + more) * (box[3] - box[1] + more)
    common = width * height
    return common / (area(a) if crowd else area(a) + area(b) - common)


def random_set(dice, tied):
    """Corners are whole, so that IoUs at a threshold and equal IoUs are common; scores all differ, or are tenths. Images
    are numbers of one to three digits, whose order is another one as text."""
    images = [str(number) for number in dice.sample(range(1, 200), dice.randint(1, 6))]

    def box():
        x, y = dice.randint(0, 12), dice.randint(0, 12)
        return (x, y, x + dice.randint(1, 10), y + dice.randint(1, 10))

    truth = [(dice.choice(images), dice.choice(CLASSES), box(), dice.random() < 0.1) for _ in range(dice.randint(0, 14))]
    truth = list({each[:3]: each for each in truth}.values())
    found = []
    for _ in range(dice.randint(0, 30)):
        near = dice.choice(truth) if truth and dice.random() < 0.6 else None
        corners = tuple(side + dice.randint(-1, 1) for side in near[2]) if near else box()
        if corners[0] < corners[2] and corners[1] < corners[3]:
            found.append((near[0] if near else dice.choice(images), near[1] if near else dice.choice(CLASSES), corners))
    scores = dice.choices(range(0, 1000, 100), k=len(found)) if tied else dice.sample(range(1000), len(found))
    return images, truth, [(*each, score / 1000) for each, score in zip(found, scores)]


def by_score(found):
    """Python sorts stably, as NumPy's mergesort and MATLAB's sort do: equal scores stay in their order."""
    return sorted(found, key=lambda each: -each[3])


def coco_flags(images, truth, found, threshold, most):
    """(score, hit) of the detections of one class that count, and the number of its truths: image by image in the order
    of the ids, there in the order of the file; of equal IoUs the last in the file, crowds behind all others."""
    flags = []
    for image in sorted(images, key=int):
        here = by_score([each for each in found if each[0] == image])[:most]
        real = sorted((each for each in truth if each[0] == image), key=lambda each: each[3])
        taken = set()
        for detection in here:
            best, match = min(threshold, 1 - 1e-10), None
            for number, target in enumerate(real):
                if number in taken and not target[3]:
                    continue
                if match is not None and not real[match][3] and target[3]:
                    break
                overlap = iou(detection[2], target[2], crowd=target[3])
                if overlap < best:
                    continue
                best, match = overlap, number
            if match is not None:
                taken.add(match)
            if match is None or not real[match][3]:
                flags.append((detection[3], match is not None))
    return sorted(flags, key=lambda flag: -flag[0]), sum(not each[3] for each in truth)


def voc_flags(truth, found, threshold, above, more):
    """All detections of a class in falling order of score, equal ones and truths of equal IoU as they are given."""
    flags, taken = [], set()
    for detection in by_score(found):
        best, match = 0.0, None
        for number, target in enumerate(truth):
            if target[0] == detection[0]:
                overlap = iou(detection[2], target[2], more)
                if overlap > best:
                    best, match = overlap, number
        hit = match is not None and match not in taken and (best > threshold if above else best >= threshold)
        if hit:
            taken.add(match)
        flags.append((detection[3], hit))
    return flags, len(truth)


def precision_recall(flags, lesions, together=False):
    """Behind each detection, or where a score ends."""
    points, hits = [], 0
    for count, (score, hit) in enumerate(flags, 1):
        hits += hit
        if not together or count == len(flags) or flags[count][0] != score:
            points.append((hits / lesions, hits / count))
    return points


def all_point(flags, lesions, together=False):
    points = precision_recall(flags, lesions, together)
    area, before = 0.0, 0.0
    for recall in sorted({point[0] for point in points if point[0] > 0}):
        area += (recall - before) * max(precision for reached, precision in points if reached >= recall)
        before = recall
    return area


def coco_101(flags, lesions):
    points = precision_recall(flags, lesions)
    at = lambda recall: max((precision for reached, precision in points if reached >= recall), default=0.0)
    return math.fsum(at(i * 0.01) for i in range(101)) / 101


class Check:
    def __init__(self, tool, scratch, control):
        self.tool, self.scratch, self.control = tool, scratch, control
        self.checks, self.failures = 0, []

    def run(self, *arguments):
        done = subprocess.run([self.tool, "--quiet", "--resamples", "1", *arguments], capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{arguments}: exit {done.returncode}\n{done.stderr}")
        rows = csv.DictReader(io.StringIO(done.stdout))
        return {(row["measure"], row["group"]): row["estimate"] for row in rows}

    def near(self, what, number, value):
        self.checks += 1
        if self.control and value is not None:
            value, self.control = value + 1, False
        same = number == "" if value is None else number not in ("", None) and abs(float(number) - value) < 1e-12
        if not same:
            self.failures.append(f"{what}: {number}, expected {value}")

    def tables(self, images, truth, found):
        named = {"images.csv": [["sop_uid"]] + [[image] for image in images],
                 "truth.csv": [["sop_uid", "class", "x_min", "y_min", "x_max", "y_max"]] +
                              [[image, name, *box] for image, name, box, _ in truth],
                 "boxes.csv": [["sop_uid", "class", "score", "x_min", "y_min", "x_max", "y_max"]] +
                              [[image, name, score, *box] for image, name, box, score in found]}
        for name, rows in named.items():
            with (self.scratch / name).open("w", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows(rows)
        return ["--truth", str(self.scratch / "truth.csv"), "--images", str(self.scratch / "images.csv"),
                str(self.scratch / "boxes.csv")]

    def coco_files(self, images, truth, found):
        number = {image: int(image) for image in images}
        corner = lambda box: [box[0], box[1], box[2] - box[0], box[3] - box[1]]
        truths = {"images": [{"id": i, "width": 50, "height": 50, "file_name": image} for image, i in number.items()],
                  "categories": [{"id": i, "name": name} for i, name in enumerate(CLASSES)],
                  "annotations": [{"id": i + 1, "image_id": number[image], "category_id": CLASSES.index(name),
                                   "bbox": corner(box), "area": corner(box)[2] * corner(box)[3], "iscrowd": int(crowd)}
                                  for i, (image, name, box, crowd) in enumerate(truth)]}
        results = [{"image_id": number[image], "category_id": CLASSES.index(name), "bbox": corner(box), "score": score}
                   for image, name, box, score in found]
        (self.scratch / "truth.json").write_text(json.dumps(truths))
        (self.scratch / "boxes.json").write_text(json.dumps(results))
        return ["--truth-format", "coco", "--boxes-format", "coco", "--truth", str(self.scratch / "truth.json"),
                str(self.scratch / "boxes.json")]

    def coco(self, images, truth, found):
        rows = self.run("--preset", "coco", "--max-detections", "4", *self.coco_files(images, truth, found))
        every = []
        for name in CLASSES:
            of_class = lambda boxes: [each for each in boxes if each[1] == name]
            if not of_class(truth) and not of_class(found):
                continue
            precisions = []
            for threshold in IOUS:
                flags, lesions = coco_flags(images, of_class(truth), of_class(found), threshold, 4)
                precisions.append(coco_101(flags, lesions) if lesions else None)
                self.near(f"coco {name} at {threshold}", rows[(f"ap@{threshold:g}", "class=" + name)], precisions[-1])
            every += [each for each in precisions if each is not None]
        if rows:
            self.near("coco", rows[("map@0.5:0.95", "all")], math.fsum(every) / len(every) if every else None)

    def voc(self, images, truth, found):
        truth = [(*each[:3], False) for each in truth]
        tables = self.tables(images, truth, found)
        voc = self.run("--preset", "voc", "--iou", "0.4", *tables)
        vinbigdata = self.run("--preset", "vinbigdata", *tables)
        for name in {each[1] for each in truth}:
            real, mine = ([each for each in boxes if each[1] == name] for boxes in (truth, found))
            flags = voc_flags(real, mine, 0.4, False, 1.0)
            self.near(f"voc {name}", voc[("ap@0.4", "class=" + name)], all_point(*flags))
            # Equal scores together: whatever the order of rows, and of truths of equal IoU the first by corners.
            flags = voc_flags(sorted(real, key=lambda each: each[2]), sorted(mine, key=lambda each: each[2]), 0.4, True, 0.0)
            self.near(f"vinbigdata {name}", vinbigdata[("ap@0.4", "class=" + name)], all_point(*flags, together=True))

    def equal_ious(self):
        """The first detection lies between two truths; the second fits the left one alone, and is a hit where the first
        has not taken that. COCO takes the last of the file, VOC the first."""
        left, right = ("1", "Mass", (0, 0, 10, 10), False), ("1", "Mass", (10, 0, 20, 10), False)
        found = [("1", "Mass", (5, 0, 15, 10), 0.9), ("1", "Mass", (0, 0, 10, 10), 0.8)]
        for truth, coco, voc in ([left, right], 1, 0.5), ([right, left], 51 / 101, 1):
            rows = self.run("--preset", "coco", "--iou", "0.3", *self.coco_files(["1"], truth, found))
            self.near("coco, equal IoUs", rows[("ap@0.3", "class=Mass")], coco)
            flags = coco_flags(["1"], truth, found, 0.3, 100)
            self.near("coco, equal IoUs, slowly", str(coco_101(*flags)), coco)
            rows = self.run("--preset", "voc", "--iou", "0.3", *self.tables(["1"], truth, found))
            self.near("voc, equal IoUs", rows[("ap@0.3", "class=Mass")], voc)

    def pycocotools(self):
        try:
            from pycocotools.coco import COCO
            from pycocotools.cocoeval import COCOeval
        except ImportError:
            return "pycocotools is not installed"
        truth = COCO(str(self.scratch / "truth.json"))
        evaluation = COCOeval(truth, truth.loadRes(str(self.scratch / "boxes.json")), "bbox")
        evaluation.params.maxDets = [1, 2, 4]
        evaluation.evaluate()
        evaluation.accumulate()
        found = evaluation.eval["precision"][:, :, :, 0, 2]
        rows = self.run("--preset", "coco", "--max-detections", "4", "--truth-format", "coco", "--boxes-format", "coco",
                        "--truth", str(self.scratch / "truth.json"), str(self.scratch / "boxes.json"))
        self.near("pycocotools", rows[("map@0.5:0.95", "all")], float(found[found > -1].mean()))
        return "beside pycocotools too"


def main(tool, control):
    dice = random.Random(7)
    with tempfile.TemporaryDirectory() as scratch:
        check = Check(tool, pathlib.Path(scratch), control)
        for number in range(1 if control else 2 * SETS):
            some = random_set(dice, number >= SETS)
            check.coco(*some)
            check.voc(*some)
        check.equal_ious()
        more = check.pycocotools()
    for failure in check.failures[:20]:
        print("FAILED " + failure)
    print(f"{check.checks} checks on {SETS} sets and {SETS} with equal scores, {len(check.failures)} failed; {more}")
    return 1 if check.failures or not check.checks else 0


if __name__ == "__main__":
    wrong = sys.argv[1] == "--control"
    status = main(sys.argv[1 + wrong], wrong)
    sys.exit(int(status == 0) if wrong else status)
