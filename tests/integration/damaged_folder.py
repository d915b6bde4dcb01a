#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""damaged_folder.py OUT COUNT DAMAGED FILE... fills the folder OUT with COUNT copies of usable images, DAMAGED of them
damaged, each way as often as the others."""

import pathlib
import random
import struct
import sys


def element(data: bytes, group: int, number: int, vr: bytes) -> int:
    """Where the value of an element begins (explicit VR, little endian)."""
    at = data.index(struct.pack("<HH", group, number) + vr, 132)
    return at + 8


def with_number(number: int, value: int):
    def damage(data: bytes, _: random.Random) -> bytes:
        at = element(data, 0x0028, number, b"US")
        return data[:at] + struct.pack("<H", value) + data[at + 2:]
    return damage


def with_text(group: int, number: int, vr: bytes, text: bytes):
    def damage(data: bytes, _: random.Random) -> bytes:
        at = element(data, group, number, vr)
        return data[:at] + text + data[at + len(text):]
    return damage


WAYS = {
    "empty": lambda data, _: b"",
    "cut in the preamble": lambda data, chance: data[:chance.randrange(1, 128)],
    "cut in the header": lambda data, chance: data[:chance.randrange(300, 700)],
    "cut in the pixels": lambda data, chance: data[:len(data) - chance.randrange(2000, 6000)],
    "noise": lambda data, chance: chance.randbytes(len(data)),
    "noise behind the magic": lambda data, chance: data[:132] + chance.randbytes(len(data) - 132),
    "more rows than bytes": with_number(0x0010, 65535),
    "no columns": with_number(0x0011, 0),
    "seven bits": with_number(0x0100, 7),
    "a high bit that is not there": with_number(0x0102, 40),
    "an unknown colour": with_text(0x0028, 0x0004, b"CS", b"HONOCHROME2"),
    "an unknown transfer syntax": with_text(0x0002, 0x0010, b"UI", b"1.2.840.10008.1.9"),
    "a UID that is a path": with_text(0x0008, 0x0018, b"UI", b"../../"),
}


def main() -> None:
    out, count, damaged = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    files = [pathlib.Path(name).read_bytes() for name in sys.argv[4:]]
    files = [data for data in files if b"\x28\0\x10\0US" in data]  # explicit VR
    chance = random.Random(1)
    ways = list(WAYS.values())
    step = count // damaged
    out.mkdir(parents=True)
    for i in range(count):
        data = files[i % len(files)]
        if i % step == 0 and i // step < damaged:
            data = ways[i // step % len(ways)](data, chance)
        (out / f"{i:05d}.dcm").write_bytes(data)


if __name__ == "__main__":
    main()
