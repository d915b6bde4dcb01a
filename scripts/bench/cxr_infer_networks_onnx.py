#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""cxr_infer_networks_onnx.py STEM: the network STEM.pt with its manifest STEM.json as STEM.onnx, and in STEM.input some
invented radiographs, normalised, as float32; see cxr_infer_networks.sh."""
import json
import os
import sys
import warnings

import torch

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "models"))
import weights  # noqa: E402

IMAGES = 4


def main(stem):
    with open(f"{stem}.json", encoding="utf-8") as file:
        given = json.load(file)["input"]
    module = torch.jit.load(f"{stem}.pt")
    module.eval()
    levels = weights.radiographs(IMAGES, given["width"], torch.Generator().manual_seed(77))
    mean, std = (torch.tensor(given[name]).view(1, -1, 1, 1) for name in ("mean", "std"))
    images = ((levels - mean) / std).contiguous()
    with open(f"{stem}.input", "wb") as file:
        file.write(images.numpy().tobytes())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(module, images[:1], f"{stem}.onnx", opset_version=13, input_names=["image"],
                          output_names=["logits"])


if __name__ == "__main__":
    torch.set_num_threads(1)
    main(sys.argv[1])
