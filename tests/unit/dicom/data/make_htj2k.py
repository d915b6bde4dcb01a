# SPDX-License-Identifier: Apache-2.0
"""make_htj2k.py [FOLDER]: the High-Throughput JPEG 2000 fixtures of htj2k_test.cpp, by OpenJPH (Debian's openjph-tools).

Writes FOLDER/ht_BITS_KIND.j2c. KIND is reversible; rpcl, which is reversible in the progression order that transfer syntax
.202 asks for; tiles, reversible in tiles of 16 x 16; or irreversible. The words are word()'s; ojph_expand gives them back, the
irreversible ones with an error of at most 1, which is checked here: with more decomposition levels than 3, OpenJPH 0.9 loses
the mean of so small an image. It writes no signed images that it reads back."""
import os
import subprocess
import sys
import tempfile

WIDTH, HEIGHT = 37, 26
KINDS = {"reversible": ["-reversible", "true", "-prog_order", "LRCP"],
         "rpcl": ["-reversible", "true", "-prog_order", "RPCL", "-num_decomps", "2", "-block_size", "{16,16}"],
         "tiles": ["-reversible", "true", "-tile_size", "{16,16}", "-num_decomps", "1"],
         "irreversible": ["-reversible", "false", "-prog_order", "RPCL", "-num_decomps", "3"]}


def word(x, y, bits):
    """A slope, and every 29th pixel one of the two ends of the range."""
    i = y * WIDTH + x
    most = (1 << bits) - 1
    if i % 29 == 0:
        return most if i % 2 else 0
    return most // 4 + (37 * x + 53 * y + x * y % 7) * most // 8192


def words(bits):
    return [word(x, y, bits) for y in range(HEIGHT) for x in range(WIDTH)]


def compress(name, content, arguments, folder):
    with tempfile.TemporaryDirectory() as work:
        source = os.path.join(work, name)
        with open(source, "wb") as file:
            file.write(content)
        target = os.path.join(folder, f"ht_{os.path.splitext(name)[0]}.j2c")
        subprocess.run(["ojph_compress", "-i", source, "-o", target, *arguments], check=True, stdout=subprocess.DEVNULL)
    return target


def pgm_head(bits):
    return b"P5\n%d %d\n%d\n" % (WIDTH, HEIGHT, (1 << bits) - 1)


def pgm(bits):
    size = 1 if bits <= 8 else 2
    return pgm_head(bits) + b"".join(w.to_bytes(size, "big") for w in words(bits))


def expand(path, bits):
    with tempfile.TemporaryDirectory() as work:
        target = os.path.join(work, "expanded.pgm")
        subprocess.run(["ojph_expand", "-i", path, "-o", target], check=True, stdout=subprocess.DEVNULL)
        with open(target, "rb") as file:
            pixels = file.read()[len(pgm_head(bits)):]
    size = 1 if bits <= 8 else 2
    return [int.from_bytes(pixels[at:at + size], "big") for at in range(0, len(pixels), size)]


def main(folder):
    for bits in (8, 12, 16):
        for kind, arguments in KINDS.items():
            target = compress(f"{bits}_{kind}.pgm", pgm(bits), arguments, folder)
            difference = max(abs(a - b) for a, b in zip(expand(target, bits), words(bits), strict=True))
            assert difference <= (1 if kind == "irreversible" else 0), (target, difference)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__)))
