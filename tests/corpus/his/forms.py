# SPDX-License-Identifier: Apache-2.0
"""How the same contents may be packed and encoded, and what may stand around them."""
import base64
import gzip
import textwrap
import unicodedata
import zlib
from dataclasses import replace

from build import (ABNORMAL, Account, CUT, DECLARATION, NORMAL, REPORT, SESSION, b64, cdata, dossier, envelope, escaped, hoso,
                   nth, packed, place, reject, row, table, tarred, wrapped, xml1, xml4, zipped)

FIRST, SECOND = nth(1), nth(2, r_description=ABNORMAL)
UTF16 = '<?xml version="1.0" encoding="utf-16"?>'


def add(corpus):
    add_payloads(corpus)
    add_charsets(corpus)
    add_surroundings(corpus)
    add_repairs(corpus)
    add_archives(corpus)


def in_vietnamese_code_page(text):
    """windows-1258: letters with their hats and hooks, then the tone as a mark of its own."""
    out = ""
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
        out += unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in tone)) + tone
    return out


def add_payloads(corpus):
    rows = [row(*FIRST)]

    def one(name, pack, **more):
        corpus.case(name, envelope(dossier(*FIRST, pack=pack)), rows, **more)

    one("base64-with-line-breaks", lambda inner: "\r\n  " + "\r\n\t ".join(textwrap.wrap(b64(inner), 76)) + "\n ")
    one("base64-without-padding", lambda inner: b64(inner + " " * (-len(inner.encode()) % 3 + 1)).rstrip("="))
    one("mark-inside", lambda inner: b64("\ufeff" + DECLARATION + inner))
    one("gzip-inside", packed)
    one("mark-and-gzip-inside", lambda inner: packed("\ufeff" + inner))
    one("nested-elements", lambda inner: inner)
    one("payload-escaped", escaped)
    one("payload-in-cdata", lambda inner: cdata(DECLARATION + inner))
    one("payload-escaped-with-declaration", lambda inner: escaped(UTF16 + inner))
    one("utf-16-declared-on-utf-8", lambda inner: b64(UTF16 + inner))
    one("base64-in-cdata", lambda inner: cdata(b64(inner)))
    one("blanks-and-breaks-in-tags", lambda inner: b64(inner.replace("<MA_LK>", "<MA_LK \n>").replace(
        "</MO_TA>", "</MO_TA >")))
    mixed = hoso(table("XML1", xml1(FIRST[0])), table("XML4", packed(xml4(FIRST[1]))))
    corpus.case("packings-mixed-in-a-hoso", envelope(mixed), rows)
    doubled = base64.b64encode(b64(xml1(FIRST[0])).encode()).decode()
    content = envelope(hoso(table("XML1", doubled)), dossier(*SECOND))
    corpus.case("base64-twice", content, [row(*SECOND)], sessions=Account(2, 1), rejects=[
        reject("sessions", "XML1 payload is not well-formed XML", place(content, "<NOIDUNGFILE>"))])


