#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""PyTorch's own outputs, to compare an inference engine with.

logits.py MODEL.pt INPUT SHAPE OUTPUT

INPUT holds little-endian float32 values, SHAPE their shape (2x3x224x224). OUTPUT.0, OUTPUT.1, ... get the model's
tensors in the same form; one line for each goes to standard output: the file and its shape.
"""

import pathlib
import sys

import numpy
import torch


def read_tensor(path: pathlib.Path, shape: list) -> torch.Tensor:
    values = numpy.fromfile(path, "<f4")
    wanted = int(numpy.prod(shape))
    if values.size != wanted:
        raise ValueError(f"{path}: holds {values.size} values, the shape wants {wanted}")
    return torch.from_numpy(values.astype(numpy.float32).reshape(shape))


def run(model: str, batch: torch.Tensor) -> list:
    network = torch.jit.load(model, map_location="cpu").eval()
    with torch.no_grad():
        outputs = network(batch)
    return list(outputs) if isinstance(outputs, (tuple, list)) else [outputs]


def main() -> int:
    if len(sys.argv) != 5:
        print(__doc__, file=sys.stderr)
        return 2
    model, given, shape, out = sys.argv[1:]
    torch.set_num_threads(1)
    try:
        batch = read_tensor(pathlib.Path(given), [int(length) for length in shape.split("x")])
        for i, tensor in enumerate(run(model, batch)):
            tensor.contiguous().numpy().astype("<f4").tofile(f"{out}.{i}")
            print(f"{out}.{i} {'x'.join(str(length) for length in tensor.shape)}")
    except (ValueError, RuntimeError, OSError) as error:
        print(f"logits.py: error: {error}", file=sys.stderr)
        return 1
    return 0


sys.exit(main())
