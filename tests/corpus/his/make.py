#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the corpus of session files into the folder `cases` beside this script: one case for each quirk that exports of
hospitals show, or may show, each with the rows and rejects that must come of it. The results are written down here from
what docs/formats.md says and never taken from the program. Run it after a change and commit what it writes."""
import pathlib
import shutil

import damaged
import forms
import tables
import versions
from build import Corpus

FOLDER = pathlib.Path(__file__).parent / "cases"


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    corpus = Corpus(FOLDER)
    for group in (tables, forms, versions, damaged):
        group.add(corpus)
    print(f"{len(corpus.names)} cases")


if __name__ == "__main__":
    main()