def add_charsets(corpus):
    composed = [replace(FIRST[1], description=in_vietnamese_code_page(NORMAL),
                        conclusion=in_vietnamese_code_page(FIRST[1].conclusion))]
    declared = '<?xml version="1.0" encoding="windows-1258"?>'

    def vietnamese(inner):
        return b64((declared + in_vietnamese_code_page(inner)).encode("cp1258"))
    corpus.case("windows-1258-inside", envelope(dossier(*FIRST, pack=vietnamese)), [row(FIRST[0], composed[0])])

    outside = envelope(dossier(*FIRST, pack=lambda inner: inner), declaration=declared + "\n")
    corpus.case("windows-1258-outside", in_vietnamese_code_page(outside).encode("cp1258"), [row(FIRST[0], composed[0])])
    corpus.case("windows-1258-outside-utf-8-inside", envelope(dossier(*FIRST), declaration=declared + "\n"),
                [row(*FIRST)])

    rows = [row(*FIRST), row(*SECOND)]
    plain = envelope(dossier(*FIRST, pack=lambda inner: inner), dossier(*SECOND), declaration=UTF16 + "\n")
    corpus.case("utf-16-outside", b"\xff\xfe" + plain.encode("utf-16-le"), rows)
    corpus.case("utf-16-big-endian-outside", b"\xfe\xff" + plain.encode("utf-16-be"), rows)
    corpus.case("utf-16-without-mark-outside", plain.encode("utf-16-le"), rows)
    corpus.case("utf-16-declared-on-utf-8-outside", plain, rows)
    corpus.case("utf-16-inside", envelope(
        dossier(*FIRST, pack=lambda inner: b64(b"\xff\xfe" + (UTF16 + inner).encode("utf-16-le"))),
        dossier(*SECOND, pack=lambda inner: b64((UTF16 + inner).encode("utf-16-be")))), rows)

    latin = "b\u00e9b\u00e9"
    french = replace(FIRST[1], description=latin, conclusion="")
    corpus.case("latin-1-inside", envelope(hoso(table("XML1", b64(xml1(FIRST[0]))), table("XML4", b64(
        ('<?xml version="1.0" encoding="ISO-8859-1"?>' + xml4(french)).encode("latin-1"))))), [row(FIRST[0], french)])

    invalid = xml4(FIRST[1]).encode().replace("phổi".encode(), b"ph\xe1\xbb i", 1)
    content = envelope(hoso(table("XML1", b64(xml1(FIRST[0]))), table("XML4", b64(invalid))), dossier(*SECOND))
    corpus.case("invalid-utf-8-inside", content, [row(*SECOND)], sessions=Account(2, 1), rejects=[
        reject("sessions", "XML4 payload holds a byte that is no text of XML in UTF-8",
               place(content, "<NOIDUNGFILE>", 2))])
    unknown = envelope(dossier(*FIRST, pack=lambda inner: b64('<?xml version="1.0" encoding="x-tcvn"?>' + inner)),
                       dossier(*SECOND))
    corpus.case("unknown-charset-inside-on-utf-8", unknown, rows)


def add_surroundings(corpus):
    rows = [row(*FIRST), row(*SECOND)]
    both = dossier(*FIRST), dossier(*SECOND, pack=lambda inner: inner)
    plain = envelope(*both)
    corpus.case("mark-outside", "\ufeff" + plain, rows)
    corpus.case("no-declaration", envelope(*both, declaration=""), rows)
    corpus.case("carriage-returns", plain.replace("\n", "\r\n"), rows)
    signature = ('<CHUKYDONVI><ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo>'
                 "<ds:Reference URI=''/></ds:SignedInfo><ds:SignatureValue>AAAA</ds:SignatureValue></ds:Signature>"
                 "</CHUKYDONVI>")
    corpus.case("namespaces-and-a-signature", envelope(
        *both, root=' xmlns="urn:invented" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="a>b"',
        signature=signature), rows)
    corpus.case("processing-instructions", plain.replace(
        "<THONGTINHOSO>", "<?viewer form='1' > ?><THONGTINHOSO>").replace("<LOAIHOSO>", "<?a b?><LOAIHOSO>"), rows)
    corpus.case("all-on-one-line", envelope(dossier(*FIRST), dossier(*SECOND)).replace("\n", ""), rows)
    corpus.case("attributes-on-elements", plain.replace("<HOSO>", "<HOSO id='1' note=\"a > b\">"), rows)
    corpus.case("comments-and-a-hoso-in-one", plain.replace(
        "<DANHSACHHOSO>", "<DANHSACHHOSO><!-- <HOSO>" + table("XML1", b64(xml1(nth(7)[0]))) + "</HOSO> -->"), rows)
    late = envelope(dossier(replace(FIRST[0], facility=""), FIRST[1]), facility="").replace(
        "</DANHSACHHOSO>", "</DANHSACHHOSO><MACSKCB>25001</MACSKCB>").replace("<MACSKCB></MACSKCB>", "", 1)
    corpus.case("facility-behind-the-sessions", late, [row(*FIRST)])


