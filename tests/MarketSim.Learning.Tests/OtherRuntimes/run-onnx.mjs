// Runs an ONNX model in ONNX Runtime and prints its outputs.
//   node run-onnx.mjs MODEL INPUTS
// INPUTS is JSON: [{ "observation": [[...], ...], "state": [[...], ...] }, ...], one element per run of the model.
import { readFileSync } from "node:fs";
import * as ort from "onnxruntime-web";

ort.env.wasm.numThreads = 1;
const session = await ort.InferenceSession.create(readFileSync(process.argv[2]));
const results = [];
for (const inputs of JSON.parse(readFileSync(process.argv[3], "utf8"))) {
  const feeds = {};
  for (const [name, rows] of Object.entries(inputs)) {
    feeds[name] = new ort.Tensor("float32", Float32Array.from(rows.flat()), [rows.length, rows[0].length]);
  }
  const outputs = await session.run(feeds);
  const result = {};
  for (const [name, tensor] of Object.entries(outputs)) {
    result[name] = { type: tensor.type, dims: tensor.dims, data: Array.from(tensor.data, Number) };
  }
  results.push(result);
}
console.log(JSON.stringify(results));
