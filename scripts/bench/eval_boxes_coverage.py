# SPDX-License-Identifier: Apache-2.0
"""How often the intervals of eval-boxes hold the truth: eval_boxes_coverage.py EVAL_BOXES [SAMPLES [IMAGES]].

Samples of IMAGES (default 300) are drawn from an invented population of three classes, of which the rarest stands on
one image of fifty; the truth is that of 200,000 images. Prints for each measure the share of SAMPLES (default 1000)
whose 95% interval of 1,000 resamples holds it, and of those without an interval."""
import csv
import io
import pathlib
import random
import subprocess
import sys
import tempfile

SHARES = {"common": 0.3, "rare": 0.06, "rarest": 0.02}


def write(folder, images, dice):
    with (folder / "images.csv").open("w") as listed, (folder / "truth.csv").open("w") as truth, \
            (folder / "boxes.csv").open("w") as found:
        listed.write("sop_uid\n")
        truth.write("sop_uid,class,x_min,y_min,x_max,y_max\n")
        found.write("sop_uid,class,score,x_min,y_min,x_max,y_max\n")
        for image in range(images):
            listed.write(f"{image}\n")
            for name, share in SHARES.items():
                if dice.random() < share:
                    for lesion in range(dice.choice((1, 1, 2))):
                        box = f"{200 * lesion},0,{200 * lesion + 100},100"
                        truth.write(f"{image},{name},{box}\n")
                        if dice.random() < 0.7:
                            found.write(f"{image},{name},{dice.betavariate(4, 2)},{box}\n")
                while dice.random() < 0.2:
                    found.write(f"{image},{name},{dice.betavariate(1, 3)},500,500,600,{dice.randint(550, 650)}\n")


def evaluate(tool, folder, resamples):
    done = subprocess.run([tool, "--quiet", "--resamples", str(resamples), "--fp-rates", "0.125,1", "--truth",
                           str(folder / "truth.csv"), "--images", str(folder / "images.csv"), str(folder / "boxes.csv")],
                          capture_output=True, text=True, check=True)
    return {(row["measure"], row["group"]): row for row in csv.DictReader(io.StringIO(done.stdout))}


def main(tool, samples=1000, images=300):
    dice = random.Random(5)
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        write(folder, 200_000, dice)
        truth = {key: float(row["estimate"]) for key, row in evaluate(tool, folder, 1).items()}
        held, without = dict.fromkeys(truth, 0), dict.fromkeys(truth, 0)
        for _ in range(samples):
            write(folder, images, dice)
            rows = evaluate(tool, folder, 1000)
            for key, value in truth.items():
                if key not in rows or rows[key]["low"] == "":
                    without[key] += 1
                elif float(rows[key]["low"]) <= value <= float(rows[key]["high"]):
                    held[key] += 1
    for key, value in truth.items():
        known = samples - without[key]
        print(f"{key[0]} {key[1]}: truth {value:.4f}, held {100 * held[key] / max(known, 1):.1f}%, "
              f"without an interval {100 * without[key] / samples:.1f}%")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
