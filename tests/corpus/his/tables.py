# SPDX-License-Identifier: Apache-2.0
"""Which tables, sessions and reports a file has, and what stands in their fields."""
from dataclasses import replace

from build import (ABNORMAL, Account, NORMAL, REPORT, SESSION, Report, Session, b64, cdata, dossier, envelope, escaped,
                   hoso, nth, place, reject, row, table, wrapped, xml1, xml4, xml4_row)

XSI = ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"'


def plain(inner):
    return inner


def add(corpus):
    add_decrees(corpus)
    add_joins(corpus)
    add_fields(corpus)
    add_times(corpus)
    add_services(corpus)


def add_decrees(corpus):
    order = wrapped("DSACH_CHI_TIET_DVKT", "<CHI_TIET_DVKT><MA_LK>LK0001</MA_LK><STT>1</STT>"
                    "<MA_DICH_VU>18.0119.0028</MA_DICH_VU><NGAY_YL>202011020740</NGAY_YL><NGAY_KQ/></CHI_TIET_DVKT>")
    drugs = wrapped("DSACH_CHI_TIET_THUOC", "<CHI_TIET_THUOC><MA_LK>LK0001</MA_LK><STT>1</STT>"
                    "<TEN_THUOC>Thuốc bịa</TEN_THUOC></CHI_TIET_THUOC>")
    course = wrapped("DSACH_CHI_TIET_DIEN_BIEN_BENH", "<CHI_TIET_DIEN_BIEN_BENH><MA_LK>LK0001</MA_LK>"
                     "<DIEN_BIEN>Ho, sốt</DIEN_BIEN></CHI_TIET_DIEN_BIEN_BENH>")
    corpus.case("4210-one-session", envelope(hoso(
        table("XML1", b64(xml1(SESSION))), table("XML2", b64(drugs)), table("XML3", b64(order)),
        table("XML4", b64(xml4(REPORT))), table("XML5", b64(course))), root=XSI), [row(SESSION, REPORT)])

    corpus.case("130-wrapped-tables", envelope(dossier(SESSION, REPORT, decree=130)), [row(SESSION, REPORT)])

    def newer(last):
        tables = [table("XML1", b64(xml1(SESSION, 130)))]
        for number in range(2, last + 1):
            content = xml4(REPORT, decree=130) if number == 4 else wrapped(
                "CHI_TIEU", wrapped("CHI_TIET", "<MA_LK>LK0001</MA_LK><NGAY_VAO>209901010000</NGAY_VAO>"))
            tables.append(table(f"XML{number}", b64(content)))
        return envelope(hoso(*tables), root=XSI)
    corpus.case("4750-fifteen-tables", newer(15), [row(SESSION, REPORT)])
    corpus.case("3176-unknown-tables", newer(18), [row(SESSION, REPORT)])

    first, second, third = nth(1), nth(2, r_description=ABNORMAL), nth(3)
    corpus.case("three-sessions-in-a-file", envelope(dossier(*first), dossier(*second), dossier(*third)),
                [row(*first), row(*second), row(*third)])

    check_in = wrapped("CHI_TIEU_TRANG_THAI_KCB", wrapped("DSACH_TRANG_THAI_KCB", wrapped(
        "TRANG_THAI_KCB", "<MA_LK>LK0009</MA_LK><MA_BN>00009</MA_BN><NGAY_VAO>202011020700</NGAY_VAO>")))
    corpus.case("xml0-check-in-message", envelope(hoso(table("XML0", b64(check_in))), dossier(*first)), [row(*first)],
                sessions=Account(2, 1, {"no_header": 1}))
    corpus.case("admitted-is-not-check-in", envelope(dossier(SESSION, REPORT, decree=130, pack=plain)),
                [row(SESSION, REPORT)])


