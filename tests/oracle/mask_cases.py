# SPDX-License-Identifier: Apache-2.0
"""eval-masks beside counted pixels: mask_cases.py [--control] EVAL_MASKS CASES.

CASES/mask_iou_dice holds input.csv (masks as rows of bits) and expected.json (values with tolerances, and the values
that wrong tools give). The masks are given as run-length codes of every form, and as boxes of single pixels. Without
that folder the test says so and is skipped. --control puts one expectation wrong, and must fail."""
import csv
import io
import sys

from reference_case import Case, run_cases


class MaskCase(Case):
    def __init__(self, tool, folder, control):
        super().__init__(tool, folder, control)
        self.masks = {}
        for row in csv.DictReader((folder / "input.csv").open()):
            self.masks.setdefault((row["image_id"], row["mask"]), []).append([int(bit) for bit in row["bits"]])
        self.images = sorted({image for image, _ in self.masks})

    def run(self, scratch, write, format_name, *more):
        files = {}
        for side in ("gt", "pred"):
            files[side] = scratch / f"{side}.csv"
            files[side].write_text(write({image: self.masks[image, side] for image in self.images}))
        rows, columns = len(self.masks[self.images[0], "gt"]), len(self.masks[self.images[0], "gt"][0])
        listed = scratch / "images.csv"
        listed.write_text("sop_uid,rows,columns\n" + "".join(f"{image},{rows},{columns}\n" for image in self.images))
        each = scratch / "each.csv"
        text = self.output("--resamples", "500", "--truth", files["gt"], "--truth-format", format_name,
                           "--masks-format", format_name, "--images", listed, "--per-image", each, *more, files["pred"])
        return ({row["measure"]: row for row in csv.DictReader(io.StringIO(text))},
                {row["sop_uid"]: row for row in csv.DictReader(each.open())})


def down_columns(mask):
    return [row[x] for x in range(len(mask[0])) for row in mask]


def coco(mask):
    counts, value = [0], 0
    for pixel in down_columns(mask):
        if pixel != value:
            value = pixel
            counts.append(0)
        counts[-1] += 1
    return " ".join(map(str, counts))


def runs(mask):
    pixels = down_columns(mask)
    starts = [i for i, pixel in enumerate(pixels) if pixel and (i == 0 or not pixels[i - 1])]
    return [(start, next(i for i in range(start, len(pixels) + 1) if i == len(pixels) or not pixels[i]) - start)
            for start in starts]


def kaggle(mask):
    return " ".join(f"{start + 1} {length}" for start, length in runs(mask))


def siim(mask):
    end, words = 0, []
    for start, length in runs(mask):
        words.append(f"{start - end} {length}")
        end = start + length
    return " ".join(words) or "-1"


def codes(form):
    return lambda masks: "sop_uid,rle\n" + "".join(f"{image},{form(mask)}\n" for image, mask in masks.items())


def boxes(masks):
    return "sop_uid,class,x_min,y_min,x_max,y_max\n" + "".join(
        f"{image},a,{x},{y},{x + 1},{y + 1}\n" for image, mask in masks.items() for y, row in enumerate(mask)
        for x, pixel in enumerate(row) if pixel)


FORMATS = {"rle-coco": codes(coco), "rle-kaggle": codes(kaggle), "rle-siim": codes(siim), "boxes": boxes}


def check(case, scratch):
    for format_name, write in FORMATS.items():
        found, each = case.run(scratch, write, format_name)
        for image in case.images:
            for key in ("intersection", "union", "iou", "dice"):
                case.same(f"{format_name} {image} {key}", each[image][key], f"per_image/{image}/{key}")
        for measure, name in {"mean_iou": "mean_iou_defined", "mean_dice": "mean_dice_defined",
                              "pooled_iou": "pooled_iou", "pooled_dice": "pooled_dice"}.items():
            case.same(f"{format_name} {measure}", found[measure]["estimate"], name)
        case.same(f"{format_name} defined", found["mean_iou"]["defined"], "n_defined")
        for name in case.known["alternatives"]:
            case.not_the(name, found["mean_dice" if "dice" in name else "mean_iou"]["estimate"], name)
    # What others do without a word has a name here.
    others = {name: value["value"] for name, value in case.known["alternatives"].items()}
    one, _ = case.run(scratch, FORMATS["rle-coco"], "rle-coco", "--both-empty", "one")
    case.near("both empty is 1, IoU", one["mean_iou"]["estimate"], others["mean_iou_both_empty_as_1"], 1e-12)
    case.near("both empty is 1, Dice", one["mean_dice"]["estimate"], others["mean_dice_both_empty_as_1"], 1e-12)
    skipped, _ = case.run(scratch, FORMATS["rle-coco"], "rle-coco", "--empty-truth", "undefined")
    case.near("empty truth left out", skipped["mean_dice"]["estimate"], others["mean_dice_empty_truth_skipped"], 1e-12)


if __name__ == "__main__":
    sys.exit(run_cases({"mask_iou_dice": check}, MaskCase))
