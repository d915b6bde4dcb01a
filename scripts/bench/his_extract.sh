#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# his_extract.sh BIN_DIR [RUNS]: his-extract beside a careful Python program on lxml (python3-lxml), on the same 4,000
# simulated files of decision 4210 with tables XML1 to XML5, from a warm page cache, in turns. Prints medians of RUNS
# (default 7) and the ratios, checks that both programs give the same rows, and then the time and the memory that one
# file of about 1 GB takes. Ratios hold better than times.
set -euo pipefail

bin=$(cd "${1:?usage: his_extract.sh BIN_DIR [RUNS]}" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
runs=${2:-7}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$bin/simulate-hospital" -q --no-images --studies 4400 "$work/many"
"$bin/simulate-hospital" -q --no-images --studies 67000 --sessions-per-file 1000000 "$work/one"

"${PYTHON:-/usr/bin/python3}" - "$bin/his-extract" "$here/his_extract_lxml.py" "$work" "$runs" <<'PYTHON'
import csv, os, statistics, subprocess, sys, time

tool, peer, work, runs = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
folder = os.path.join(work, "many", "his")
names = sorted(os.listdir(folder))
for name in names[4000:]:
    os.unlink(os.path.join(folder, name))
size = sum(os.path.getsize(os.path.join(folder, name)) for name in names[:4000])
print(f"{len(names[:4000])} files, {size / 1e6:.0f} MB")


def run(command, out):
    """Seconds and the maximum resident set in MB."""
    with open(out, "wb") as sink:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=sink)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
    assert status == 0, command
    return seconds, usage.ru_maxrss / 1024


def rows(path):
    with open(path, newline="") as source:
        return sorted(tuple(row[name] for name in columns) for row in csv.DictReader(source))


commands = {
    "lxml": [sys.executable, peer, folder],
    "his-extract": [tool, "-q", folder],
    "his-extract -j 2": [tool, "-q", "-j", "2", folder],
}
times = {name: [] for name in commands}
for _ in range(runs):
    for name, command in commands.items():
        times[name].append(run(command, os.path.join(work, name))[0])
median = {name: statistics.median(values) for name, values in times.items()}
for name, seconds in median.items():
    print(f"{name:18} {seconds:7.3f} s {size / seconds / 1e6:7.0f} MB/s {median['lxml'] / seconds:6.1f} times lxml")
with open(os.path.join(work, "lxml"), newline="") as source:
    columns = next(csv.reader(source))
expected = rows(os.path.join(work, "lxml"))
for name in commands:
    assert rows(os.path.join(work, name)) == expected, f"{name} gives other rows"
print(f"the same {len(expected)} rows")

folder = os.path.join(work, "one", "his")
big = os.path.join(folder, os.listdir(folder)[0])
size = os.path.getsize(big)
for threads in ("1", "2"):
    seconds, peak = run([tool, "-q", "-j", threads, big], os.path.join(work, "big.csv"))
    print(f"one file of {size / 1e6:.0f} MB, -j {threads}: {seconds:.1f} s, {size / seconds / 1e6:.0f} MB/s, {peak:.0f} MB")
PYTHON
