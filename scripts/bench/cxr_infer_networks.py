#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""cxr_infer_networks.py PROGRAM STEM ROUNDS: the engines beside each other on one network; see cxr_infer_networks.sh."""
import array
import json
import os
import statistics
import subprocess
import sys

TURN = 1.5  # seconds
CORES = 2


class Peer:
    """Processes that are given numbers of images and answer with seconds that passed and seconds of processors."""

    def __init__(self, name, commands, outputs):
        self.name, self.outputs, self.speeds, self.costs = name, outputs, [], []
        self.processes = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
                          for command in commands]
        for process in self.processes:
            if process.stdout.readline() != "ready\n":
                raise RuntimeError(f"{name} cannot run the network")

    def take_turn(self, count):
        """`count` images for each process, all at the same time: images per second, processors' milliseconds an image."""
        for process in self.processes:
            print(count, file=process.stdin, flush=True)
        answers = [tuple(map(float, process.stdout.readline().split())) for process in self.processes]
        images = count * len(answers)
        return images / max(passed for passed, _ in answers), 1e3 * sum(spent for _, spent in answers) / images

    def images_of_a_turn(self):
        speed = self.take_turn(CORES)[0] / len(self.processes)
        return max(CORES, CORES * round(TURN * speed / CORES))

    def logits(self):
        values = array.array("f")
        with open(self.outputs[0], "rb") as file:
            values.frombytes(file.read())
        return values

    def close(self):
        for process in self.processes:
            process.stdin.close()
            process.wait()


def peers_of(program, stem, side):
    here = os.path.dirname(os.path.abspath(__file__))

    def ours(name, engine):
        output = f"{stem}.{engine}"
        command = [program, engine, f"{stem}.pt", f"3x{side}x{side}", str(CORES), f"{stem}.input", output]
        return Peer(name, [command], [output])

    def theirs(name, threads, processes):
        outputs = [f"{stem}.ort{threads}_{number}" for number in range(processes)]
        return Peer(name, [["node", os.path.join(here, "cxr_infer_networks_ort.js"), f"{stem}.onnx", str(side),
                            str(threads), f"{stem}.input", output] for output in outputs], outputs)

    return [ours("plan, 2 workers", "plan"), ours("LibTorch, 2 workers", "libtorch"),
            theirs("ONNX Runtime, 2 threads", CORES, 1), theirs("ONNX Runtime, 2 processes", 1, CORES)]


def largest_difference(values, expected):
    """Relative to the largest of all."""
    return max(abs(a - b) for a, b in zip(values, expected, strict=True)) / max(map(abs, expected))


def report_speeds(peers):
    plan = peers[0]
    for peer in peers:
        line = f"  {peer.name:26} {statistics.median(peer.speeds):7.2f} ({min(peer.speeds):.2f} to {max(peer.speeds):.2f})"
        line += f"  {statistics.median(peer.costs):7.1f} ms of processor"
        if peer is not plan:
            faster = statistics.median(ours / theirs for ours, theirs in zip(plan.speeds, peer.speeds))
            cheaper = statistics.median(theirs / ours for ours, theirs in zip(plan.costs, peer.costs))
            line += f"  plan is {faster:.2f} times as fast, {cheaper:.2f} by processor"
        print(line)


def report_logits(peers, images):
    """Whether they agree; nothing that all images share can hide what is wrong."""
    plan, libtorch, onnx = (peer.logits() for peer in peers[:3])
    width = len(plan) // images
    spread = max(max(plan[i::width]) - min(plan[i::width]) for i in range(width))
    apart = [largest_difference(plan, libtorch), largest_difference(plan, onnx), largest_difference(libtorch, onnx)]
    print(f"  logits of {images} images, up to {max(map(abs, plan)):.1f} and up to {spread:.1f} apart between images; relative "
          "differences: plan and LibTorch {:.1e}, plan and ONNX Runtime {:.1e}, LibTorch and ONNX Runtime {:.1e}".format(*apart))
    return max(apart) < 1e-3 < spread


def main(program, stem, rounds):
    with open(f"{stem}.json", encoding="utf-8") as file:
        side = json.load(file)["input"]["width"]
    peers = peers_of(program, stem, side)
    counts = [peer.images_of_a_turn() for peer in peers]
    for turn in range(rounds):
        order = list(zip(peers, counts))
        for peer, count in order if turn % 2 == 0 else reversed(order):  # what comes before differs
            speed, cost = peer.take_turn(count)
            peer.speeds.append(speed)
            peer.costs.append(cost)
    print(f"{os.path.basename(stem)}, {side} x {side}: images per second, medians of {rounds}")
    report_speeds(peers)
    agree = report_logits(peers, os.path.getsize(f"{stem}.input") // (4 * 3 * side * side))
    for peer in peers:
        peer.close()
    return 0 if agree else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
