# SPDX-License-Identifier: Apache-2.0
"""Damage and hostile files: one bad dossier costs no other, and nothing is lost without a word."""
import gzip

from build import (ABNORMAL, Account, CUT, b64, cdata, dossier, envelope, hoso, nth, packed, place, reject, row, table,
                   wrapped, xml1, xml4)

FIRST, SECOND, THIRD = nth(1), nth(2, r_description=ABNORMAL), nth(3)


def plain(inner):
    return inner


def behind(content, mark, number=1):
    """Line and column behind the number-th `mark`, which has at most one line break."""
    line, column = place(content, mark, number)
    return line + mark.count("\n"), len(mark) - mark.find("\n") if "\n" in mark else column + len(mark)


def add(corpus):
    add_files(corpus)
    add_dossiers(corpus)
    add_payloads(corpus)


def add_files(corpus):
    empty = "has no XML element; it is empty or cut off"
    corpus.case("empty-file", "", rejects=[reject("files", empty, (1, 1))])
    corpus.case("file-of-blanks", "\n \n", rejects=[reject("files", empty, (3, 1))])
    corpus.case("no-session-data", "<?xml version='1.0'?>\n<html><body>503</body></html>\n", rejects=[
        reject("files", "holds no session: neither HOSO nor TONG_HOP nor CHI_TIET_CLS")])
    corpus.case("no-xml-at-all", b"%PDF-1.4\n\x00\x01\x02", rejects=[
        reject("files", "is not well-formed XML", (1, 1))])
    content = envelope(dossier(*FIRST))
    for name, head in (("doctype", "<!DOCTYPE GIAMDINHHS [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>\n"),
                       ("doctype-of-growing-entities", "<!DOCTYPE GIAMDINHHS [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b "
                        "'&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;'>]>\n")):
        with_doctype = content.replace("<GIAMDINHHS>", head + "<GIAMDINHHS>")
        corpus.case(name, with_doctype, rejects=[
            reject("files", "has a DOCTYPE, which is not read; remove it", place(with_doctype, "<!DOCTYPE"))])
    deep = "<GIAMDINHHS>" + "<a>" * 5000 + "</a>" * 5000 + dossier(*FIRST) + "</GIAMDINHHS>\n"
    corpus.case("deep-nesting-outside", deep, [row(*FIRST)], rejects=[
        reject("files", "nests elements too deeply", (1, 1 + len("<GIAMDINHHS>") + 63 * 3))])


def add_dossiers(corpus):
    three = envelope(*(dossier(*one) for one in (FIRST, SECOND, THIRD)))
    middle = [row(*FIRST), row(*THIRD)]
    session_rejected = "its session was rejected"
    second_end = three.index("</HOSO>", three.index("</HOSO>") + 1)

    # What could be read of the second is told as well.
    without_end = three[:second_end] + three[second_end + len("</HOSO>\n"):]
    corpus.case("end-of-a-hoso-lost", without_end, middle, sessions=Account(3, 2), reports=Account(3, 2), rejects=[
        reject("sessions", "HOSO " + CUT, place(without_end, "<HOSO>", 3)),
        reject("reports", session_rejected, place(without_end, "<NOIDUNGFILE>", 4))])

    second_start = three.index("<HOSO>", three.index("</HOSO>"))
    without_start = three[:second_start] + three[second_start + len("<HOSO>\n"):]
    corpus.case("start-of-a-hoso-lost", without_start, middle, sessions=Account(3, 2), rejects=[
        reject("sessions", "the beginning of its dossier is lost; its file is damaged"),
        reject("files", "has an end tag that closes another element", behind(without_start, "</HOSO>", 2))])

    cut = three[:second_end]
    corpus.case("cut-inside-a-hoso", cut, [row(*FIRST)], sessions=Account(3, 1), reports=Account(2, 1), rejects=[
        reject("sessions", "HOSO " + CUT, place(cut + "\0", "\0")),
        reject("reports", session_rejected, place(cut, "<NOIDUNGFILE>", 4)),
        reject("sessions", "a session that is declared here lies in the damaged part of the file", place(three, "<SOLUONGHOSO>")),
        reject("files", CUT, place(cut, "<HOSO>", 2))])
    cut = three[:three.index("</DANHSACHHOSO>")]
    corpus.case("cut-behind-the-last-hoso", cut, [row(*one) for one in (FIRST, SECOND, THIRD)], rejects=[
        reject("files", CUT, place(cut + "\0", "\0"))])
    broken = three.replace("<FILEHOSO><LOAIHOSO>XML4</LOAIHOSO>", "<FILEHOSO><LOAIHOSO>XML4</LOAIHOS>", 2).replace(
        "<FILEHOSO><LOAIHOSO>XML4</LOAIHOS>", "<FILEHOSO><LOAIHOSO>XML4</LOAIHOSO>", 1)
    corpus.case("broken-tags-inside-a-hoso", broken, middle, sessions=Account(3, 2), rejects=[
        reject("sessions", "HOSO has an end tag that closes another element", behind(broken, "</LOAIHOS>"))])
    unclosed = envelope(dossier(*FIRST), hoso(table("XML1", xml1(SECOND[0]).replace("]]>", "", 1))), dossier(*THIRD))
    corpus.case("unterminated-cdata-in-nested-elements", unclosed, middle, sessions=Account(3, 2), rejects=[
        reject("sessions", "HOSO has an end tag that closes another element", behind(unclosed, "</DIA_CHI>"))])
    deep = envelope(dossier(*FIRST), hoso(table("XML1", "<a>" * 5000 + "</a>" * 5000)), dossier(*THIRD))
    corpus.case("deep-nesting-in-a-hoso", deep, middle, sessions=Account(3, 2), rejects=[
        reject("sessions", "HOSO nests elements too deeply", behind(deep, "<a", 62))])
    noise = three.replace("</HOSO>\n<HOSO>", "</HOSO>\n<&\x00\x07 ]]> <!-- <HOSO>", 1)
    corpus.case("noise-between-two-hoso", noise, [row(*one) for one in (FIRST, SECOND, THIRD)],
                rejects=[reject("files", "holds an unescaped & or <", behind(noise, "</HOSO>\n<"))])
    empty = envelope(dossier(*FIRST), hoso(), "<HOSO/>\n")
    corpus.case("empty-hoso", empty, [row(*FIRST)], sessions=Account(3, 1, {"no_header": 2}))


