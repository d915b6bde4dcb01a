# SPDX-License-Identifier: Apache-2.0
"""The same sessions exported more than once, in several files."""
from dataclasses import replace

from build import ABNORMAL, Account, CUT, dossier, envelope, nth, place, reject, row

TIED = "another file gives this session with other contents and is not older, or one has no date; keep the one that holds"


def plain(inner):
    return inner


def add(corpus):
    first, other = nth(1), nth(2)
    corrected = replace(first[1], description=ABNORMAL)
    old = envelope(dossier(*first, pack=plain), dossier(*other, pack=plain), made="20201130")
    new = envelope(dossier(first[0], corrected, pack=plain), made="20201201")
    superseded = {"sessions": Account(3, 2, {"superseded": 1}), "reports": Account(3, 2, {"superseded": 1})}
    rows = [row(*other, source="a.xml"), row(first[0], corrected, "supersedes", source="b.xml")]
    corpus.case("corrected-later", {"a.xml": old, "b.xml": new}, rows, **superseded)
    corpus.case("corrected-later-but-read-first", {"a.xml": new, "b.xml": old},
                [rows[1] | {"source": "a.xml"}, rows[0] | {"source": "b.xml"}], **superseded)

    def tie(name, *files, excluded=()):
        rejects = []
        for file, content in files:
            rejects += [reject("sessions", TIED, place(content, "<TONG_HOP>"), file),
                        reject("reports", "its session was rejected", place(content, "<CHI_TIET_CLS>"), file)]
        contents = dict(files) | dict(excluded)
        count = {"superseded": len(excluded)} if excluded else {}
        corpus.case(name, contents, rejects=rejects, sessions=Account(len(contents), 0, count),
                    reports=Account(len(contents), 0, count))
    changed = envelope(dossier(first[0], corrected, pack=plain), made="20201130")
    alone = envelope(dossier(*first, pack=plain), made="20201130")
    tie("corrected-on-the-same-day", ("a.xml", alone), ("b.xml", changed))
    third = envelope(dossier(first[0], replace(corrected, time="202011021200"), pack=plain), made="20201101")
    tie("tie-above-an-older-one", ("a.xml", alone), ("b.xml", changed), excluded={"c.xml": third}.items())
    tie("corrected-without-a-date", ("a.xml", alone),
        ("b.xml", envelope(dossier(first[0], corrected, pack=plain), made="")))
    tie("corrected-with-an-impossible-date", ("a.xml", alone),
        ("b.xml", envelope(dossier(first[0], corrected, pack=plain), made="20201399")))

    copy = envelope(dossier(*first), made="20201205")
    corpus.case("exact-copy-in-a-later-file", {"a.xml": alone, "b.xml": copy}, [row(*first, source="a.xml")],
                sessions=Account(2, 1, merged=1), reports=Account(2, 1, merged=1))

    elsewhere = replace(first[0], facility="25002")
    corpus.case("same-code-in-two-facilities", {"a.xml": alone, "b.xml": envelope(
        dossier(elsewhere, corrected), facility="25002", made="20201130")},
        [row(*first, source="a.xml"), row(elsewhere, corrected, source="b.xml")])

    bad = "<GIAMDINHHS><THONGTINHOSO>"
    corpus.case("a-bad-file-among-good-ones", {"a.xml": alone, "b.xml": bad, "c.xml": envelope(dossier(*other))},
                [row(*first, source="a.xml"), row(*other, source="c.xml")], rejects=[
                    reject("files", CUT, place(bad + "\n", "\n"), "b.xml")])
