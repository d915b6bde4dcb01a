# SPDX-License-Identifier: Apache-2.0
"""eval-classes beside scikit-learn on invented tables: class_averages.py [--control] EVAL_CLASSES.

Single labels and multi-label, classes of all sizes, equal scores. Without scikit-learn the test says so and is skipped.
--control moves what scikit-learn says by a thousandth, and every number must be missed."""
import csv
import io
import pathlib
import random
import subprocess
import sys
import tempfile

try:
    import numpy
    from sklearn import metrics
except ImportError:
    print("SKIPPED: no scikit-learn")
    sys.exit(77)

CONTROL = "--control" in sys.argv
TOOL = sys.argv[-1]
AVERAGES = ("macro", "micro", "weighted")
wrong = checked = 0


def near(what, number, value):
    global wrong, checked
    checked += 1
    if not abs(float(number) - (value + 0.001 * CONTROL)) <= 1e-12:
        wrong += 1
        if not CONTROL:
            print(f"{what}: {number}, scikit-learn {value}")


def evaluate(path, *options):
    done = subprocess.run([TOOL, "-q", "--resamples", "50", *options, str(path)], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{options}: exit {done.returncode}\n{done.stderr}")
    return {(row["measure"], row["group"]): row["estimate"] for row in csv.DictReader(io.StringIO(done.stdout))}


def write(path, header, rows):
    with path.open("w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def compare_averages(found, truth, predicted, names, labels=None):
    for ours, score in (("f1", metrics.f1_score), ("ppv", metrics.precision_score),
                        ("sensitivity", metrics.recall_score)):
        for average in AVERAGES:
            near(f"{average} {ours}", found[f"{average}_{ours}", "all"],
                 score(truth, predicted, average=average, labels=labels))
        for name, value in zip(names, score(truth, predicted, average=None, labels=labels)):
            near(f"{ours} of {name}", found[ours, "class=" + name], value)


def single_labels(draw, path):
    names = [f"class {letter}" for letter in "abcdef"[:draw.randint(2, 6)]]
    rows, truth, predicted, scores = [], [], [], []
    for number in range(draw.randint(60, 300)):
        kind = number % len(names) if number < 2 * len(names) else min(int(draw.expovariate(0.7)), len(names) - 1)
        row = [round(draw.random(), 2) + 0.4 * (i == kind) for i in range(len(names))]
        total = sum(row)
        row = [score / total for score in row]
        best = kind if number < len(names) else draw.choice([kind, row.index(max(row))])
        rows.append([number, names[kind], names[best], *row])
        truth.append(names[kind])
        predicted.append(names[best])
        scores.append(row)
    write(path, ["study_uid", "truth", "predicted", *("p_" + name for name in names)], rows)
    found = evaluate(path, "--classes", ",".join(names), "--prediction", "predicted", "--score-prefix", "p_")
    compare_averages(found, truth, predicted, names, names)
    near("accuracy", found["accuracy", "all"], metrics.accuracy_score(truth, predicted))
    near("kappa", found["kappa", "all"], metrics.cohen_kappa_score(truth, predicted))
    near("mcc", found["mcc", "all"], metrics.matthews_corrcoef(truth, predicted))
    compare_areas(found, numpy.array([[kind == name for name in names] for kind in truth]), numpy.array(scores), names)


def multi_label(draw, path):
    names = [f"finding{number}" for number in range(draw.randint(2, 6))]
    truth = numpy.array([[number in (i, i + 8) or draw.random() < 0.3 for i in range(len(names))]
                         for number in range(80)], int)
    scores = numpy.array([[round(min(1, draw.random() + 0.3 * held), 2) for held in row] for row in truth])
    predicted = (scores >= 0.6).astype(int)
    write(path, ["study_uid", *("truth_" + name for name in names), *("p_" + name for name in names)],
          [[number, *held, *row] for number, (held, row) in enumerate(zip(truth, scores))])
    found = evaluate(path, "--multi-label", "--classes", ",".join(names), "--score-prefix", "p_", "--threshold", "0.6")
    compare_averages(found, truth, predicted, names)
    near("exact match", found["exact_match", "all"], metrics.accuracy_score(truth, predicted))
    compare_areas(found, truth, scores, names)


def compare_areas(found, truth, scores, names):
    for average in AVERAGES:
        near(f"{average} AUC", found[f"{average}_roc_auc", "all"], metrics.roc_auc_score(truth, scores, average=average))
    for column, name in enumerate(names):
        near("AUC of " + name, found["roc_auc", "class=" + name],
             metrics.roc_auc_score(truth[:, column], scores[:, column]))


with tempfile.TemporaryDirectory() as scratch:
    for seed in range(20):
        single_labels(random.Random(seed), pathlib.Path(scratch) / "table.csv")
        multi_label(random.Random(seed), pathlib.Path(scratch) / "table.csv")
print(f"{checked} numbers, {wrong} differ")
sys.exit(1 if checked < 1000 or wrong != (checked if CONTROL else 0) else 0)
