# SPDX-License-Identifier: Apache-2.0
"""compare-models beside reference cases whose numbers are R's (pROC, stats, psych), scikit-learn's and statsmodels'.

model_cases.py [--control] COMPARE_MODELS FOLDER    FOLDER holds a folder of input.csv and expected.json for each case.
Every expected number must be printed within its tolerance, and no alternative (what a wrong tool gets) may be. With
--control the expected numbers are moved by a thousandth, and every one of them must be missed.
"""
import csv
import io
import json
import pathlib
import subprocess
import sys

control = "--control" in sys.argv
tool, folder = [word for word in sys.argv[1:] if word != "--control"]
folder = pathlib.Path(folder)
wrong = 0
checked = 0


def rows_of(case, *options):
    command = [tool, "-q", *options, str(folder / case / "input.csv")]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return list(csv.DictReader(io.StringIO(text)))


def cell(rows, column, **wanted):
    found = [row for row in rows if all(row[name] == value for name, value in wanted.items())]
    if len(found) != 1:
        sys.exit(f"{len(found)} rows have {wanted}")
    return float(found[0][column])


def hold(what, printed, expected):
    """expected: an object with value and abs_tol."""
    global wrong, checked
    checked += 1
    value = expected["value"]
    if control:
        value += 0.001 * max(1, abs(value))
    # What is printed reads back as the same double; a sum in another order may be off by an ulp or two.
    if (abs(printed - value) <= expected["abs_tol"] + 4e-16 * abs(value)) == control:
        print(f"WRONG {what}: printed {printed!r}, expected {value!r}")
        wrong += 1


def differ(what, printed, alternative):
    global wrong, checked
    checked += 1
    if abs(printed - alternative["value"]) <= 1e-6:
        print(f"WRONG {what}: printed the number of a known mistake, {printed!r}")
        wrong += 1


def expected_of(case):
    return json.loads((folder / case / "expected.json").read_text())


def mcnemar():
    expected = expected_of("mcnemar_paired")["expected"]
    tests = [f"--mcnemar={test}" for test in ("exact", "mid-p", "chi-square", "corrected")]
    rows = rows_of("mcnemar_paired", "--map=label=y_true", "--map=study_uid=study_id", "--model=a=pred_a",
                   "--model=b=pred_b", *tests)
    for name, part in expected.items():
        def of(test, column):
            return cell(rows, column, measure=f"{name}_difference", p_method=f"mcnemar_{test}")
        columns = {"a_only_correct": ("exact", "first_only"), "b_only_correct": ("exact", "second_only"),
                   "a_only": ("exact", "first_only"), "b_only": ("exact", "second_only"), "p_exact": ("exact", "p"),
                   "p_mid": ("mid_p", "p"), "chi2": ("chi_square", "statistic"), "p_chi2": ("chi_square", "p"),
                   "chi2_cc": ("corrected", "statistic"), "p_cc": ("corrected", "p"), "diff": ("exact", "estimate")}
        for key, value in part.items():
            if key == "wald_ci":
                hold(f"{name} low", of("chi_square", "low"), value[0])
                hold(f"{name} high", of("chi_square", "high"), value[1])
            else:
                hold(f"{name} {key}", of(*columns[key]), value)


def kappa():
    case = expected_of("kappa_two_readers")
    order = ",".join(case["params"]["order"])
    rows = rows_of("kappa_two_readers", "--map=study_uid=study_id", "--rating=one=reader1", "--rating=other=reader2",
                   f"--order={order}")
    columns = {"kappa": ("kappa", "estimate"), "se_asymptotic": ("kappa", "standard_error"),
               "z_null": ("kappa", "statistic"), "kappa_linear": ("kappa_linear", "estimate"),
               "kappa_quadratic": ("kappa_quadratic", "estimate"), "percent_agreement": ("agreement", "estimate"),
               "gwet_ac1": ("gwet_ac1", "estimate"), "kappa_max": ("kappa_max", "estimate")}
    for key, value in case["expected"].items():
        if key == "ci":
            hold("kappa low", cell(rows, "low", measure="kappa"), value[0])
            hold("kappa high", cell(rows, "high", measure="kappa"), value[1])
        else:
            hold(key, cell(rows, columns[key][1], measure=columns[key][0]), value)
    for measure in ("kappa_linear", "kappa_quadratic"):
        differ(measure, cell(rows, "estimate", measure=measure), case["alternatives"]["weighted_kappa_alphabetical_order"])


def areas(name):
    case = expected_of(name)
    expected = case["expected"]
    rows = rows_of(name, "--map=label=y_true", "--map=study_uid=study_id", "--score=a=score_a", "--score=b=score_b",
                   "--measure=roc_auc")
    difference = {"measure": "roc_auc_difference", "method": "delong_paired"}
    for key, column in {"z": "statistic", "p": "p", "diff": "estimate"}.items():
        if key in expected:
            hold(f"{name} {key}", cell(rows, column, **difference), expected[key])
    hold(f"{name} low", cell(rows, "low", **difference), expected["ci_diff"][0])
    hold(f"{name} high", cell(rows, "high", **difference), expected["ci_diff"][1])
    for model in "ab":
        def of(column):
            return cell(rows, column, measure="roc_auc", group=model, method="delong")
        if f"auc_{model}" in expected:
            hold(f"{name} {model}", of("estimate"), expected[f"auc_{model}"])
        if f"score_{model}" in expected:
            part = expected[f"score_{model}"]
            hold(f"{name} {model}", of("estimate"), part["auc"])
            hold(f"{name} {model} se", of("standard_error"), part["se"])
            hold(f"{name} {model} low", of("low"), part["ci"][0])
            hold(f"{name} {model} high", of("high"), part["ci"][1])
    for alternative in case["alternatives"].values():
        if "z" in alternative:
            differ(f"{name} z", cell(rows, "statistic", **difference), alternative["z"])
        else:
            differ(f"{name} a", cell(rows, "estimate", measure="roc_auc", group="a", method="delong"), alternative)


if not folder.is_dir():
    print("skipped: no folder of reference cases beside the source tree")
    sys.exit(77)
mcnemar()
kappa()
areas("auc_delong_ties")
areas("delong_paired")
print(f"{checked} numbers, {wrong} wrong")
sys.exit(1 if wrong or checked < 40 else 0)
