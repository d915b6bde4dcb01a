#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# bootstrap.sh BIN [RUNS]: 10,000 bootstrap resamples from counts to percentile limits, inside the process (BIN/bench_stats: cmake
# --build --target bench_stats), beside NumPy, SciPy, scikit-learn and R's boot: medians of RUNS (default 15; slow peers 3) of
# processor time in milliseconds, and how many times ours each takes on the same task. Peers that are not there are left out.
set -euo pipefail

bin=${1:?usage: bootstrap.sh BIN [RUNS]}
runs=${2:-15}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$bin/bench_stats" "$runs" 2>/dev/null >"$work/ours"

"${PYTHON:-/usr/bin/python3}" - "$runs" >"$work/peers" <<'PYTHON'
import statistics, sys, time

runs = int(sys.argv[1])


def report(task, label, work, count=runs, scale=1):
    times = []
    for _ in range(count):
        start = time.process_time()
        work()
        times.append(1000 * scale * (time.process_time() - start))
    print(task, f"{statistics.median(times):.3f}", label, flush=True)


try:
    import numpy as np
except ImportError:
    sys.exit(print("NumPy is not installed: its rows and those built on it are left out", file=sys.stderr))

cells = np.array([1178, 674, 578, 3855])
truth = np.repeat([True, False, True, False], cells)
predicted = np.repeat([True, True, False, False], cells)
kinds = np.array([[3, 0, 0, 0], [2, 0, 0, 0], [1, 0, 1, 0], [1, 0, 0, 0], [0, 2, 0, 0], [0, 1, 1, 0], [0, 1, 0, 1],
                  [0, 1, 0, 0], [0, 0, 2, 0], [0, 0, 1, 0], [0, 0, 0, 2], [0, 0, 0, 1]])
times = np.array([16, 31, 6, 1062, 22, 3, 10, 617, 27, 515, 165, 3515])
tails = [2.5, 97.5]


def f1_of(counts):
    return 2 * counts[..., 0] / (2 * counts[..., 0] + counts[..., 1] + counts[..., 2])


def index_loop():
    generator = np.random.default_rng(1)
    found = np.empty(10000)
    for i in range(10000):
        index = generator.integers(0, truth.size, truth.size)
        t, p = truth[index], predicted[index]
        found[i] = 2 * np.count_nonzero(t & p) / (np.count_nonzero(t) + np.count_nonzero(p))
    np.percentile(found, tails)


def multinomial(counts):
    draws = np.random.default_rng(1).multinomial(counts.sum(), counts / counts.sum(), size=10000)
    np.percentile(f1_of(draws), tails)


def patient_loop():
    generator = np.random.default_rng(1)
    patients = np.repeat(kinds, times, axis=0)
    found = np.empty(10000)
    for i in range(10000):
        found[i] = f1_of(patients[generator.integers(0, len(patients), len(patients))].sum(axis=0))
    np.percentile(found, tails)


def patient_multinomial():
    draws = np.random.default_rng(1).multinomial(times.sum(), times / times.sum(), size=10000)
    np.percentile(f1_of(draws @ kinds), tails)


report("f1_n6285", "NumPy, loop over index draws", index_loop, 3)
report("f1_n6285", "NumPy, multinomial", lambda: multinomial(cells))
report("f1_n40", "NumPy, multinomial", lambda: multinomial(np.array([12, 5, 7, 16])))
report("f1_n1000000", "NumPy, multinomial", lambda: multinomial(np.array([191726, 115991, 87669, 604614])))
report("f1_patients", "NumPy, loop over draws of patients", patient_loop, 1)
report("f1_patients", "NumPy, multinomial over kinds", patient_multinomial)

# Scores with ties, AUC about 0.85.
scores = np.round(np.random.default_rng(2).normal(truth * 1.5, 1), 2)


def auc_by_weights():
    generator = np.random.default_rng(1)
    order = np.argsort(scores, kind="stable")
    group = np.unique(scores[order], return_inverse=True)[1]
    starts = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
    positive = truth[order]
    for _ in range(1000):
        weights = np.bincount(generator.integers(0, truth.size, truth.size), minlength=truth.size)
        ones = np.add.reduceat(weights * positive, starts)
        zeros = np.add.reduceat(weights * ~positive, starts)
        (ones * (np.cumsum(zeros) - zeros / 2)).sum() / (ones.sum() * zeros.sum())


report("auc_n6285", "NumPy, weights on sorted scores (1,000, scaled)", auc_by_weights, 3, 10)

try:
    from scipy.stats import bootstrap

    def f1(t, p, axis=-1):
        return 2 * np.count_nonzero(t & p, axis=axis) / (np.count_nonzero(t, axis=axis) + np.count_nonzero(p, axis=axis))

    def scipy_bootstrap():
        bootstrap((truth, predicted), f1, paired=True, vectorized=True, n_resamples=10000, batch=500,
                  method="percentile", random_state=1)

    report("f1_n6285", "SciPy, scipy.stats.bootstrap vectorised", scipy_bootstrap, 3)
except ImportError:
    print("SciPy is not installed: its row is left out", file=sys.stderr)

try:
    from sklearn.metrics import f1_score, roc_auc_score

    def sklearn_loop(score, values, resamples):
        generator = np.random.default_rng(1)
        for _ in range(resamples):
            index = generator.integers(0, truth.size, truth.size)
            score(truth[index], values[index])

    report("f1_n6285", "scikit-learn f1_score, loop (100, scaled)", lambda: sklearn_loop(f1_score, predicted, 100), 3, 100)
    report("auc_n6285", "scikit-learn roc_auc_score, loop (100, scaled)",
           lambda: sklearn_loop(roc_auc_score, scores, 100), 3, 100)
except ImportError:
    print("scikit-learn is not installed: its rows are left out", file=sys.stderr)
PYTHON

if command -v Rscript >/dev/null && Rscript -e 'library(boot)' >/dev/null 2>&1; then
  Rscript - >>"$work/peers" <<'R'
library(boot)
cells <- rep(1:4, c(1178, 674, 578, 3855))
f1 <- function(data, index) { counts <- tabulate(data[index], 4); 2 * counts[1] / (2 * counts[1] + counts[2] + counts[3]) }
truth <- cells %in% c(1, 3)
report <- function(task, label, strata) {
  times <- numeric(3)
  for (run in 1:3) times[run] <- sum(system.time(boot.ci(boot(cells, f1, R = 10000, strata = strata), type = "perc"))[1:2])
  cat(task, sprintf("%.3f", 1000 * median(times)), label, "\n")
}
report("f1_n6285", "R, boot", rep(1, 6285))
report("f1_strata_n6285", "R, boot with strata", truth)
R
else
  echo "R with the package boot is not installed: its rows are left out" >&2
fi

awk 'NR == FNR { ours[$1] = $2; printf "%-28s %10.3f ms\n", $1, $2; next }
  { task = $1; ms = $2; $1 = $2 = ""
    ratio = task in ours ? sprintf("%9.1f x ours", ms / ours[task]) : "     no row of ours"
    printf "%-28s %10.1f ms %s %s\n", task, ms, ratio, $0 }' "$work/ours" "$work/peers"