def add_joins(corpus):
    first, second = nth(1), nth(2, r_description=ABNORMAL)
    crossed = envelope(dossier(first[0], second[1]), dossier(second[0], first[1]))
    corpus.case("rows-joined-by-code-not-position", crossed, [row(second[0], second[1]), row(*first)])

    both = (first[1], second[1])
    corpus.case("rows-repeated-in-every-hoso", envelope(dossier(first[0], *both), dossier(second[0], *both)),
                [row(*first), row(*second)], reports=Account(4, 2, merged=2))

    corpus.case("rows-before-their-session", envelope(
        hoso(table("XML4", b64(xml4(first[1]))), table("XML1", b64(xml1(first[0])))),
        hoso(table("XML4", b64(xml4(second[1])))), hoso(table("XML1", b64(xml1(second[0]))))),
        [row(*first), row(*second)], sessions=Account(3, 2, {"no_header": 1}))

    stray = envelope(dossier(first[0], first[1], replace(second[1], code="LK0077"), pack=plain))
    corpus.case("row-of-no-session", stray, [row(*first)], reports=Account(2, 1), rejects=[
        reject("reports", "no session of this file has its code", place(stray, "<CHI_TIET_CLS>", 2))])

    corpus.case("no-xml4", envelope(dossier(first[0]), dossier(*second)), [row(*second)],
                sessions=Account(2, 1, {"no_report": 1}))
    corpus.case("same-hoso-twice", envelope(dossier(*first), dossier(*first)), [row(*first)],
                sessions=Account(2, 1, merged=1), reports=Account(2, 1, merged=1))

    other = replace(first[0], patient="00999")
    twice = envelope(dossier(*first, pack=plain), dossier(other, pack=plain))
    reason = "its file gives this session twice with different contents; keep the one that holds"
    corpus.case("session-twice-with-other-contents", twice, sessions=Account(2), reports=Account(1), rejects=[
        reject("sessions", reason, place(twice, "<TONG_HOP>")),
        reject("reports", "its session was rejected", place(twice, "<CHI_TIET_CLS>")),
        reject("sessions", reason, place(twice, "<TONG_HOP>", 2))])

    two = (first[1], replace(first[1], number="2", description=ABNORMAL, time="202011021030"))
    corpus.case("two-reports-in-a-session", envelope(dossier(first[0], *two)), [row(first[0], one) for one in two],
                sessions=Account(1, 1))
    corpus.case("no-envelope", f"<DATA>\n{xml1(first[0])}\n{wrapped('ROWS', xml4(first[1]))}\n</DATA>\n",
                [row(*first)])
    corpus.case("facility-of-the-session-holds", envelope(
        dossier(replace(first[0], facility="25099"), first[1]), dossier(replace(second[0], facility=""), second[1])),
        [row(replace(first[0], facility="25099"), first[1]), row(*second)])

    for name, count, lost in (("soluonghoso-too-small", 1, []), ("soluonghoso-too-large", 3, None)):
        wrong = envelope(dossier(*first), dossier(*second), count=count)
        if lost is None:
            lost = [reject("sessions", "a session that is declared here is not in the file", place(wrong, "<SOLUONGHOSO>"))]
        corpus.case(name, wrong, [row(*first), row(*second)], lost, sessions=Account(2 + len(lost), 2))
    corpus.case("soluonghoso-missing", envelope(dossier(*first)).replace("<SOLUONGHOSO>1</SOLUONGHOSO>", ""),
                [row(*first)])


