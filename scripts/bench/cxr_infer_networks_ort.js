// SPDX-License-Identifier: Apache-2.0
// cxr_infer_networks_ort.js NETWORK.onnx SIDE THREADS INPUT OUTPUT: ONNX Runtime with THREADS threads over one image, as
// the program infer_networks: see cxr_infer_networks.cpp.
const fs = require("fs");
const readline = require("readline");
const ort = require("onnxruntime-node");

async function main(network, side, threads, input, output) {
  const session = await ort.InferenceSession.create(network, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: "all",
  });
  const bytes = fs.readFileSync(input);
  const values = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  const size = 3 * side * side;
  const images = [];
  for (let at = 0; at < values.length; at += size) {
    images.push(new ort.Tensor("float32", values.slice(at, at + size), [1, 3, side, side]));
  }
  const logits = [];
  for (const image of images) logits.push(...(await session.run({ image })).logits.data);
  fs.writeFileSync(output, Buffer.from(Float32Array.from(logits).buffer));
  console.log("ready");
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const start = process.hrtime.bigint();
    const before = process.cpuUsage();
    for (let i = 0; i < Number(line); ++i) await session.run({ image: images[i % images.length] });
    const passed = Number(process.hrtime.bigint() - start) / 1e9;
    const spent = process.cpuUsage(before);
    console.log(passed, (spent.user + spent.system) / 1e6);
  }
}

const [network, side, threads, input, output] = process.argv.slice(2);
main(network, Number(side), Number(threads), input, output);
