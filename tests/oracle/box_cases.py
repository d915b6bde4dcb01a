# SPDX-License-Identifier: Apache-2.0
"""eval-boxes beside numbers of published tools: box_cases.py [--control] EVAL_BOXES CASES.

CASES holds folders with gt.csv, det.csv, images.csv and expected.json (values with tolerances, and the values that
wrong tools give). Without that folder the test says so and is skipped. --control puts one expectation wrong, and must
fail."""
import csv
import io
import sys

from reference_case import Case, run_cases

COLUMNS = [word for ours, theirs in [("sop_uid", "image_id"), ("x_min", "x1"), ("y_min", "y1"), ("x_max", "x2"),
                                     ("y_max", "y2")] for word in ("--map", f"{ours}={theirs}")]


class BoxCase(Case):
    def run(self, *arguments):
        return list(csv.DictReader(io.StringIO(self.output("--resamples", "200", *arguments))))

    def evaluate(self, *arguments, boxes=None):
        return self.run("--truth", str(self.folder / "gt.csv"), "--images", str(self.folder / "images.csv"), *COLUMNS,
                        *arguments, str(boxes or self.folder / "det.csv"))

    def holds(self, what, number, expected):
        self.near(what, number, expected["value"], expected["abs_tol"])

    def is_not(self, what, number, wrong):
        self.checks += 1
        if abs(float(number) - wrong["value"]) < 1e-7:
            self.failures.append(f"{what}: {number} is what a wrong tool gives")


def row_of(rows, measure, all_classes=False):
    found = [row for row in rows if row["measure"] == measure and (row["group"] == "all") == all_classes]
    return found[0]


WAYS = {"ap_voc_all_point": "all-point", "ap_voc_11_point": "11-point", "ap_coco_101_point": "coco-101"}


def average_precision(case, scratch):
    expected, wrong = case.known["expected"], case.known["alternatives"]
    for name, way in WAYS.items():
        if name not in expected:
            continue
        for matching in ("best", "free"):
            rows = case.evaluate("--iou", "0.4", "--interpolation", way, "--matching", matching)
            ap = row_of(rows, "ap@0.4")
            case.holds(way, ap["estimate"], expected[name])
            case.near("mAP of one class", row_of(rows, "map@0.4", True)["estimate"], float(ap["estimate"]), 0)
            for other, value in wrong.items():
                case.is_not(f"{way} is not {other}", ap["estimate"], value)
            for count in ("tp", "fp", "fn"):
                if count in expected:
                    case.holds(count, ap[count], expected[count])
    if "ap_uninterpolated_step" in wrong:
        ap = row_of(case.evaluate("--interpolation", "none"), "ap@0.4")
        case.holds("no interpolation", ap["estimate"], wrong["ap_uninterpolated_step"])
    above = row_of(case.evaluate("--preset", "vinbigdata"), "ap@0.4")["estimate"]
    if case.folder.name == "ap40_allpoint_small":
        case.is_not("an IoU of 0.4 is not above it", above, expected["ap_voc_all_point"])
    else:
        case.holds("vinbigdata", above, expected["ap_voc_all_point"])


def row_order(case, scratch):
    average_precision(case, scratch)
    lines = (case.folder / "det.csv").read_text().splitlines()
    before = case.evaluate()
    for turn in range(1, len(lines) - 1):
        turned = scratch / "turned.csv"
        turned.write_text("\n".join(lines[:1] + lines[1 + turn:] + lines[1:1 + turn]) + "\n")
        case.checks += 1
        if case.evaluate(boxes=turned) != before:
            case.failures.append("the order of rows matters")


def froc(case, scratch):
    expected, wrong = case.known["expected"], case.known["alternatives"]
    rates = list(expected["sens_at_fppi"])
    rows = case.evaluate("--fp-rates", ",".join(rates))
    for all_classes in (True, False):
        for rate in rates:
            found = row_of(rows, "froc_sensitivity@" + rate, all_classes)
            case.holds("sensitivity at " + rate, found["estimate"], expected["sens_at_fppi"][rate])
            abnormal_only = wrong["denominator_only_abnormal_images"][rate]
            if abnormal_only["value"] != expected["sens_at_fppi"][rate]["value"]:
                case.is_not("sensitivity at " + rate, found["estimate"], abnormal_only)
        case.holds("mean", row_of(rows, "froc_mean", all_classes)["estimate"], expected["froc_mean"])
    case.holds("lesions", rows[0]["truths"], expected["n_lesions"])
    case.holds("images", rows[0]["images"], expected["n_images"])


def map_17_table(case, scratch):
    """A thousand images with a box of each class, of which as many are found as give the printed AP."""
    printed = list(csv.DictReader((case.folder / "input.csv").open()))
    images, truth, boxes = ["sop_uid"], ["sop_uid,class,x_min,y_min,x_max,y_max"], ["sop_uid,class,score,x_min,y_min,x_max,y_max"]
    for image in range(1000):
        images.append(f"i{image}")
        for row in printed:
            truth.append(f"i{image},{row['class']},0,0,10,10")
            if image < round(1000 * float(row["ap40"])):
                boxes.append(f"i{image},{row['class']},0.5,0,0,10,10")
    for name, lines in (("images", images), ("truth", truth), ("boxes", boxes)):
        (scratch / name).write_text("\n".join(lines) + "\n")
    rows = case.run("--truth", str(scratch / "truth"), "--images", str(scratch / "images"), "--iou", "0.4", str(scratch / "boxes"))
    found = row_of(rows, "map@0.4", True)["estimate"]
    case.near("mAP", found, case.known["expected"]["map"]["value"], 1e-12)
    case.holds("mAP as printed", str(round(float(found), 3)), case.known["expected"]["map_rounded_3"])
    by_class = [row for row in rows if row["measure"] == "ap@0.4"]
    case.holds("classes", str(len(by_class)), case.known["expected"]["n"])
    for row in printed:
        ap = next(each for each in by_class if each["group"] == "class=" + row["class"])
        case.near(row["class"], ap["estimate"], float(row["ap40"]), 1e-12)


CASES = {"ap40_allpoint_small": average_precision, "ap40_normal_images": average_precision,
         "ap40_row_order": row_order, "froc_small": froc, "map_17_table": map_17_table}


if __name__ == "__main__":
    sys.exit(run_cases(CASES, BoxCase))
