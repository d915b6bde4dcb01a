# SPDX-License-Identifier: Apache-2.0
"""eval-classes beside numbers of published tools: class_cases.py [--control] EVAL_CLASSES CASES.

CASES holds folders with input.csv and expected.json (values with tolerances, and the values that wrong tools give).
Without that folder the test says so and is skipped. --control puts one expectation wrong, and must fail."""
import csv
import sys

from bootstrap_cases import TableCase, by_measure
from reference_case import run_cases


def of_class(rows, name):
    return by_measure(rows, group="class=" + name)


def rank_area(pairs):
    """Of (score, truth): the share of pairs of both kinds in order, ties one half."""
    positive = [score for score, truth in pairs if truth]
    negative = [score for score, truth in pairs if not truth]
    won = sum((one > other) + (one == other) / 2 for one in positive for other in negative)
    return won / len(positive) / len(negative)


def macro_f1_router5(case, scratch):
    labels = ",".join(case.known["params"]["labels"])
    rows, tables = case.table("--truth", "y_true", "--prediction", "y_pred", "--classes", labels, "--map",
                              "sop_uid=image_id", tables=[("--confusion", scratch / "confusion.csv")])
    for name in labels.split(","):
        found = of_class(rows, name)
        for ours, theirs in (("ppv", "precision"), ("sensitivity", "recall"), ("f1", "f1")):
            case.same(f"{name} {ours}", found[ours]["estimate"], f"per_class/{name}/{theirs}")
        case.near(f"{name} support", int(found["f1"]["tp"]) + int(found["f1"]["fn"]),
                  case.expected(f"per_class/{name}/support")["value"], 0)
    found = by_measure(rows)
    for ours, theirs in (("macro_ppv", "macro_precision"), ("macro_sensitivity", "macro_recall"),
                         ("macro_f1", "macro_f1_mean_of_f1"), ("weighted_f1", "weighted_f1"),
                         ("micro_f1", "micro_f1_equals_accuracy"), ("accuracy", "micro_f1_equals_accuracy"),
                         ("kappa", "kappa"), ("mcc", "mcc_multiclass")):
        case.same(ours, found[ours]["estimate"], theirs)
    for average in ("macro_f1", "weighted_f1", "micro_f1"):
        case.not_the(average, found[average]["estimate"], "f1_of_macro_precision_and_recall")
    delta = case.expected("macro_f1_delta_se")["value"]
    case.near("standard error", found["macro_f1"]["standard_error"], delta, 0.03 * delta)
    case.inside("low", found["macro_f1"]["low"], [found_at(case, -2.15, delta), found_at(case, -1.75, delta)])
    case.inside("high", found["macro_f1"]["high"], [found_at(case, 1.75, delta), found_at(case, 2.15, delta)])
    cells = tables["--confusion"]
    case.near("cells", len(cells), 25, 0)
    case.near("studies", sum(int(cell["count"]) for cell in cells), 2419, 0)


def found_at(case, deviations, delta):
    return case.expected("macro_f1_mean_of_f1")["value"] + deviations * delta


def ovr_auc_4class(case, scratch):
    classes = case.known["params"]["classes"]
    rows, _ = case.table("--truth", "y_true", "--score-prefix", "p_", "--protocol", "caaxr-4class", "--map",
                         "study_uid=study_id")
    for name in classes:
        found = of_class(rows, name)["roc_auc"]
        case.same(name, found["estimate"], f"ovr_auc/{name}/auc")
        for at, limit in enumerate(("low", "high")):
            case.same(f"{name} {limit}", found[limit], f"ovr_auc/{name}/ci/{at}")
        case.near(name + " by DeLong", found["method"] == "delong", 1, 0)
    found = by_measure(rows)
    for ours, theirs in (("macro_roc_auc", "macro_ovr"), ("weighted_roc_auc", "prevalence_weighted_ovr"),
                         ("micro_roc_auc", "micro_ovr"), ("accuracy", "accuracy_argmax")):
        case.same(ours, found[ours]["estimate"], theirs)
    for target in ("0.99", "0.9"):
        case.same(target, of_class(rows, "covid")["sensitivity_at_specificity@" + target]["estimate"],
                  "covid_sens_at_spec_" + target)
    # What a tool gets that takes the columns for the classes in the order of the alphabet.
    table = list(csv.DictReader((case.folder / "input.csv").open()))
    for name, column in zip(sorted(classes), classes):
        if name != column:
            wrong = rank_area([(float(row["p_" + column]), row["y_true"] == name) for row in table])
            case.near(f"{name} by name, not by place",
                      abs(float(of_class(rows, name)["roc_auc"]["estimate"]) - wrong) > 0.01, 1, 0)
    # The scores of a 4-class model in the protocols of fewer classes: those of one class are added up.
    for protocol, name, columns in (("caaxr-2class", "noncovid", classes[1:]),
                                    ("caaxr-3class", "noncovid_unhealthy", classes[1:3])):
        rows, _ = case.table("--truth", "y_true", "--score-prefix", "p_", "--protocol", protocol, "--map",
                             "study_uid=study_id", "--resamples", "200")
        area = rank_area([(sum(float(row["p_" + column]) for column in columns), row["y_true"] in columns)
                          for row in table])
        case.near(protocol, of_class(rows, name)["roc_auc"]["estimate"], area, 1e-3)


def sens_at_spec(case, scratch):
    rows, _ = case.table("--truth", "y_true", "--classes", "0,1", "--score", "1=score", "--map", "study_uid=study_id",
                         "--specificity", "0.9", "--specificity", "0.95", "--specificity", "0.99", "--resamples", "500")
    found = of_class(rows, "1")
    case.same("AUC", found["roc_auc"]["estimate"], "auc")
    for target in ("0.9", "0.95", "0.99"):
        case.same(target, found["sensitivity_at_specificity@" + target]["estimate"],
                  f"sens_at_spec_{target}/sensitivity")
    case.not_the("sensitivity", found["sensitivity_at_specificity@0.9"]["estimate"], "float_trap_0.9")


CASES = (macro_f1_router5, ovr_auc_4class, sens_at_spec)


if __name__ == "__main__":
    sys.exit(run_cases({check.__name__: check for check in CASES}, TableCase))