def add_fields(corpus):
    zeros = replace(SESSION, code="0012", patient="00000000")
    corpus.case("leading-zeros-stay", envelope(dossier(zeros, replace(REPORT, code="0012"))),
                [row(zeros, replace(REPORT, code="0012"))])
    blanks = envelope(hoso(table(" XML1\n", b64(xml1(SESSION))), table("xml4", b64(xml4(REPORT).replace(
        "<MA_DICH_VU>18", "<MA_DICH_VU> \n18").replace("0028<", "0028 <")))))
    corpus.case("loaihoso-in-small-letters-and-blanks", blanks, [row(SESSION, REPORT)])

    bad = envelope(*(dossier(*nth(number, **changes), pack=plain) for number, changes in (
        (1, {"code": "", "r_code": "LK0001"}), (2, {"patient": " "}), (3, {"check_in": ""}), (4, {}))))
    corpus.case("empty-codes-and-check-in", bad, [row(*nth(4))], sessions=Account(4, 1), reports=Account(4, 1),
                rejects=[
                    reject("sessions", "session code MA_LK is empty", place(bad, "<TONG_HOP>")),
                    reject("reports", "no session of this file has its code", place(bad, "<CHI_TIET_CLS>")),
                    reject("sessions", "patient code MA_BN is empty", place(bad, "<TONG_HOP>", 2)),
                    reject("reports", "its session was rejected", place(bad, "<CHI_TIET_CLS>", 2)),
                    reject("sessions", "check-in time NGAY_VAO is empty", place(bad, "<TONG_HOP>", 3)),
                    reject("reports", "its session was rejected", place(bad, "<CHI_TIET_CLS>", 3))])

    sexes = [nth(1, sex="1", birth="1970"), nth(2, sex="2", birth="197004120830"), nth(3, sex="3", birth=""),
             nth(4, sex="", birth="70"), nth(5, sex="9", birth="00000000")]
    births = ["1970", "1970", "", "", ""]
    corpus.case("sexes-and-births", envelope(*(dossier(*one) for one in sexes)),
                [row(*one, birth_year=year) for one, year in zip(sexes, births)])

    cut = "x" * 1023 + "ổ"
    texts = [("1", cut, "truncated_1024"), ("2", "", "empty_description"), ("3", " \n\u00a0", "empty_description"),
             ("4", "y" * 1023, "near_1024"), ("5", "y" * 1025, "")]
    reports = [replace(REPORT, number=number, description=text) for number, text, _ in texts]
    corpus.case("cut-and-empty-descriptions", envelope(dossier(SESSION, *reports)),
                [row(SESSION, one, warning) for one, (_, _, warning) in zip(reports, texts)], sessions=Account(1, 1))

    html = "Tim phổi<br/>bình&nbsp;thường&#13; &amp; <b>hết</b>"
    fields = [replace(REPORT, number="1", description=html), replace(REPORT, number="2", description="a ]]> b"),
              replace(REPORT, number="3", description="nhu\u00a0mô\u200b phổi\ttrái")]
    corpus.case("html-and-odd-blanks-stay-as-written", envelope(dossier(SESSION, *fields)),
                [row(SESSION, one) for one in fields], sessions=Account(1, 1))
    corpus.case("text-escaped-not-cdata", envelope(dossier(SESSION, *fields, text=escaped)),
                [row(SESSION, one) for one in fields], sessions=Account(1, 1))
    numeric = "".join(f"&#{ord(c)};" for c in "Nhu mô phổi <bt> & hết")
    corpus.case("character-references", envelope(dossier(SESSION, REPORT).replace(
        b64(xml4(REPORT)), b64(xml4(REPORT).replace(cdata(REPORT.description), numeric)))),
        [row(SESSION, replace(REPORT, description="Nhu mô phổi <bt> & hết"))])

    absent = xml4_row(REPORT).replace(f"<KET_LUAN>{cdata(REPORT.conclusion)}</KET_LUAN>", "").replace(
        "<STT>1</STT>", "<STT/>")
    corpus.case("elements-absent-or-empty", envelope(hoso(
        table("XML1", b64(xml1(replace(SESSION, check_out="")).replace("<NGAY_RA></NGAY_RA>", ""))),
        table("XML4", b64(wrapped("DSACH_CHI_TIET_CLS", absent))))),
        [row(replace(SESSION, check_out=""), replace(REPORT, conclusion=""), "session_open")])


