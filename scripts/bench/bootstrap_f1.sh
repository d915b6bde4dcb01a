#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# bootstrap_f1.sh BIN_DIR [RUNS] measures 10,000 bootstrap resamples of F1 over 6,285 studies: the whole bootstrap-f1
# process against the resampling alone in NumPy and SciPy (without the start of Python). Prints the median of RUNS
# (default 7) in milliseconds and the ratio to bootstrap-f1 on the same table. Ratios hold better than times.
# The four counts are inferred from two versions of the VinDr-CXR validation, not published.
set -euo pipefail

bin=$(cd "${1:?usage: bootstrap_f1.sh BIN_DIR [RUNS]}" && pwd)
runs=${2:-7}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

awk 'BEGIN {
  print "patient_id,study_uid,label,abnormal_status"
  for (i = 0; i < 6285; ++i) {
    cell = i < 1205 ? "abnormal,1" : i < 1934 ? "normal,1" : i < 2485 ? "abnormal,0" : "normal,0"
    print "P" i % 5989 ",1.2." i "," cell
  }
}' >"$work/pairs.csv"

"${PYTHON:-/usr/bin/python3}" - "$bin/bootstrap-f1" "$work/pairs.csv" "$runs" <<'PYTHON'
import statistics, subprocess, sys, time

tool, table, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])


def median_ms(work, count=runs):
    times = []
    for _ in range(count):
        start = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def process(*arguments):
    return lambda: subprocess.run([tool, "--quiet", *arguments], check=True, stdout=subprocess.DEVNULL)


rows = [
    ("bootstrap-f1 --version (start alone)", median_ms(process("--version"))),
    ("bootstrap-f1 --counts, f1", median_ms(process("--counts", "1205,729,551,3800", "--measure", "f1"))),
    ("bootstrap-f1 --counts, seven measures", median_ms(process("--counts", "1205,729,551,3800"))),
    ("bootstrap-f1 table, studies, f1", median_ms(process("--unit", "study", "--measure", "f1", table))),
    ("bootstrap-f1 table, studies, seven measures", median_ms(process("--unit", "study", table))),
    ("bootstrap-f1 table, patients, seven measures", median_ms(process(table))),
    ("bootstrap-f1 --exact, f1", median_ms(process("--counts", "1205,729,551,3800", "--measure", "f1", "--exact"))),
    ("bootstrap-f1 --exact, seven measures", median_ms(process("--counts", "1205,729,551,3800", "--exact"))),
]
base = rows[3][1]

try:
    import numpy as np
except ImportError:
    print("NumPy is not installed; its rows are left out", file=sys.stderr)
    np = None

if np is not None:
    truth = np.repeat([True, False, True, False], [1205, 729, 551, 3800])
    predicted = np.repeat([True, True, False, False], [1205, 729, 551, 3800])

    def numpy_loop():
        generator = np.random.default_rng(1)
        found = np.empty(10000)
        for i in range(10000):
            index = generator.integers(0, truth.size, truth.size)
            t, p = truth[index], predicted[index]
            tp = np.count_nonzero(t & p)
            found[i] = 2 * tp / (np.count_nonzero(t) + np.count_nonzero(p))
        return np.percentile(found, [2.5, 97.5])

    def numpy_multinomial():
        draws = np.random.default_rng(1).multinomial(6285, np.array([1205, 729, 551, 3800]) / 6285, size=10000)
        return np.percentile(2 * draws[:, 0] / (2 * draws[:, 0] + draws[:, 1] + draws[:, 2]), [2.5, 97.5])

    rows.append(("NumPy, loop over index draws", median_ms(numpy_loop, 3)))
    rows.append(("NumPy, multinomial", median_ms(numpy_multinomial)))

try:
    from scipy.stats import bootstrap

    def f1(t, p, axis=-1):
        tp = np.count_nonzero(t & p, axis=axis)
        return 2 * tp / (np.count_nonzero(t, axis=axis) + np.count_nonzero(p, axis=axis))

    def scipy_bootstrap():
        bootstrap((truth, predicted), f1, paired=True, vectorized=True, n_resamples=10000, batch=500,
                  method="percentile", random_state=1)

    rows.append(("SciPy, scipy.stats.bootstrap vectorised", median_ms(scipy_bootstrap, 3)))
except ImportError:
    print("SciPy is not installed; its row is left out", file=sys.stderr)

for label, value in rows:
    print(f"{label:48} {value:10.2f} ms {value / base:9.2f} x")
PYTHON
