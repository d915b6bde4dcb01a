# SPDX-License-Identifier: Apache-2.0
"""bootstrap-f1 beside numbers of published tools: bootstrap_cases.py [--control] BOOTSTRAP_F1 CASES.

CASES holds folders with input.csv and expected.json (values with tolerances, and the values that wrong tools give).
Without that folder the test says so and is skipped. --control puts one expectation wrong, and must fail."""
import csv
import io
import sys

from reference_case import Case, run_cases


class TableCase(Case):
    def run(self, *arguments, tables=()):
        """The metrics, and the further tables, as lists of rows."""
        files = [word for option, path in tables for word in (option, str(path))]
        rows = list(csv.DictReader(io.StringIO(self.output(*arguments, *files))))
        return rows, {option: list(csv.DictReader(path.open())) for option, path in tables}

    def table(self, *arguments, **more):
        return self.run(*arguments, str(self.folder / "input.csv"), **more)


def by_measure(rows, method=None, group="all"):
    return {row["measure"]: row for row in rows if row["group"] == group and method in (None, row["method"])}


def truth(*more):
    return ["--map", "label=y_true", "--map", "study_uid=study_id", *more]


def prediction(*more):
    return truth("--map", "abnormal_status=y_pred", *more)


def score(column, *more):
    return truth("--map", f"probability={column}", "--unit", "study", *more)


def bootstrap_f1_paper(case, scratch):
    rows, _ = case.table(*prediction("--unit", "study", "--measure", "f1"))
    row = rows[0]
    case.same("estimate", row["estimate"], "f1_point")
    case.same("mean", row["bootstrap_mean"], "bootstrap_mean", "abs_tol_B10000")
    case.same("standard error", row["standard_error"], "bootstrap_se", "abs_tol_B10000")
    case.inside("low", row["low"], case.expected("percentile_low")["window_B10000"])
    case.inside("high", row["high"], case.expected("percentile_high")["window_B10000"])
    case.not_the("low", row["low"], "basic_interval/0")
    case.not_the("high", row["high"], "normal_interval/1")

    rows, _ = case.table(*prediction("--exact", "--measure", "f1", "--interval", "percentile", "--interval", "basic",
                                     "--interval", "linearised"))
    exact, basic, linearised = rows
    for name, path in [("bootstrap_mean", "bootstrap_mean"), ("low", "percentile_low"), ("high", "percentile_high")]:
        case.near("exact " + name, exact[name], case.expected(path)["value"], 1e-9)
    case.near("exact standard error", exact["standard_error"], case.expected("bootstrap_se")["value"], 1e-10)
    case.near("exact undefined", exact["undefined"], 0, 1e-30)
    for at, limit in enumerate(("low", "high")):
        case.near("basic " + limit, basic[limit], case.alternative(f"basic_interval/{at}"), 1e-9)
        case.near("linearised " + limit, linearised[limit], case.alternative(f"delta_interval/{at}"), 1e-9)
    case.same("linearised standard error", linearised["standard_error"], "delta_se")


def bootstrap_f1_undefined(case, scratch):
    rows, _ = case.table(*prediction("--unit", "study", "--measure", "f1"))
    row = rows[0]
    share = float(row["undefined"]) / float(row["resamples"])
    case.near("undefined", share, case.expected("p_undefined")["value"], case.expected("p_undefined")["abs_tol_B10000"])
    case.same("mean", row["bootstrap_mean"], "mean_over_defined", "abs_tol_B10000")
    case.same("low", row["low"], "percentile_low_defined")
    case.same("high", row["high"], "percentile_high_defined")
    rows, _ = case.table(*prediction("--exact", "--measure", "f1"))
    row = rows[0]
    case.same("estimate", row["estimate"], "f1_point")
    case.near("exact undefined", row["undefined"], case.expected("p_undefined")["value"], 1e-12)
    case.near("exact mean", row["bootstrap_mean"], case.expected("mean_over_defined")["value"], 1e-9)
    for wrong in ("mean_if_undefined_is_0", "mean_if_undefined_is_1"):
        case.not_the("exact mean", row["bootstrap_mean"], wrong)


def cluster_bootstrap_paper(case, scratch):
    rows, _ = case.table(*prediction("--measure", "f1", "--interval", "percentile", "--interval", "linearised"))
    percentile, linearised = rows
    case.same("estimate", percentile["estimate"], "point")
    case.same("mean", percentile["bootstrap_mean"], "bootstrap_mean", "abs_tol_B10000")
    case.same("standard error", percentile["standard_error"], "bootstrap_se", "abs_tol_B10000")
    case.same("low", percentile["low"], "percentile_low", "abs_tol_B10000")
    case.same("high", percentile["high"], "percentile_high", "abs_tol_B10000")
    case.same("patients", percentile["n"], "n_patients")
    case.same("linearised standard error", linearised["standard_error"], "linearised_cluster_se")
    for cell in ("tp", "fp", "fn", "tn"):
        case.same(cell, percentile[cell], cell)
    case.not_the("standard error", percentile["standard_error"], "naive_study_bootstrap/se")
    case.near("unit is the patient", percentile["unit"] == "patient", 1, 0)


def confusion_paper(case, scratch):
    counts = {row["cell"]: row["count"] for row in csv.DictReader((case.folder / "input.csv").open())}
    rows, _ = case.run("--counts", ",".join(counts[cell] for cell in ("TP", "FP", "FN", "TN")), "--measure", "all")
    found = by_measure(rows)
    ours = {"lr_pos": "lr_positive", "lr_neg": "lr_negative", "dor": "diagnostic_odds_ratio"}
    for name in case.known["expected"]:
        case.same(name, found[ours.get(name, name)]["estimate"], name)


