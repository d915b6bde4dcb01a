#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""hostile_files.py FOLDER writes DICOM files that claim more than they hold, lie about their lengths, or are made to
use up memory, time or stack. Which of them a header alone cannot betray, because only their pixels lie, have a name
that begins with pixels_."""

import pathlib
import struct
import sys
import zlib

EXPLICIT, DEFLATED = "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.1.99"
RLE, JPEG, JPEG_LS, JPEG_2000 = (f"1.2.840.10008.1.2.{end}" for end in ("5", "4.70", "4.80", "4.90"))
UNDEFINED = 0xFFFFFFFF


def element(tag: int, vr: str, value: bytes, length: int | None = None) -> bytes:
    if len(value) % 2:
        value += b"\0" if vr in ("UI", "OB") else b" "
    size = len(value) if length is None else length
    head = struct.pack("<HH2s", tag >> 16, tag & 0xFFFF, vr.encode())
    head += struct.pack("<HI", 0, size) if vr in ("OB", "OW", "SQ", "UN", "UT") else struct.pack("<H", size)
    return head + value


def item(tag: int, value: bytes = b"", length: int | None = None) -> bytes:
    return struct.pack("<HHI", tag >> 16, tag & 0xFFFF, len(value) if length is None else length) + value


def beginning(sop_uid: str = "1.2.3") -> bytes:
    return b"".join([element(0x00080016, "UI", b"1.2.840.10008.5.1.4.1.1.1"), element(0x00080018, "UI", sop_uid.encode()),
                     element(0x00080020, "DA", b"20210304"), element(0x00080060, "CS", b"CR")])


def patient(number: str = "0012", study_uid: str = "1.2.4") -> bytes:
    return b"".join([element(0x00100010, "PN", b"Invented"), element(0x00100020, "LO", number.encode()),
                     element(0x00180015, "CS", b"CHEST"), element(0x0020000D, "UI", study_uid.encode())])


def shape(rows: int = 8, columns: int = 8, frames: int = 1) -> bytes:
    numbers = {0x00280002: 1, 0x00280010: rows, 0x00280011: columns, 0x00280100: 16, 0x00280101: 12, 0x00280102: 11,
               0x00280103: 0}
    parts = [(tag, element(tag, "US", struct.pack("<H", number))) for tag, number in numbers.items()]
    parts.append((0x00280004, element(0x00280004, "CS", b"MONOCHROME2")))
    if frames != 1:
        parts.append((0x00280008, element(0x00280008, "IS", str(frames).encode())))
    return b"".join(part for _, part in sorted(parts))


def file(data: bytes, syntax: str = EXPLICIT) -> bytes:
    meta = element(0x00020010, "UI", syntax.encode())
    return bytes(128) + b"DICM" + element(0x00020000, "UL", struct.pack("<I", len(meta))) + meta + data


def image(**kwargs) -> bytes:
    return beginning() + patient() + shape(**kwargs)


def fragments(code: bytes) -> bytes:
    code += b"\0" * (len(code) % 2)
    return (element(0x7FE00010, "OB", b"", UNDEFINED) + item(0xFFFEE000) + item(0xFFFEE000, code) +
            item(0xFFFEE0DD))


def deflated(data: bytes) -> bytes:
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    return squeeze.compress(data) + squeeze.flush()


def deflated_zeros(before: bytes, mebibytes: int) -> bytes:
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    parts = [squeeze.compress(before)]
    parts += [squeeze.compress(bytes(1 << 20)) for _ in range(mebibytes)]
    return b"".join(parts) + squeeze.flush()


def nested(depth: int) -> bytes:
    return (element(0x00081140, "SQ", b"", UNDEFINED) + item(0xFFFEE000, b"", UNDEFINED)) * depth


def headers() -> dict[str, bytes]:
    good = file(image() + element(0x7FE00010, "OW", bytes(128)))
    wide = item(0xFFFEE000) * 2_000_000
    hundred = item(0xFFFEE000, bytes(8 * 100))
    names = element(0x00081140, "SQ", b"", UNDEFINED) + item(0xFFFEE000, b"", UNDEFINED)
    return {
        "uid_slash": file(beginning("../../escaped") + patient() + shape() + element(0x7FE00010, "OW", bytes(128))),
        "uid_absolute": file(beginning("/1.2.3") + patient() + shape() + element(0x7FE00010, "OW", bytes(128))),
        "uid_dots": file(beginning("..") + patient() + shape() + element(0x7FE00010, "OW", bytes(128))),
        "uid_study_slash": file(beginning() + patient(study_uid="1/2") + shape() + element(0x7FE00010, "OW", bytes(128))),
        "deep": file(beginning() + nested(100_000)),
        "deep_deflated": file(deflated(beginning() + nested(2_000_000)), DEFLATED),
        "wide_cut": file(beginning() + element(0x00081140, "SQ", wide, UNDEFINED)),
        "wide_elements_cut": file(beginning() + names + element(0x00081150, "UI", b"1.2") * 1_000_000),
        "cut_in_meta": good[:140],
        "cut_in_header": good[:200],
        "cut_in_element_head": good[: good.index(b"CHEST") - 3],
        "length_text": file(beginning() + element(0x00100010, "PN", b"Invented", 0xFFFE)),
        "length_long": file(beginning() + element(0x00091001, "UN", b"few", 0xFFFFFFF0)),
        "length_sequence": file(beginning() + element(0x00081140, "SQ", item(0xFFFEE000, b"", 0x7FFFFFF0), 0x7FFFFFFE)),
        "length_meta": bytes(128) + b"DICM" + element(0x00020010, "UI", b"1.2", 0xFFFE),
        "bomb_tags": file(deflated_zeros(beginning(), 256), DEFLATED),
        "bomb_value": file(deflated_zeros(beginning() + element(0x00091001, "UN", b"", 0x3FFFFFF0), 256), DEFLATED),
        "bomb_items": file(deflated_zeros(beginning() + names, 256), DEFLATED),
        "bomb_spread": file(deflated(beginning() + names[:12] + hundred * 80_000), DEFLATED),
        "rubbish": bytes(128) + b"DICM" + bytes(range(256)) * 64,
    }


def pixels() -> dict[str, bytes]:
    few = element(0x7FE00010, "OW", bytes(128))
    claimed = element(0x7FE00010, "OW", bytes(128), 0xFFFFFFF0)
    jpeg = b"\xff\xd8\xff\xc3" + struct.pack(">HBHHBBBB", 11, 12, 65535, 65535, 1, 1, 0x11, 0) + b"\xff\xd9"
    jpeg_ls = b"\xff\xd8\xff\xf7" + struct.pack(">HBHHBBBB", 11, 12, 65535, 65535, 1, 1, 0x11, 0) + b"\xff\xd9"
    size = struct.pack(">HHIIIIIIIIHBBB", 41, 0, 65535, 65535, 0, 0, 1, 1, 0, 0, 1, 11, 1, 1)
    jpeg_2000 = b"\xff\x4f\xff\x51" + size + b"\xff\xd9"
    huge = {"rows": 65535, "columns": 65535}
    return {
        "huge_few": file(image(**huge) + few),
        "huge_claimed": file(image(**huge) + claimed),
        "rows_zero": file(image(rows=0) + few),
        "columns_zero": file(image(columns=0) + few),
        "frames_many": file(image(frames=2_000_000_000) + few),
        "frames_huge": file(image(frames=2_000_000_000, **huge) + few),
        "cut": file(image() + element(0x7FE00010, "OW", bytes(64), 128)),
        "none": file(image()),
        "rle": file(image(**huge) + fragments(struct.pack("<16I", 2, 64, 66, *[0] * 13) + b"\x81\0\x81\0"), RLE),
        "jpeg": file(image(**huge) + fragments(jpeg), JPEG),
        "jpeg_ls": file(image(**huge) + fragments(jpeg_ls), JPEG_LS),
        "jpeg_2000": file(image(**huge) + fragments(jpeg_2000), JPEG_2000),
        "fragments_many": file(image() + element(0x7FE00010, "OB", b"", UNDEFINED) + item(0xFFFEE000) * 1_000_000, RLE),
        "bomb": file(deflated_zeros(image(**huge) + element(0x7FE00010, "OW", b"", 0x3FFFFFF0), 256), DEFLATED),
        "syntax_unknown": file(image() + few, "1.2.3.4"),
    }


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True)
    for name, content in headers().items():
        (folder / f"header_{name}.dcm").write_bytes(content)
    for name, content in pixels().items():
        (folder / f"pixels_{name}.dcm").write_bytes(content)


main()
