# SPDX-License-Identifier: Apache-2.0
"""match_tables.py N FOLDER: FOLDER/ai.csv, N studies of one ok image each, and FOLDER/reports.csv, N labelled reports.

Seeded and in no order. Patients have one study on average. One study in twenty follows another in the same session after
half an hour to twelve hours, and half of these have no report of their own. One report in twenty has a patient id that
the images lack; one in a hundred each: dated before its study, session that begins after its study, session still open.
Reports come after a median of two hours, some after the day that they are given.
"""
import os
import sys

import numpy as np

AI = "patient_id,study_uid,sop_uid,study_time,sex,birth_year,status,probability,abnormal_status,pipeline_hash"
REPORTS = ("facility_id,session_id,patient_id,sex,birth_year,check_in_time,check_out_time,service_id,report_time,"
           "label")
DAY = 1440
ROWS = 1 << 18


def digits(numbers, width):
    powers = 10 ** np.arange(width - 1, -1, -1)
    return (numbers[:, None] // powers % 10 + ord("0")).astype(np.uint8)


def text(constant, rows):
    return np.broadcast_to(np.frombuffer(constant.encode(), np.uint8), (rows, len(constant)))


def times(minutes, seconds=None):
    moments = np.datetime64("2020-01-01T00:00", "m") + minutes
    months = moments.astype("datetime64[M]").astype(int)
    days = (moments.astype("datetime64[D]") - moments.astype("datetime64[M]")).astype(int) + 1
    rows = len(minutes)
    parts = [digits(1970 + months // 12, 4), text("-", rows), digits(months % 12 + 1, 2), text("-", rows), digits(days, 2),
             text("T", rows), digits(minutes % DAY // 60, 2), text(":", rows), digits(minutes % 60, 2)]
    if seconds is not None:
        parts += [text(":", rows), digits(seconds, 2)]
    return np.hstack(parts)


def choice(which, first, second):
    """The bytes of one of two words in each row; NUL fills the shorter one and is left out on writing."""
    width = max(len(first), len(second))
    words = [np.frombuffer(word.encode().ljust(width, b"\0"), np.uint8) for word in (first, second)]
    return np.where(which[:, None], words[0], words[1])


def write(path, header, count, cells):
    with open(path, "wb") as out:
        out.write(header.encode() + b"\n")
        for begin in range(0, count, ROWS):
            rows = slice(begin, min(count, begin + ROWS))
            size = rows.stop - begin
            parts = []
            for cell in cells(rows, size):
                parts += [text(",", size), text(cell, size) if isinstance(cell, str) else cell]
            table = np.hstack(parts[1:] + [text("\n", size)])
            out.write(table[table != 0].tobytes())


def simulate(n):
    dice = np.random.default_rng(1)
    number = np.arange(n)
    again = dice.random(n) < 0.05
    again[0] = False
    again[1:] &= ~again[:-1]
    first = number - again
    patient = dice.integers(0, n, n)[first]
    begin = dice.integers(0, 365 * DAY, n)[first]
    study = begin + again * dice.integers(30, 720, n)
    lag = np.clip(np.exp(dice.normal(np.log(120), 1, n)), 1, 3000).astype(int)
    lag = np.where(dice.random(n) < 0.01, -dice.integers(1, 10, n), lag)
    stray = (dice.random(n) < 0.05) | (again & (dice.random(n) < 0.5))
    late_session = (dice.random(n) < 0.01)[first]
    return {
        "patient": patient, "study": study, "second": dice.integers(0, 60, n), "sex": (dice.random(n) < 0.5)[patient],
        "born": dice.integers(1930, 2010, n)[patient], "probability": dice.integers(0, 1000, n), "session": first,
        "his_patient": patient + np.where(stray, n, 0), "check_in": begin + np.where(late_session, 20, -60),
        "check_out": begin + 5 * DAY, "open": (dice.random(n) < 0.01)[first], "report": study + lag,
        "abnormal": dice.random(n) < 0.28, "order": dice.permutation(n),
    }


def main():
    n, folder = int(sys.argv[1]), sys.argv[2]
    of = simulate(n)

    def ai(rows, size):
        uid = digits(10_000_000 + np.arange(rows.start, rows.stop), 8)
        study = np.hstack([text("1.2.840.99.1.", size), uid])
        probability = of["probability"][rows]
        return (digits(of["patient"][rows], 8), study, np.hstack([study, text(".1", size)]),
                times(of["study"][rows], of["second"][rows]), choice(of["sex"][rows], "M", "F"), digits(of["born"][rows], 4),
                "ok", np.hstack([text("0.", size), digits(probability, 3)]), digits((probability > 500).astype(int), 1),
                "ab12cd")

    def reports(rows, size):
        at = of["order"][rows]
        check_out = times(of["check_out"][at])
        check_out[of["open"][at]] = 0
        return ("25001", np.hstack([text("S", size), digits(of["session"][at], 8)]), digits(of["his_patient"][at], 8),
                choice(of["sex"][at], "M", "F"), digits(of["born"][at], 4), times(of["check_in"][at]), check_out,
                "18.0119.0028", times(of["report"][at]), choice(of["abnormal"][at], "abnormal", "normal"))

    write(os.path.join(folder, "ai.csv"), AI, n, ai)
    write(os.path.join(folder, "reports.csv"), REPORTS, n, reports)


main()
