# SPDX-License-Identifier: Apache-2.0
"""export_networks.py [--control] CXR_INFER SIMULATE_HOSPITAL: networks written by scripts/models/export.py.

Their bytes depend on the seed alone, their outputs on every image and not on the batch; a state_dict that does not fit
is refused by name; cxr-infer takes manifests and weights, and finds what scripts/models/reference.py finds, with either
engine. With --control the reference has weights of another seed and must find something else. Exit status 77: skipped."""
import csv
import json
import math
import pathlib
import subprocess
import sys
import tempfile

try:
    import numpy as np
    import pydicom  # noqa: F401: reference.py wants it
    import PIL  # noqa: F401: and this
    import torch
    import torchvision  # noqa: F401: export.py wants it
except ImportError as error:
    print(f"skipped: {error.name} is not installed (apt-get install python3-torch python3-torchvision)")
    sys.exit(77)

MODELS = pathlib.Path(__file__).resolve().parents[2] / "scripts" / "models"
sys.path.insert(0, str(MODELS))
import manifest  # noqa: E402

NETWORKS = {"pa": "resnet18", "abnormality": "efficientnet_b0"}
SIDE = 64
DETECTOR, DETECTOR_SIDE = "efficientdet_d0", 128
LARGEST_LOGIT_DIFFERENCE = 1e-4
LARGEST_SCORE_DIFFERENCE = 1e-3
LARGEST_CORNER_DIFFERENCE = 0.05  # pixels of the original image


def python(script, *arguments, expect=0):
    done = subprocess.run([sys.executable, "-B", MODELS / script, *map(str, arguments)], capture_output=True, text=True)
    assert done.returncode == expect, f"{script} ended with {done.returncode}: {done.stderr}"
    return done


def edit(path, change):
    value = json.loads(path.read_text(encoding="utf-8"))
    change(value)
    manifest.write_json(path, value)


def export_pipeline(folder, seed):
    for stage, network in NETWORKS.items():
        python("export.py", network, "--seed", seed, "--size", SIDE, "--name", stage, "--out", folder)
    python("export.py", DETECTOR, "--seed", seed, "--size", DETECTOR_SIDE, "--name", "lesions", "--out", folder)
    about = {"name": "small", "version": "1"}
    manifest.write_pipeline(folder / "pipeline.json", about, {stage: f"{stage}.json" for stage in (*NETWORKS, "lesions")})
    # every image gets boxes, and so low a threshold many of them
    edit(folder / "pipeline.json", lambda pipeline: [pipeline["stages"][name].update(gate=">= 0") for name in NETWORKS])
    edit(folder / "lesions.json", lambda model: model["output"].update(score_threshold=0.05))
    return folder / "pipeline.json"


def check_same_bytes(folder, again):
    python("export.py", "resnet18", "--seed", 1, "--size", SIDE, "--name", "called_otherwise", "--out", again)
    assert (again / "called_otherwise.pt").read_bytes() == (folder / "pa.pt").read_bytes(), "same seed, other bytes"


def check_outputs(folder, stage):
    network = torch.jit.load(str(folder / f"{stage}.pt")).eval()
    batch = torch.rand(5, 3, SIDE, SIDE, generator=torch.Generator().manual_seed(3)) * 2 - 1
    batch *= torch.linspace(0.5, 1.5, 5).view(-1, 1, 1, 1)
    with torch.no_grad():
        together = network(batch)
        alone = torch.cat([network(image[None]) for image in batch])
    assert together.shape == (5, 1), f"{stage}: shape {tuple(together.shape)}"
    assert torch.isfinite(together).all() and together.std() > 0.05, f"{stage}: outputs {together.flatten().tolist()}"
    assert (together - alone).abs().max() < 1e-3, f"{stage}: an output depends on the batch"
    return batch, together


def check_logits_tool(folder, work, batch, expected):
    batch.numpy().astype("<f4").tofile(work / "batch")
    shape = "x".join(map(str, batch.shape))
    line = python("logits.py", folder / "pa.pt", work / "batch", shape, work / "out").stdout
    assert line == f"{work / 'out.0'} 5x1\n", line
    assert np.array_equal(np.fromfile(work / "out.0", "<f4"), expected.numpy().ravel()), "logits.py gives other logits"


