# SPDX-License-Identifier: Apache-2.0
"""Networks as TorchScript files whose bytes depend on the network alone."""

import io
import pathlib
import zipfile

import torch
from torch import nn

ALIGNMENT = 64  # of tensors in the file, as torch.jit.save has it, so that they can be mapped


def as_list(outputs) -> list:
    return list(outputs) if isinstance(outputs, (tuple, list)) else [outputs]


def largest_difference(outputs, expected) -> float:
    return max((a - b).abs().max().item() for a, b in zip(as_list(outputs), as_list(expected)))


def trace(module: nn.Module, batch: torch.Tensor) -> torch.jit.ScriptModule:
    """Traced with one image. Throws ValueError unless it gives what the module gives for the whole batch."""
    module.eval()
    with torch.no_grad():
        traced = torch.jit.trace(module, batch[:1], check_trace=False)
        expected = module(batch)
        difference = largest_difference(traced(batch), expected)
    size = max(out.abs().max().item() for out in as_list(expected))
    if not difference <= 1e-5 * max(1.0, size):
        raise ValueError(f"the traced network differs from the network by {difference}")
    return traced


def padding_for(offset: int, name: str) -> bytes:
    """An extra field of a zip entry that makes its data begin at a multiple of ALIGNMENT."""
    header = 30 + len(name.encode()) + 4
    length = -(offset + header) % ALIGNMENT
    return b"FB" + length.to_bytes(2, "little") + bytes(length)


def save(traced: torch.jit.ScriptModule, path: pathlib.Path):
    """As torch.jit.save, without what varies: the file's own name and the records of debugging, which hold the names
    and lines of Python files."""
    buffer = io.BytesIO()
    torch.jit.save(traced, buffer)
    partial = path.with_name(path.name + ".partial")
    with zipfile.ZipFile(buffer) as given, zipfile.ZipFile(partial, "w", zipfile.ZIP_STORED) as out:
        for entry in given.infolist():
            if entry.filename.endswith(".debug_pkl"):
                continue
            plain = zipfile.ZipInfo(entry.filename)  # of 1980
            plain.extra = padding_for(out.fp.tell(), entry.filename)
            out.writestr(plain, given.read(entry))
    partial.replace(path)
