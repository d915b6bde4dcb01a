# SPDX-License-Identifier: Apache-2.0
"""Pieces of Ministry of Health session files, and the rows and rejects that must come of them. Everything is invented."""
import base64
import csv
import gzip
import io
import pathlib
import tarfile
import zipfile
from dataclasses import dataclass, field, replace

COLUMNS = ("facility_id,session_id,patient_id,sex,birth_year,check_in_time,check_out_time,service_id,report_time,"
           "description,conclusion,warnings,source").split(",")

NORMAL = ("- Không thấy hình bất thường xương lồng ngực.\n- Không thấy hình tràn dịch, khí màng phổi.\n"
          "- Nhu mô phổi không thấy bất thường.\n- Hình tim và trung thất không thấy bất thường.")
ABNORMAL = ("- Không thấy hình tổn thương xương lồng ngực.\n- Tù góc sườn hoành phải.\n"
            "- Đám mờ không đồng nhất đáy phổi phải.\n- Bóng tim to.")
CUT = "ends before its last element is closed; it was cut off"
DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'


@dataclass(frozen=True)
class Session:
    """Fields of XML1 as they stand in the file; `facility` is MA_CSKCB."""
    code: str = "LK0001"
    patient: str = "00123"
    sex: str = "1"
    birth: str = "19700412"
    check_in: str = "202011020731"
    check_out: str = "202011021105"
    facility: str = "25001"
    name: str = "Người Bịa Đặt"


@dataclass(frozen=True)
class Report:
    """Fields of a row of XML4 as they stand in the file."""
    code: str = "LK0001"
    number: str = "1"
    service: str = "18.0119.0028"
    description: str = NORMAL
    conclusion: str = "Hình ảnh tim phổi bình thường"
    time: str = "202011020915"


SESSION, REPORT = Session(), Report()


def nth(number, **changes):
    """The session number `number` and its report; changes named r_... are of the report."""
    code = f"LK{number:04}"
    of_report = {key[2:]: value for key, value in changes.items() if key.startswith("r_")}
    of_session = {key: value for key, value in changes.items() if not key.startswith("r_")}
    session = Session(code=code, patient=f"{number:05}")
    return replace(session, **of_session), replace(Report(code=code), **of_report)


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cdata(text):
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def xml1(session, decree=4210, text=cdata):
    s = session
    if decree == 4210:
        middle = f"<DIA_CHI>{text('Xã Bịa, tỉnh Đặt')}</DIA_CHI><MA_THE>XX0000000000000</MA_THE><MA_BENH>J18</MA_BENH>"
        admitted = ""
    else:
        middle = f"<SO_CCCD/><DIA_CHI>{text('Xã Bịa')}</DIA_CHI><MA_THE_BHYT/><MA_BENH_CHINH>J18</MA_BENH_CHINH>"
        admitted = "<NGAY_VAO_NOI_TRU>202011020800</NGAY_VAO_NOI_TRU>"
    return (f"<TONG_HOP><MA_LK>{s.code}</MA_LK><STT>1</STT><MA_BN>{s.patient}</MA_BN><HO_TEN>{text(s.name)}</HO_TEN>"
            f"<NGAY_SINH>{s.birth}</NGAY_SINH><GIOI_TINH>{s.sex}</GIOI_TINH>{middle}<NGAY_VAO>{s.check_in}</NGAY_VAO>"
            f"{admitted}<NGAY_RA>{s.check_out}</NGAY_RA><MA_CSKCB>{s.facility}</MA_CSKCB><CAN_NANG/></TONG_HOP>")


def xml4_row(report, decree=4210, text=cdata):
    r = report
    machine = "<MA_MAY/>" if decree == 4210 else "<DON_VI_DO/>"
    behind = "" if decree == 4210 else "<MA_BS_DOC_KQ>000001/BĐ-CCHN</MA_BS_DOC_KQ><DU_PHONG/>"
    return (f"<CHI_TIET_CLS><MA_LK>{r.code}</MA_LK><STT>{r.number}</STT><MA_DICH_VU>{r.service}</MA_DICH_VU>"
            f"<MA_CHI_SO/><TEN_CHI_SO/><GIA_TRI/>{machine}<MO_TA>{text(r.description)}</MO_TA>"
            f"<KET_LUAN>{text(r.conclusion)}</KET_LUAN><NGAY_KQ>{r.time}</NGAY_KQ>{behind}</CHI_TIET_CLS>")


def xml4(*reports, decree=4210, text=cdata):
    rows = "".join(xml4_row(report, decree, text) for report in reports)
    rows = f"<DSACH_CHI_TIET_CLS>{rows}</DSACH_CHI_TIET_CLS>"
    return rows if decree == 4210 else wrapped("CHITIEU_CHITIET_DICHVUCANLAMSANG", rows)


def wrapped(name, inside):
    return f"<{name}>{inside}</{name}>"


def b64(inner):
    """The inner file in base64; text is UTF-8."""
    return base64.b64encode(inner.encode() if isinstance(inner, str) else inner).decode()


def packed(inner):
    return b64(gzip.compress(inner.encode() if isinstance(inner, str) else inner, 9, mtime=0))


def table(name, content):
    return f"<FILEHOSO><LOAIHOSO>{name}</LOAIHOSO><NOIDUNGFILE>{content}</NOIDUNGFILE></FILEHOSO>\n"


