// Prints what the format's own authors' library reads of a safetensors file's header.
//   node read-safetensors.mjs FILE
import { readFileSync } from "node:fs";
import { parseSafetensorsMetadata } from "@huggingface/hub";

const content = readFileSync(process.argv[2]);

// The library reads from a model hub by ranges of bytes; this one answers from the file.
async function fromFile(url, options) {
  const headers = new Headers(options?.headers);
  const range = /bytes=(\d+)-(\d+)/.exec(headers.get("range") ?? "");
  const first = range ? Number(range[1]) : 0;
  const last = range ? Math.min(Number(range[2]), content.length - 1) : content.length - 1;
  return new Response(options?.method === "HEAD" ? null : content.subarray(first, last + 1), {
    status: range ? 206 : 200,
    headers: {
      "content-range": `bytes ${first}-${last}/${content.length}`,
      "content-length": String(last - first + 1),
      etag: '"0"',
      "x-linked-size": String(content.length),
    },
  });
}

const read = await parseSafetensorsMetadata({
  repo: "marketsim/test",
  path: "model.safetensors",
  hubUrl: "http://127.0.0.1:9",
  fetch: fromFile,
  computeParametersCount: true,
});
console.log(JSON.stringify({ header: read.header, parameters: read.parameterCount }));
