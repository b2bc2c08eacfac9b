"""Prints every tensor of a safetensors file as JSON. Written from the format's description, with nothing but Python's own library.

    python3 read_safetensors.py FILE
"""
import json
import struct
import sys

FORMATS = {"F32": "f", "F64": "d", "I64": "q", "I32": "i", "U8": "B"}

content = open(sys.argv[1], "rb").read()
(header_length,) = struct.unpack_from("<Q", content)
header = json.loads(content[8 : 8 + header_length].decode("utf-8"))
data = content[8 + header_length :]
assert (8 + header_length) % 8 == 0, "data are not aligned"

tensors = {}
covered = 0
for name, entry in sorted(header.items(), key=lambda item: item[1].get("data_offsets", [0])[0]):
    if name == "__metadata__":
        continue
    begin, end = entry["data_offsets"]
    count = 1
    for dimension in entry["shape"]:
        count *= dimension
    code = FORMATS[entry["dtype"]]
    assert end - begin == count * struct.calcsize(code), name
    assert begin % struct.calcsize(code) == 0, name
    covered += end - begin
    tensors[name] = {"shape": entry["shape"], "values": list(struct.unpack_from(f"<{count}{code}", data, begin))}
assert covered == len(data), "the data have a gap or an overlap"
print(json.dumps(tensors))