def add_repairs(corpus):
    marks = replace(FIRST[1], description="tim & phổi, chỉ số < 0,5 & >")
    bare = envelope(hoso(table("XML1", b64(xml1(FIRST[0]))), table("XML4", b64(xml4(marks, text=str)))))
    corpus.case("raw-marks-in-base64", bare, [row(FIRST[0], marks, "repaired_xml")])
    nested = envelope(dossier(FIRST[0], marks, pack=lambda inner: inner, text=str), dossier(*SECOND))
    corpus.case("raw-marks-in-nested-elements", nested, [row(FIRST[0], marks, "repaired_xml"), row(*SECOND)])
    entity = replace(FIRST[1], description="tim&nbsp;phổi")
    corpus.case("entity-of-html", envelope(hoso(table("XML1", b64(xml1(FIRST[0]))), table("XML4", b64(
        xml4(entity, text=str))))), [row(FIRST[0], entity, "repaired_xml")])
    control = replace(FIRST[1], description="tim\x01phổi\x1f bt")
    corpus.case("control-bytes", envelope(dossier(FIRST[0], control), dossier(*SECOND)),
                [row(FIRST[0], replace(control, description="timphổi bt"), "repaired_xml"), row(*SECOND)])
    in_name = replace(FIRST[0], name="Bịa & Đặt")
    corpus.case("raw-mark-in-a-field-that-is-not-read", envelope(hoso(
        table("XML1", b64(xml1(in_name, text=str))), table("XML4", b64(xml4(FIRST[1]))))),
        [row(*FIRST, "repaired_xml")])


def add_archives(corpus):
    rows = [row(*FIRST)]
    first, second = envelope(dossier(*FIRST)), envelope(dossier(*SECOND))
    corpus.case("gzip", gzip.compress(first.encode(), 9, mtime=0), rows, ending=".xml.gz")

    def members(name, ending):
        whole = name + ending
        return [row(*FIRST, source=f"{whole}/a.xml"), row(*SECOND, source=f"{whole}/in/b.xml")]
    both = {"a.xml": first, "in/b.xml": second}
    corpus.case("zip", zipped(both), members("zip", ".zip"), ending=".zip")
    corpus.case("tar", tarred(both), members("tar", ".tar"), ending=".tar")
    corpus.case("tar-gz", gzip.compress(tarred(both), 9, mtime=0), members("tar-gz", ".tar.gz"), ending=".tar.gz")
    nested = zipped({"a.xml.gz": gzip.compress(first.encode(), 9, mtime=0), "in.zip": zipped({"b.xml": second})})
    corpus.case("gzip-and-zip-in-zip", nested, [
        row(*FIRST, source="gzip-and-zip-in-zip.zip/a.xml.gz"),
        row(*SECOND, source="gzip-and-zip-in-zip.zip/in.zip/b.xml")], ending=".zip")
    corpus.case("archives-and-files-in-a-folder",
                {"a.xml": first, "b.zip": zipped({"b.xml": second}), "notes.txt": "not read"},
                [row(*FIRST, source="a.xml"), row(*SECOND, source="b.zip/b.xml")])

    damaged = bytearray(zipped({"a.xml": first, "b.xml": second, "c.xml": envelope(dossier(*nth(3)))}))
    head = damaged.index(b"PK\x03\x04", 4)
    damaged[head + 60] ^= 0x55
    corpus.case("zip-with-a-damaged-member", bytes(damaged), [
        row(*FIRST, source="zip-with-a-damaged-member.zip/a.xml"),
        row(*nth(3), source="zip-with-a-damaged-member.zip/c.xml")], ending=".zip", rejects=[
        reject("files", "is damaged or cut short", file="zip-with-a-damaged-member.zip/b.xml")])
    corpus.case("zip-cut", zipped(both)[:-30], members("zip-cut", ".zip"), ending=".zip", rejects=[
        reject("files", "is damaged or cut short; not all of its members were found", file="zip-cut.zip")])
    locked = bytearray(zipped(both))
    locked[6] |= 1
    corpus.case("zip-encrypted", bytes(locked), members("zip-encrypted", ".zip")[1:], ending=".zip", rejects=[
        reject("files", "is encrypted; pack it without a password", file="zip-encrypted.zip/a.xml")])
    cut = gzip.compress(first.encode(), 9, mtime=0)
    readable = zlib.decompressobj(31).decompress(cut[:len(cut) // 2])
    corpus.case("gzip-cut", cut[:len(cut) // 2], ending=".xml.gz", sessions=Account(1), rejects=[
        reject("sessions", "HOSO " + CUT, place(readable + b"\0", "\0")),
        reject("files", "is damaged or cut short")])