def add_payloads(corpus):
    def middle(name, content, reason, table_name="XML4"):
        """The second of three dossiers has a payload that cannot be read."""
        if table_name == "XML4":
            tables = table("XML1", b64(xml1(SECOND[0]))), table("XML4", content)
        else:
            tables = table("XML1", content), table("XML4", b64(xml4(SECOND[1])))
        whole = envelope(dossier(*FIRST), hoso(*tables), dossier(*THIRD))
        at = place(whole, "<NOIDUNGFILE>", 4 if table_name == "XML4" else 3)
        rejects = [reject("sessions", f"{table_name} payload {reason}", at)]
        if table_name == "XML1":
            rejects.insert(0, reject("reports", "no session of this file has its code", place(whole, "<NOIDUNGFILE>", 4)))
        corpus.case(name, whole, [row(*FIRST), row(*THIRD)], rejects, Account(3, 2),
                    Account(2 + (table_name == "XML1"), 2))

    content = b64(xml4(SECOND[1]))
    middle("base64-with-a-wrong-character", content[:40] + "*" + content[41:], "is not base64")
    middle("base64-cut-inside-a-group", content[:41], "is not base64")
    middle("base64-of-noise", b64(bytes(range(255, 0, -1)) * 4), "holds bytes that are no text in its encoding")
    middle("base64-of-a-cut-inner-file", b64(xml4(SECOND[1])[:300]), CUT)
    middle("xml1-cut", b64(xml1(SECOND[0])[:200]), CUT, "XML1")
    middle("inner-doctype", b64("<!DOCTYPE a [<!ENTITY x 'y'>]>" + xml4(SECOND[1])),
           "has a DOCTYPE, which is not read; remove it")
    middle("inner-deep-nesting", b64("<a>" * 5000 + "</a>" * 5000), "nests elements too deeply")
    middle("inner-unterminated-cdata", b64(xml4(SECOND[1]).replace("]]>", "")),
           "has a CDATA section or comment that does not end")
    middle("inner-empty-xml1", "", "has no TONG_HOP", "XML1")
    zipped = bytearray(gzip.compress(xml4(SECOND[1]).encode(), 9, mtime=0))
    zipped[len(zipped) // 2] ^= 0x55
    middle("gzip-damaged", b64(bytes(zipped)), "is damaged gzip")
    middle("gzip-cut-inside", b64(bytes(zipped[:60])), "is damaged gzip")
    bomb = gzip.compress(b"\x00" * (65 << 20), 9, mtime=0)
    middle("gzip-bomb", b64(bomb), "is larger than 64 MiB")
    nested = xml4(SECOND[1]).replace("]]>", "]]><b>fett</b>", 1)
    inside = envelope(dossier(*FIRST), hoso(table("XML1", b64(xml1(SECOND[0]))), table("XML4", nested)))
    corpus.case("element-inside-a-text-field", inside, [row(*FIRST)], reports=Account(2, 1),
                sessions=Account(2, 1, {"no_report": 1}), rejects=[
                    reject("reports", "CHI_TIET_CLS holds an element inside a text field",
                           place(inside, "<CHI_TIET_CLS>"))])
    twice = xml4(SECOND[1]).replace("<STT>1</STT>", "<MA_LK>LK0001</MA_LK>", 1)
    given = envelope(dossier(*FIRST), hoso(table("XML1", b64(xml1(SECOND[0]))), table("XML4", twice)))
    corpus.case("field-given-twice", given, [row(*FIRST)], reports=Account(2, 1),
                sessions=Account(2, 1, {"no_report": 1}), rejects=[
                    reject("reports", "CHI_TIET_CLS gives a field twice", place(given, "<CHI_TIET_CLS>"))])
