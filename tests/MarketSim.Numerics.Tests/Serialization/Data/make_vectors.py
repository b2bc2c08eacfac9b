"""Writes messagepack.tsv: values as another implementation encodes them. Needs msgpack 1.0 (Debian: python3-msgpack).

    python3 make_vectors.py > messagepack.tsv

Columns: kind, value, bytes (hexadecimal, or their SHA-256 where they are more than 64).
"""
import hashlib
import struct

import msgpack

EDGES = [0, 1, 31, 32, 33, 127, 128, 129, 255, 256, 32767, 32768, 32769, 65535, 65536, 2**31 - 1, 2**31, 2**31 + 1,
         2**32 - 1, 2**32, 2**53 + 1, 2**63 - 1]
LENGTHS = [0, 1, 15, 16, 31, 32, 255, 256, 65535, 65536]


def show(kind, value, packed):
    text = packed.hex() if len(packed) <= 64 else "sha256:" + hashlib.sha256(packed).hexdigest()
    print(kind, value, text, sep="\t")


for edge in EDGES:
    for value in {edge, -edge}:
        show("int64", value, msgpack.packb(value))
show("int64", -2**63, msgpack.packb(-2**63))
for value in EDGES + [2**63, 2**64 - 1]:
    show("uint64", value, msgpack.packb(value))
for value in [0.0, -0.0, 1.0, -1.5, 0.1, 5e-324, 1.7976931348623157e308, float("inf"), float("-inf")]:
    show("double", struct.pack(">d", value).hex(), msgpack.packb(value))
for value in [0.0, -0.0, 0.5, 3.4028234663852886e38, 1e-45]:
    show("single", struct.pack(">f", value).hex(), msgpack.packb(value, use_single_float=True))
for value in [None, True, False]:
    show("constant", value, msgpack.packb(value))
for length in LENGTHS:
    show("letters", length, msgpack.packb("a" * length))
    show("bytes", length, msgpack.packb(b"\x07" * length))
    show("nils", length, msgpack.packb([None] * length))
for value in ["café", "日本", "𝄞 clef"]:
    show("string", value, msgpack.packb(value))
show("nested", "", msgpack.packb([1, [True, None, "x"], [], b"\x01\x02", [-1.25, [300, -300]]]))
