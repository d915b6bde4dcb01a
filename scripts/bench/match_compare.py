# SPDX-License-Identifier: Apache-2.0
"""match_compare.py peers BIN_DIR FOLDER ROUNDS: match, DuckDB and pandas on the tables of FOLDER, and what each makes.
match_compare.py growth BIN_DIR ROUNDS FOLDER...: match alone on tables of several sizes. See match.sh."""
import math
import os
import shutil
import statistics
import subprocess
import sys

import pandas as pd

HERE = os.path.dirname(os.path.abspath(__file__))
THREADS = "2"


def timed(command, out):
    """Seconds, processor seconds and the maximum resident set in MB, by GNU time; OUT is emptied and the disk idle before."""
    shutil.rmtree(out, ignore_errors=True)
    os.mkdir(out)
    os.sync()
    figures = os.path.join(out, "time")
    with open(os.path.join(out, "messages"), "w+") as messages:
        done = subprocess.run(["/usr/bin/time", "-f", "%e %U %S %M", "-o", figures, *command], stdout=subprocess.DEVNULL,
                              stderr=messages)
        messages.seek(0)
        assert done.returncode == 0, f"{command}: {messages.read()}"
    with open(figures) as source:
        seconds, user, system, peak = map(float, source.read().split())
    return seconds, user + system, peak / 1024


def match(bin_dir, folder, out, *others):
    """The command that writes OUT/pairs and those of OUT/studies and OUT/reports that OTHERS names."""
    more = [word for name in others for word in ("--unmatched-" + name, os.path.join(out, name))]
    return [os.path.join(bin_dir, "match"), "-j", THREADS, "--results", os.path.join(folder, "ai.csv"), *more, "-o",
            os.path.join(out, "pairs"), os.path.join(folder, "reports.csv")]


def rounds(commands, count):
    """Medians of the figures of each command and its folder; the commands take turns."""
    figures = {name: [] for name in commands}
    for _ in range(count):
        for name, (command, out) in commands.items():
            figures[name].append(timed(command, out))
    return {name: [statistics.median(column) for column in zip(*rows)] for name, rows in figures.items()}


def load():
    return "load average {:.1f} {:.1f} {:.1f}".format(*os.getloadavg())


def reads(path, columns):
    """Two reports of a session and minute differ in their label; rows that do not are one report."""
    table = pd.read_csv(path, dtype=str, usecols=["study_uid", "session_id", "report_time", "label", *columns])
    table["report"] = table["session_id"] + " " + table["report_time"] + " " + table["label"]
    return table


def true(column):
    return column.str.lower() == "true"


def check_pairs(pairs):
    """Times of one form have the order of their text; match compares whole minutes."""
    study = pairs["study_time"].str[:16]
    assert pairs["study_uid"].is_unique and pairs["report"].is_unique, "match uses a record twice"
    assert (pairs["check_in_time"] <= study).all(), "match pairs a study before the check-in"
    held = pairs["check_out_time"].isna() | (study <= pairs["check_out_time"])
    assert held.all(), "match pairs a study after the check-out"
    lag = pd.to_datetime(pairs["report_time"]) - pd.to_datetime(study)
    assert lag.abs().max() <= pd.Timedelta(hours=24), "match pairs outside the window"


def judge(folder, count, peers):
    """What is in the outputs: each study once, and which of their pairs can be used."""
    pairs = reads(os.path.join(folder, "match", "pairs"), ["study_time", "check_in_time", "check_out_time"])
    check_pairs(pairs)
    alone = pd.read_csv(os.path.join(folder, "match", "studies"), dtype=str, usecols=["study_uid"])["study_uid"]
    studies = set(pairs["study_uid"]) | set(alone)
    assert len(studies) == len(pairs) + len(alone) == count, "match loses a study"
    print(f"match: {len(pairs)} pairs, none breaks a rule or uses a record twice; {len(alone)} studies alone, each with its "
          "reason")
    in_window = set()
    for name in peers:
        table = reads(os.path.join(folder, name, "pairs"), ["in_session", "in_window"])
        assert table["study_uid"].is_unique and set(table["study_uid"]) == studies, f"{name} has other studies"
        near = table[true(table["in_window"])]
        usable = near[true(near["in_session"])]
        reports = usable["report"].nunique()
        lost = len(pairs) - pairs["study_uid"].isin(usable["study_uid"]).sum()
        print(f"{name}: {len(near)} pairs within 24 h, {len(near) - len(usable)} of them break the session; of the "
              f"{len(usable)} others {len(usable) - reports} use a report again, which leaves {reports}, "
              f"{len(pairs) - reports} fewer than match; {lost} studies that match pairs have none; "
              f"{count - near['report'].nunique()} reports are in none, without a word")
        in_window.add(len(near))
    assert len(in_window) == 1, "the peers disagree"


def compare(bin_dir, folder, count):
    ai, reports = os.path.join(folder, "ai.csv"), os.path.join(folder, "reports.csv")
    out = {name: os.path.join(folder, name) for name in ("match", "match, reports too", "duckdb", "pandas")}
    pairs = {name: os.path.join(path, "pairs") for name, path in out.items()}
    commands = {
        "match": match(bin_dir, folder, out["match"], "studies"),
        "match, reports too": match(bin_dir, folder, out["match, reports too"], "studies", "reports"),
        "duckdb": ["node", os.path.join(HERE, "match_duckdb.js"), ai, reports, pairs["duckdb"], THREADS, out["duckdb"]],
        "pandas": [sys.executable, "-B", os.path.join(HERE, "match_pandas.py"), ai, reports, pairs["pandas"]],
    }
    size = os.path.getsize(ai) + os.path.getsize(reports)
    print(f"{size / 1e6:.0f} MB of tables, {THREADS} threads, medians of {count}; {load()}")
    medians = rounds({name: (command, out[name]) for name, command in commands.items()}, count)
    ours = medians["match"]
    for name, (seconds, processor, peak) in medians.items():
        print(f"{name:18} {seconds:7.2f} s {processor:7.2f} s of processor {peak:6.0f} MB   {seconds / ours[0]:5.2f} times the "
              f"time of match, {processor / ours[1]:5.2f} times its processor time, {peak / ours[2]:4.2f} times its memory")
    print(load())
    judge(folder, int(os.path.basename(folder)), ["duckdb", "pandas"])


def growth(bin_dir, count, folders):
    print(f"match alone, {THREADS} threads, medians of {count}; {load()}")
    out = {folder: os.path.join(folder, "match") for folder in folders}
    medians = rounds({folder: (match(bin_dir, folder, path, "studies"), path) for folder, path in out.items()}, count)
    least = None
    for folder, (seconds, processor, peak) in medians.items():
        n = int(os.path.basename(folder))
        each = [1e9 * figure / (n * math.log2(n)) for figure in (seconds, processor)]
        least = least or each
        print(f"{n:9} x {n:<9} {seconds:7.2f} s, {each[0]:5.1f} ns for each n log2 n ({each[0] / least[0]:4.2f} times the "
              f"first); processor {processor:7.2f} s, {each[1]:5.1f} ns ({each[1] / least[1]:4.2f} times); {peak:6.0f} MB, "
              f"{peak * 1048576 / n:4.0f} bytes a study and report")
    print(load())


if sys.argv[1] == "peers":
    compare(sys.argv[2], sys.argv[3], int(sys.argv[4]))
else:
    growth(sys.argv[2], int(sys.argv[3]), sys.argv[4:])
