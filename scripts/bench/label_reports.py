#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""label_reports.py label < reports > labelled: the rule of label-reports as a careful Python program has it.
label_reports.py generate REPORTS SEED [distinct] > reports: invented reports in the styles that hospitals write.
label_reports.py compare TOOL FOLDER RUNS REPORTS: both programs on the same tables; see label_reports.sh."""
import csv
import os
import random
import statistics
import subprocess
import sys
import time
import unicodedata

TEMPLATES = {
    "chest_wall": ["không thấy hình bất thường xương lồng ngực", "không thấy hình tổn thương xương lồng ngực"],
    "pleura": ["không thấy hình tràn dịch màng phổi", "không thấy hình tràn dịch, khí màng phổi",
               "không thấy hình tràn khí, tràn dịch màng phổi"],
    "lung": ["nhu mô phổi không thấy bất thường"],
    "mediastinum": ["hình tim và trung thất không thấy bất thường", "hình tim và trung thất bình thường"],
}
REGIONS = list(TEMPLATES.values())
COLUMNS = ["facility_id", "session_id", "patient_id", "sex", "birth_year", "check_in_time", "check_out_time", "service_id",
           "report_time", "description", "conclusion", "warnings", "source", "none"]

FREE = [["Lồng ngực cân đối, không thấy tổn thương xương", "Khung xương lồng ngực bình thường"],
        ["Góc sườn hoành hai bên nhọn", "Không thấy hình ảnh tràn dịch, tràn khí màng phổi"],
        ["Nhu mô phổi sáng đều", "Nhu mô phổi 2 bên không thấy tổn thương khu trú"],
        ["Bóng tim không to", "Kích thước bóng tim trong giới hạn bình thường"]]
FINDINGS = [["Gãy cung bên xương sườn {n} bên {side}", "Vẹo cột sống ngực"],
            ["Tù góc sườn hoành {side}, theo dõi tràn dịch màng phổi {side}", "Dày dính màng phổi {side}"],
            ["Đám mờ không đồng nhất đáy phổi {side}. Rốn phổi hai bên đậm", "Nốt mờ phổi {side} kích thước {n} mm",
             "Thâm nhiễm rải rác vùng đỉnh phổi {side}", "Dày tổ chức kẽ lan tỏa, hình lưới nốt hai đáy phổi"],
            ["Bóng tim to, chỉ số tim/ngực > 0,5", "Quai động mạch chủ vồng, giãn rộng"]]


def normal(text):
    """NFC in small letters, which is quick for text that is in NFC already; blanks only where there are odd ones."""
    text = unicodedata.normalize("NFC", text).lower()
    if "  " in text or "\u00a0" in text or "\t" in text:
        text = "\n".join([" ".join(line.split()) for line in text.split("\n")])
    return text


def label(description):
    text = normal(description)
    if not text.strip():
        return ["unlabelled", "", "", "", ""]
    found = ["normal" if any(one in text for one in templates) else "abnormal" for templates in REGIONS]
    return ["abnormal" if "abnormal" in found else "normal", *found]


def program():
    reader = csv.reader(sys.stdin)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    columns = next(reader)
    description = columns.index("description")
    writer.writerow(columns + ["label"] + ["region_" + name for name in TEMPLATES])
    for row in reader:
        writer.writerow(row + label(row[description]))


def report(dice):
    """A description and its conclusion: 62% by templates, 12% free, 22% with findings, the rest short or empty."""
    style = dice.random()
    if style < 0.02:
        return dice.choice(["", " ", "Tim phổi bt", "Tim phổi bình thường"]), ""
    lines = [dice.choice(list(TEMPLATES.values())[i]) for i in range(4)]
    lines = [line[0].upper() + line[1:] for line in lines]
    conclusion = "Hình ảnh tim phổi bình thường"
    if style < 0.14:
        lines = [dice.choice(FREE[i]) for i in range(4)]
    elif style < 0.38:
        for i in dice.sample(range(4), dice.choice([1, 1, 1, 2, 2, 3])):
            lines[i] = dice.choice(FINDINGS[i]).format(side=dice.choice(["phải", "trái"]), n=dice.randint(3, 30))
        conclusion = "Theo dõi viêm phổi"
    bullet = dice.choice(["- ", "- ", "", "+ "])
    return "\n".join(bullet + line + "." for line in lines), conclusion


def disguised(text, dice):
    """As other programs store the same words, one report in ten."""
    style = dice.random()
    if style < 0.03:
        return unicodedata.normalize("NFD", text)
    if style < 0.05:
        return text.upper()
    if style < 0.07:
        return text.replace(" ", "  ", 3)
    if style < 0.08:
        return text.replace(" ", "\u00a0")
    return text.replace("\n", "\r\n") if style < 0.10 else text


def generate(count, seed, distinct, out):
    dice = random.Random(seed)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for i in range(count):
        description, conclusion = report(dice)
        if distinct:
            description = "\n".join(f"{line} ({i}.{n})" for n, line in enumerate(description.split("\n")))
        day = f"2020-{1 + i % 12:02}-{1 + i % 28:02}T"
        writer.writerow(["25001", f"LK{i:08}", f"{i * 7 % count:010}", "MF"[i % 2], 1930 + i % 80, day + "08:15",
                         day + "16:40", "18.0119.0028", day + "09:30", disguised(description, dice), conclusion, "",
                         f"export/{i // 100:04}.xml", ""])


def timed(command, source, out):
    with open(source, "rb") as stdin, open(out, "wb") as stdout:
        start = time.perf_counter()
        subprocess.run(command, check=True, stdin=stdin, stdout=stdout)
        return time.perf_counter() - start


def labels(path):
    with open(path, newline="", encoding="utf-8") as source:
        rows = csv.reader(source)
        columns = next(rows)
        wanted = [columns.index(name) for name in ["label"] + ["region_" + name for name in TEMPLATES]]
        return [[row[i] for i in wanted] for row in rows]


def timed_labelling(path):
    with open(path, newline="", encoding="utf-8") as source:
        rows = csv.reader(source)
        column = next(rows).index("description")
        texts = [row[column] for row in rows]
    start = time.perf_counter()
    for text in texts:
        label(text)
    return time.perf_counter() - start, sum(len(text.encode()) for text in texts)


def compare(tool, folder, runs, count):
    for name in ["repeated", "distinct"]:
        table = os.path.join(folder, name + ".csv")
        with open(table, "w", newline="", encoding="utf-8") as out:
            generate(count, 1, name == "distinct", out)
        size = os.path.getsize(table)
        commands = {
            "python": [sys.executable, __file__, "label"],
            "label-reports": [tool, "-q"],
            # The same bytes in and out, with nothing to label: what is left is reading, writing and hashing.
            "table alone": [tool, "-q", "--map", "description=none"],
        }
        times = {which: [] for which in commands}
        inner = []
        for _ in range(runs):
            for which, command in commands.items():
                times[which].append(timed(command, table, os.path.join(folder, which)))
            inner.append(timed_labelling(table))
        median = {which: statistics.median(values) for which, values in times.items()}
        print(f"{name} sentences: {count} reports, {size / 1e6:.1f} MB")
        for which, seconds in median.items():
            print(f"  {which:20} {seconds:7.3f} s {size / seconds / 1e6:6.0f} MB/s {median['python'] / seconds:6.1f} times Python")
        seconds, size = statistics.median(one[0] for one in inner), inner[0][1]
        ours = max(median["label-reports"] - median["table alone"], 1e-9)
        print(f"  labelling alone, {size / 1e6:.1f} MB of descriptions: Python {size / seconds / 1e6:.0f} MB/s, label-reports "
              f"{size / ours / 1e6:.0f} MB/s, {seconds / ours:.1f} times")
        print(f"  whole label-reports against Python's labelling alone: {seconds / median['label-reports']:.1f} times")
        assert labels(os.path.join(folder, "label-reports")) == labels(os.path.join(folder, "python")), "other labels"


for stream in (sys.stdin, sys.stdout):
    stream.reconfigure(encoding="utf-8", newline="")
csv.field_size_limit(1 << 30)
if sys.argv[1] == "label":
    program()
elif sys.argv[1] == "generate":
    generate(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:] == ["distinct"], sys.stdout)
else:
    compare(sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
