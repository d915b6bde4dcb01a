# SPDX-License-Identifier: Apache-2.0
"""Runs render_floats and reads what it writes."""
import collections
import subprocess
import tempfile

import numpy as np

Rendered = collections.namedtuple("Rendered", "pixels polarity preset fault")


def _read_one(stream, look):
    line = stream.readline()
    if not line:
        raise RuntimeError("render_floats ended early")
    words = line.decode().rstrip("\n").split(" ", 1)
    if words[0] == "fault":
        return Rendered(None, "", "", words[1])
    width, height, polarity, preset = words[1].split(" ")
    kind = np.dtype(np.uint16 if look == "stored" else np.float32)
    count = int(width) * int(height)
    data = stream.read(count * kind.itemsize)
    if len(data) != count * kind.itemsize:
        raise RuntimeError("render_floats was cut")
    return Rendered(np.frombuffer(data, kind).reshape(int(height), int(width)), polarity, preset, "")


def render(program, paths, looks):
    """Yields path and {look: Rendered}."""
    with tempfile.TemporaryFile() as names:
        names.write("".join(path + "\n" for path in paths).encode())
        names.seek(0)
        with subprocess.Popen([program, *looks], stdin=names, stdout=subprocess.PIPE) as process:
            for path in paths:
                yield path, {look: _read_one(process.stdout, look) for look in looks}
            assert process.stdout.read() == b"", "more images than paths"
        if process.returncode:
            raise RuntimeError(f"render_floats ended with {process.returncode}")
