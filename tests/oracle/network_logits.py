# SPDX-License-Identifier: Apache-2.0
"""network_logits.py [--control|--published] INFER_NETWORKS: every kind of network that scripts/models/export.py writes, run by both
engines beside PyTorch on the same file and the same tensor. Each output may differ by 1e-5 of its largest value. With
--control PyTorch's weights are of another seed; with --published the images have their published sizes, which takes a
quarter of an hour. Exit status 77: skipped."""
import json
import pathlib
import subprocess
import sys
import tempfile

try:
    import numpy as np
    import torch
    import torchvision  # noqa: F401: export.py wants it
except ImportError as error:
    print(f"skipped: {error.name} is not installed (apt-get install python3-torch python3-torchvision)")
    sys.exit(77)

MODELS = pathlib.Path(__file__).resolve().parents[2] / "scripts" / "models"
sys.path.insert(0, str(MODELS))
import weights  # noqa: E402

SIDES = {"resnet18": 96, "efficientnet_b0": 96, "efficientnet_b6": 96, "densenet121": 96, "mobilenet_v2": 96,
         "vgg19": 224, "efficientdet_d0": 128, "efficientdet_d4": 128, "yolov5s": 96, "unet": 64, "segnet": 64}
IMAGES = 3
LARGEST_DIFFERENCE = 1e-5


def export(folder, network, seed):
    command = [sys.executable, "-B", MODELS / "export.py", network, "--seed", str(seed), "--name", network, "--out", folder]
    if "--published" not in sys.argv:
        command += ["--size", str(SIDES[network])]
    if not network.startswith(("efficientdet", "yolo", "unet", "segnet")):
        command += ["--task", "multi_label", "--classes", "vinbigdata"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return folder / f"{network}.pt"


def images_for(folder, network):
    given = json.loads((folder / f"{network}.json").read_text(encoding="utf-8"))["input"]
    levels = weights.radiographs(IMAGES, given["width"], torch.Generator().manual_seed(77))
    mean, std = (torch.tensor(given[name]).view(1, -1, 1, 1) for name in ("mean", "std"))
    return ((levels - mean) / std).contiguous()


def outputs_of(path, images):
    """For each image the network's tensors."""
    network = torch.jit.load(str(path)).eval()
    answers = []
    with torch.no_grad():
        for image in images:
            answer = network(image[None])
            tensors = answer if isinstance(answer, tuple) else (answer,)
            answers.append([tensor.contiguous().numpy().ravel() for tensor in tensors])
    return answers


def run_engine(program, engine, path, images):
    shape = "x".join(map(str, images.shape[1:]))
    given, found = path.with_suffix(".input"), path.with_suffix("." + engine)
    images.numpy().astype("<f4").tofile(given)
    done = subprocess.run([program, engine, path, shape, "1", given, found], stdin=subprocess.DEVNULL,
                          capture_output=True, text=True)
    return done.stderr if done.returncode else np.fromfile(found, "<f4")


def largest_difference(found, expected):
    """Of each tensor relative to its largest value, over all images."""
    assert len(found) == sum(tensor.size for answer in expected for tensor in answer), "another number of values"
    differences, scales = [0.0] * len(expected[0]), [0.0] * len(expected[0])
    for answer in expected:
        for i, tensor in enumerate(answer):
            differences[i] = max(differences[i], float(np.abs(found[: tensor.size] - tensor).max()))
            scales[i] = max(scales[i], float(np.abs(tensor).max()))
            found = found[tensor.size:]
    return max(difference / scale for difference, scale in zip(differences, scales))


def spread(expected):
    """How much of the largest value the images differ by: a network that is deaf to them shows nothing."""
    first, second = expected[0][0], expected[1][0]
    return float(np.abs(first - second).max() / np.abs(first).max())


def compare(program, folder, network, control):
    path = export(folder, network, 1)
    images = images_for(folder, network)
    other = export(folder / "other", network, 2) if control else path
    expected = outputs_of(other, images)
    faults = [] if spread(expected) > 0.01 else [f"{network}: says nearly the same of all images"]
    for engine in ("libtorch", "plan"):
        found = run_engine(program, engine, path, images)
        if isinstance(found, str):
            faults += [] if engine == "plan" and "no AVX2" in found else [f"{network}, {engine}: {found}"]
            continue
        difference = largest_difference(found, expected)
        print(f"{network:16} {engine:8} {difference:.1e}", flush=True)
        if (difference <= LARGEST_DIFFERENCE) == control:
            faults.append(f"{network}, {engine}: {difference:.1e} of the largest value")
    for left in folder.rglob(f"{network}.*"):
        left.unlink()
    return faults


def main():
    torch.set_num_threads(1)
    control = sys.argv[1] == "--control"
    networks = ["resnet18", "efficientdet_d0"] if control else SIDES
    with tempfile.TemporaryDirectory() as place:
        faults = [fault for network in networks for fault in compare(sys.argv[-1], pathlib.Path(place), network, control)]
    print("\n".join(faults))
    return 1 if faults else 0


sys.exit(main())