def add_times(corpus):
    no_end = replace(SESSION, check_out="")
    corpus.case("check-out-empty", envelope(dossier(no_end, REPORT)), [row(no_end, REPORT, "session_open")])
    no_time = replace(REPORT, time="")
    corpus.case("report-time-empty", envelope(dossier(SESSION, no_time)), [row(SESSION, no_time, "no_report_time")])
    seconds = (replace(SESSION, check_in="20201102073158", check_out="20201102110501"),
               replace(REPORT, time="20201102091540"))
    corpus.case("times-of-14-digits", envelope(dossier(*seconds)), [row(*seconds)])
    days = replace(SESSION, check_in="20201102", check_out="20201102")
    corpus.case("days-are-whole-days", envelope(dossier(days, REPORT)), [row(days, REPORT)])

    early = (replace(SESSION, check_out="202011020630"), REPORT)
    corpus.case("check-out-before-check-in", envelope(dossier(*early)), [row(*early, "check_out_before_check_in")])

    wrong = ["202013021105", "20201102110", "000000000000", "202011022460", "2020-11-02 11:05", "202002300800"]
    sessions = [nth(number, check_in=time) for number, time in enumerate(wrong, 1)]
    rows = [replace(Report(code="LK0009", number=str(i)), time=time) for i, time in enumerate(wrong + ["20201102"], 1)]
    good = nth(9)
    bad = envelope(*(dossier(*one, pack=plain) for one in sessions), dossier(good[0], good[1], *rows, pack=plain),
                   dossier(replace(nth(10)[0], check_out="2020"), pack=plain))
    no_form = " is no time yyyyMMddHHmm"
    rejects = []
    for i in range(len(wrong)):
        rejects += [reject("sessions", "check-in time NGAY_VAO" + no_form, place(bad, "<TONG_HOP>", i + 1)),
                    reject("reports", "its session was rejected", place(bad, "<CHI_TIET_CLS>", i + 1))]
    for i in range(len(rows)):
        rejects.append(reject("reports", "report time NGAY_KQ" + no_form,
                              place(bad, "<CHI_TIET_CLS>", len(wrong) + 2 + i)))
    rejects.append(reject("sessions", "check-out time NGAY_RA" + no_form, place(bad, "<TONG_HOP>", len(wrong) + 2)))
    corpus.case("impossible-times", bad, [row(*good)], rejects, Account(len(wrong) + 2, 1),
                Account(len(wrong) + 1 + len(rows), 1))


def add_services(corpus):
    codes = ["18.0119.0028", "18.0119.0010", "18.0119.0029", "18.0120.0028", "18.0119.0028.K.25002", "18.0119.0028_GT",
             "18.0119.0028_TB", "18.0119.00281", "18.0119", "22.0121.1369", ""]
    reports = [replace(REPORT, number=str(i), service=code) for i, code in enumerate(codes, 1)]
    content = envelope(dossier(SESSION, *reports))
    corpus.case("look-alike-codes", content, [row(SESSION, reports[0])],
                reports=Account(len(codes), 1, {"other_service": len(codes) - 1}))
    suffixed = [reports[i] for i in (0, 4, 5, 6)]
    corpus.case("base-codes", content, [row(SESSION, one) for one in suffixed], sessions=Account(1, 1),
                reports=Account(len(codes), 4, {"other_service": len(codes) - 4}), args="--base-code")
    corpus.case("chosen-codes", content, [row(SESSION, reports[i]) for i in (1, 3)], sessions=Account(1, 1),
                reports=Account(len(codes), 2, {"other_service": len(codes) - 2}),
                args="--service 18.0120.0028 --service 18.0119.0010")
    corpus.case("all-services", content, [row(SESSION, one) for one in reports], sessions=Account(1, 1),
                reports=Account(len(codes), len(codes)), args="--all-services")
    laboratory = replace(REPORT, number="2", service="23.0051.1494", description="", conclusion="")
    corpus.case("laboratory-rows-beside", envelope(dossier(SESSION, REPORT, laboratory)), [row(SESSION, REPORT)],
                reports=Account(2, 1, {"other_service": 1}))
