# SPDX-License-Identifier: Apache-2.0
"""Reference cases: a folder each with expected.json (values with tolerances, and the values that wrong tools give)."""
import json
import pathlib
import subprocess
import sys
import tempfile

SKIPPED = 77


class Case:
    def __init__(self, tool, folder, control):
        self.tool, self.folder, self.control = tool, folder, control
        self.known = json.loads((folder / "expected.json").read_text())
        self.checks, self.failures = 0, []

    def known_at(self, part, path):
        """What stands at a path such as per_class/chest/f1; a number of a list counts from 0."""
        found = self.known[part]
        for key in path.split("/"):
            found = found[key] if not isinstance(found, list) else found[int(key)]
        return found

    def expected(self, path):
        return self.known_at("expected", path)

    def alternative(self, path):
        return self.known_at("alternatives", path)["value"]

    def output(self, *arguments):
        done = subprocess.run([self.tool, "--quiet", *map(str, arguments)], capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{self.folder.name}: {arguments}: exit {done.returncode}\n{done.stderr}")
        return done.stdout

    def near(self, what, number, value, tolerance):
        """value None: the cell must be empty. The control puts the first value wrong."""
        self.checks += 1
        if self.control:
            value, self.control = (value or 0) + 1, False
        right = number == "" if value is None else number != "" and abs(float(number) - value) <= tolerance
        if not right:
            self.failures.append(f"{what}: {number}, expected {value} +- {tolerance}")

    def same(self, what, number, path, tolerance="abs_tol"):
        expected = self.expected(path)
        self.near(what, number, expected["value"], expected.get(tolerance, 0))

    def inside(self, what, number, window):
        self.checks += 1
        if not window[0] <= float(number) <= window[1]:
            self.failures.append(f"{what}: {number} is outside {window}")

    def not_the(self, what, number, path):
        self.checks += 1
        if abs(float(number) - self.alternative(path)) < 1e-7:
            self.failures.append(f"{what}: {number} is what a wrong tool gives ({path})")


def run_cases(cases, kind=Case):
    """cases: by the name of their folder, what is called with a case and a folder for scratch. The exit status."""
    arguments = sys.argv[1:]
    control = arguments[0] == "--control"
    tool, folder = arguments[control:]
    folder = pathlib.Path(folder)
    if not folder.is_dir():
        print(f"skipped: no folder {folder.name} with cases beside the project")
        return SKIPPED
    failed = checks = 0
    for name, check in cases.items():
        case = kind(tool, folder / name, control)
        with tempfile.TemporaryDirectory() as scratch:
            check(case, pathlib.Path(scratch))
        checks += case.checks
        for failure in case.failures:
            print(f"{name}: {failure}")
        failed += bool(case.failures)
    print(f"{len(cases)} cases, {checks} checks, {failed} cases failed")
    if control:
        return 0 if failed == len(cases) else 1
    return 1 if failed else 0