def delong_intervals(case, columns):
    for column in columns:
        rows, _ = case.table(*score(column, "--measure", "roc_auc", "--interval", "delong", "--interval",
                                    "delong_logit"))
        case.same("AUC", rows[0]["estimate"], f"{column}/auc")
        case.same("standard error", rows[0]["standard_error"], f"{column}/se")
        for at, limit in enumerate(("low", "high")):
            case.same(limit, rows[0][limit], f"{column}/ci/{at}")
            if "logit_transformed_ci" in case.known["alternatives"]:
                case.near("logit " + limit, rows[1][limit], case.alternative(f"logit_transformed_ci/{column}/{at}"), 1e-9)


def auc_delong_basic(case, scratch):
    delong_intervals(case, ("score_a", "score_b"))


def auc_delong_ties(case, scratch):
    delong_intervals(case, ("score_a", "score_b"))
    rows, tables = case.table(*score("score_a", "--measure", "roc_auc"), tables=[("--thresholds", scratch / "t.csv")])
    for wrong in ("ties_as_zero", "ties_as_one"):
        case.not_the("AUC", rows[0]["estimate"], wrong)
    points = tables["--thresholds"]
    for name in ("sensitivity", "specificity"):
        expected = case.expected("roc_a/" + name)
        found = sorted((float(row[name]) for row in points), reverse=name == "sensitivity")
        case.near(name + " points", len(found), len(expected), 0)
        for number, one in zip(found, expected):
            case.near(name, number, one["value"], one["abs_tol"])


def sens_at_spec(case, scratch):
    targets = ("0.9", "0.95", "0.99")
    measures = [word for target in targets for word in ("--measure", "sensitivity_at_specificity@" + target)]
    rows, tables = case.table(*score("score", "--measure", "roc_auc", *measures, "--measure", "partial_auc@0.9",
                                     "--measure", "partial_auc_corrected@0.9", "--resamples", "500"),
                              tables=[("--thresholds", scratch / "t.csv")])
    found = by_measure(rows)
    case.same("AUC", found["roc_auc"]["estimate"], "auc")
    case.same("partial AUC", found["partial_auc@0.9"]["estimate"], "partial_auc_spec_1_to_0.9")
    case.same("corrected", found["partial_auc_corrected@0.9"]["estimate"], "partial_auc_mcclish_corrected")
    case.not_the("sensitivity", found["sensitivity_at_specificity@0.9"]["estimate"], "float_trap_0.9")
    for target in targets:
        path = "sens_at_spec_" + target
        case.same(path, found["sensitivity_at_specificity@" + target]["estimate"], path + "/sensitivity")
        at = case.expected(path + "/threshold_score_ge")["value"]
        row = next(row for row in tables["--thresholds"] if row["threshold"] and float(row["threshold"]) == at)
        case.same(path + " FP", row["fp"], path + "/false_positives")
        case.same(path + " specificity", row["specificity"], path + "/achieved_specificity")
        for side, limit in enumerate(("sensitivity_low", "sensitivity_high")):
            case.same(path + limit, row[limit], f"{path}/wilson_ci_sensitivity_threshold_fixed/{side}")


def brier_ece(case, scratch):
    bins = scratch / "bins.csv"
    rows, tables = case.table(*score("prob", "--measure", "brier", "--measure", "brier_scaled", "--measure", "ece@10",
                                     "--measure", "mce@10", "--resamples", "500"),
                              tables=[("--calibration-bins", bins)])
    found = by_measure(rows)
    case.same("brier", found["brier"]["estimate"], "brier")
    case.same("scaled", found["brier_scaled"]["estimate"], "brier_scaled")
    case.same("ece", found["ece@10"]["estimate"], "ece_equal_width_10")
    case.same("mce", found["mce@10"]["estimate"], "mce_equal_width_10")
    for wrong in ("right_closed_bins/ece", "equal_mass_10_bins_stable_sort", "top_label_confidence_ece"):
        case.not_the("ece", found["ece@10"]["estimate"], wrong)
    table = tables["--calibration-bins"]
    for expected, row in zip(case.expected("bins"), table):
        case.near("n", row["n"], expected["n"], 0)
        case.near("mean", row["mean_probability"], expected["mean_prob"]["value"], expected["mean_prob"]["abs_tol"])
        case.near("observed", row["observed"], expected["observed"]["value"], expected["observed"]["abs_tol"])
    case.near("bins", len(table), 10, 0)


def proportion_ci(case, scratch):
    methods = ("wilson", "wilson_cc", "clopper_pearson", "jeffreys")
    for row in csv.DictReader((case.folder / "input.csv").open()):
        key = f"{row['x']}/{row['n']}@{row['conf']}"
        counts = f"{row['x']},0,{int(row['n']) - int(row['x'])},0"
        options = [word for method in methods for word in ("--interval", method)]
        rows, _ = case.run("--counts", counts, "--measure", "sensitivity", "--level", row["conf"], *options)
        expected = case.known["expected"][key]
        case.near(key, rows[0]["estimate"], expected["estimate"]["value"], expected["estimate"]["abs_tol"])
        for method, found in zip(methods, rows):
            for limit, wanted in zip(("low", "high"), expected[method]):
                case.near(f"{key} {method}", found[limit], wanted["value"], wanted["abs_tol"])


CASES = (bootstrap_f1_paper, bootstrap_f1_undefined, cluster_bootstrap_paper, confusion_paper, auc_delong_basic,
         auc_delong_ties, sens_at_spec, brier_ece, proportion_ci)


if __name__ == "__main__":
    sys.exit(run_cases({check.__name__: check for check in CASES}, TableCase))