def check_weights(folder, work):
    state = dict(torch.jit.load(str(folder / "pa.pt")).state_dict())
    torch.save(state, work / "fits.pth")
    state["fc.weights"] = state.pop("fc.weight")
    torch.save(state, work / "misnamed.pth")
    given = ["export.py", "resnet18", "--size", SIDE, "--out", work, "--weights"]
    python(*given, work / "fits.pth", "--name", "fits")
    assert (work / "fits.pt").read_bytes() == (folder / "pa.pt").read_bytes(), "given weights were changed"
    fault = python(*given, work / "misnamed.pth", expect=1).stderr
    assert "1 missing: fc.weight" in fault and "1 unexpected: fc.weights" in fault, fault


def rows(text):
    return {row["path"]: row for row in csv.DictReader(text.splitlines())}


def logit(text):
    return math.log(float(text) / (1 - float(text)))


def largest_difference(found, expected):
    assert found.keys() == expected.keys() and found, "other images"
    worst, compared = 0.0, {"pa_probability": 0, "probability": 0}
    for path, row in found.items():
        for column in compared:
            if row[column] and expected[path][column]:
                worst = max(worst, abs(logit(row[column]) - logit(expected[path][column])))
                compared[column] += 1
    assert all(compared.values()), f"nothing was compared: {compared}"
    return worst


def boxes_of(path):
    """By image and class."""
    boxes = {}
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        numbers = [float(row[name]) for name in ("score", "x_min", "y_min", "x_max", "y_max")]
        boxes.setdefault((row["sop_uid"], row["class"]), []).append(numbers)
    return boxes


def is_near(box, other):
    return (abs(box[0] - other[0]) <= LARGEST_SCORE_DIFFERENCE
            and all(abs(a - b) <= LARGEST_CORNER_DIFFERENCE for a, b in zip(box[1:], other[1:])))


def share_of_lone_boxes(found, expected):
    """The share of all boxes that have no partner in the other table."""
    count = lone = 0
    for key in found.keys() | expected.keys():
        rest = list(expected.get(key, []))
        for box in found.get(key, []):
            partner = next((other for other in rest if is_near(box, other)), None)
            count, lone = count + 1, lone + (partner is None)
            if partner is not None:
                rest.remove(partner)
        count, lone = count + len(rest), lone + len(rest)
    assert count > 100, f"only {count} boxes were compared"
    return lone / count


def check_engines(record, engine):
    engines = {key: value for key, value in record["settings"].items() if key.startswith("engine_")}
    assert len(engines) == len(NETWORKS) + 1, engines
    if engine == "auto" and not any("no AVX2" in value for value in engines.values()):
        assert all(value.startswith("oneDNN plan") for value in engines.values()), engines
        assert "runs" in engines["engine_lesions"], engines


def compare(command, expected, images, work):
    """The largest difference of logits and the share of boxes that only one of the two has."""
    engine, found = command[-1], work / "found.csv"
    options = ["--quiet", "--filter", "none", "--boxes", work / "found_boxes.csv", "-o", found, images]
    subprocess.run([*command, *options], check=True)
    check_engines(json.loads((work / "found.csv.run.json").read_text(encoding="utf-8")), engine)
    difference = largest_difference(rows(found.read_text(encoding="utf-8")), expected)
    lone = share_of_lone_boxes(boxes_of(work / "found_boxes.csv"), boxes_of(work / "expected.csv"))
    print(f"largest difference of logits between cxr-infer --engine {engine} and reference.py: {difference:.2g}")
    print(f"share of boxes that only one of the two has: {lone:.2g}")
    return difference, lone


def main():
    control = sys.argv[1] == "--control"
    cxr_infer, simulate = sys.argv[-2:]
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as place:
        work = pathlib.Path(place)
        subprocess.run([simulate, "--quiet", "--studies", "12", "--image-size", "128", work / "hospital"], check=True)
        pipeline = export_pipeline(work / "first", 1)
        reference = export_pipeline(work / "second", 2) if control else pipeline
        images = work / "hospital" / "images"
        options = ["--pipeline", reference, "--boxes", work / "expected.csv", images]
        expected = rows(python("reference.py", *options).stdout)
        commands = [[cxr_infer, "--pipeline", pipeline, "--engine", engine] for engine in ("libtorch", "auto")]
        found = [compare(command, expected, images, work) for command in commands]
        if control:
            return 0 if all(logits > LARGEST_LOGIT_DIFFERENCE and lone > 0.5 for logits, lone in found) else 1
        assert all(logits <= LARGEST_LOGIT_DIFFERENCE and lone == 0 for logits, lone in found)
        check_same_bytes(pipeline.parent, work / "again")
        check_outputs(pipeline.parent, "abnormality")
        check_logits_tool(pipeline.parent, work, *check_outputs(pipeline.parent, "pa"))
        check_weights(pipeline.parent, work)
    print("bytes, outputs, weights: as they should be")
    return 0


sys.exit(main())