def hoso(*tables):
    return "<HOSO>\n" + "".join(tables) + "</HOSO>\n"


def dossier(session, *reports, pack=b64, decree=4210, text=cdata):
    """A HOSO with XML1, and XML4 where there are reports."""
    tables = [table("XML1", pack(xml1(session, decree, text)))]
    if reports:
        tables.append(table("XML4", pack(xml4(*reports, decree=decree, text=text))))
    return hoso(*tables)


def envelope(*dossiers, made="20201130", count=None, facility="25001", root="", declaration=DECLARATION,
             signature="<CHUKYDONVI/>"):
    count = len(dossiers) if count is None else count
    return (f"{declaration}<GIAMDINHHS{root}>\n<THONGTINDONVI><MACSKCB>{facility}</MACSKCB></THONGTINDONVI>\n"
            f"<THONGTINHOSO>\n<NGAYLAP>{made}</NGAYLAP><SOLUONGHOSO>{count}</SOLUONGHOSO>\n<DANHSACHHOSO>\n"
            + "".join(dossiers) + f"</DANHSACHHOSO>\n</THONGTINHOSO>\n{signature}\n</GIAMDINHHS>\n")


def iso(digits, whole_day="T00:00"):
    """The time as the table has it. A day alone is 00:00 at its begin, 23:59 as a check-out."""
    if not digits:
        return ""
    date = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}"
    if len(digits) == 8:
        return date + whole_day
    seconds = f":{digits[12:14]}" if len(digits) == 14 else ""
    return f"{date}T{digits[8:10]}:{digits[10:12]}{seconds}"


def row(session, report, warnings="", **cells):
    """The line of the reports table; `cells` replaces what the fields of the file do not give as they stand."""
    sexes = {"1": "M", "2": "F", "3": "O"}
    line = dict(facility_id=session.facility, session_id=session.code, patient_id=session.patient,
                sex=sexes.get(session.sex, ""), birth_year=session.birth[:4], check_in_time=iso(session.check_in),
                check_out_time=iso(session.check_out, "T23:59"), service_id=report.service,
                report_time=iso(report.time), description=report.description, conclusion=report.conclusion,
                warnings=warnings)
    return line | cells


def place(content, mark, number=1):
    """Line and column, in bytes from 1, of the number-th `mark`."""
    content = content.encode() if isinstance(content, str) else content
    at = -1
    for _ in range(number):
        at = content.index(mark.encode(), at + 1)
    return content.count(b"\n", 0, at) + 1, at - content.rfind(b"\n", 0, at)


def reject(unit, reason, at=("", ""), file=None):
    return dict(unit=unit, file=file, line=at[0], column=at[1], reason=reason)


@dataclass
class Account:
    """read = written + excluded + merged + rejected, of one unit; the rejected ones are counted from the rejects."""
    read: int = 0
    written: int = 0
    excluded: dict = field(default_factory=dict)
    merged: int = 0


def zipped(members, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2021, 1, 1, 0, 0, 0)), content, method)
    return out.getvalue()


def tarred(members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name, content in members.items():
            content = content.encode() if isinstance(content, str) else content
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def write_csv(path, columns, lines):
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)


class Corpus:
    """Writes the cases: NAME.xml (or a folder NAME/, or another ending) and beside it NAME.rows, NAME.rejects,
    NAME.ledger, and NAME.args where the tool is given more than the file."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.names = set()

    def case(self, name, content, rows=(), rejects=(), sessions=None, reports=None, ending=".xml", args=""):
        """`content` is the file's, or a dict of the files of a folder. Rows whose source is not given come from the
        file; so do rejects whose file is not given. By default every session has one report and both are written."""
        assert name not in self.names, name
        self.names.add(name)
        whole = name if isinstance(content, dict) else name + ending
        self._write(whole, content)
        rows = [dict(source=whole) | line for line in rows]
        rejects = [line | dict(file=line["file"] or whole) for line in rejects]
        write_csv(self.folder / (name + ".rows"), COLUMNS, rows)
        write_csv(self.folder / (name + ".rejects"), ["unit", "file", "line", "column", "reason"], rejects)
        accounts = dict(sessions=sessions or Account(len(rows), len(rows)),
                        reports=reports or Account(len(rows), len(rows)))
        lines = [self._account(unit, account, rejects) for unit, account in accounts.items()]
        (self.folder / (name + ".ledger")).write_text("".join(lines))
        if args:
            (self.folder / (name + ".args")).write_text(args + "\n")

    @staticmethod
    def _account(unit, account, rejects):
        rejected = sum(line["unit"] == unit for line in rejects)
        excluded = sum(account.excluded.values())
        total = account.written + excluded + account.merged + rejected
        assert account.read == total, f"{unit}: {account} with {rejected} rejected"
        reasons = "".join(f" {reason}={count}" for reason, count in sorted(account.excluded.items()))
        return f"{unit} {account.read} {account.written} {excluded} {account.merged} {rejected}{reasons}\n"

    def _write(self, name, content):
        path = self.folder / name
        if isinstance(content, dict):
            path.mkdir()
            for inner, one in content.items():
                self._write(f"{name}/{inner}", one)
        else:
            path.write_bytes(content.encode() if isinstance(content, str) else content)
