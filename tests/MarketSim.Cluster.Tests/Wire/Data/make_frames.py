"""Writes frames.tsv: frames as another implementation of MessagePack encodes them, from the page src/MarketSim.Cluster/WIRE.md alone. Needs
msgpack 1.0 (Debian: python3-msgpack).

    python3 make_frames.py > frames.tsv

Columns: name, bytes (hexadecimal). Each frame is unpacked again before it is written.
"""
import struct

import msgpack

NEVER = 2**63 - 1


def wrap(value, bits=64):
    """The difference of two integers as one of so many bits."""
    value &= 2**bits - 1
    return value - 2**bits if value >= 2 ** (bits - 1) else value


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def order_id(account, sequence):
    return account * 2**32 + sequence % 2**32


def levels(side, last_price):
    numbers, before = [], last_price
    for price, quantity, orders in side:
        numbers += [wrap(price - before), quantity, orders]
        before = price
    return numbers


def requests(rows):
    arrays, arrival, account, price = [], 0, 0, 0
    for row in rows:
        shape = row["kind"] + 4 * row["side"] + 8 * row["type"] + 16 * row["force"] + 64 * row["post_only"]
        array = [shape, wrap(row["arrival"] - arrival), wrap(row["account"] - account, 32), row["sequence"],
                 wrap(row["order"] - order_id(row["account"], row["sequence"]))]
        arrival, account = row["arrival"], row["account"]
        has_expiry = row["expiry"] != NEVER
        has_price = has_expiry or row["price"] != 0
        if has_price or row["quantity"] != 0:
            array.append(row["quantity"])
        if has_price:
            array.append(wrap(row["price"] - price))
            price = row["price"]
        if has_expiry:
            array.append(wrap(row["expiry"] - arrival))
        arrays.append(array)
    return arrays


def events(rows):
    arrays, time, account, price = [], 0, 0, 0
    for row in rows:
        shape = row["kind"] + 8 * row["request"] + 32 * row["side"] + 64 * row["aggressor"]
        array = [shape, wrap(row["time"] - time), wrap(row["account"] - account, 32), wrap(row["order"] - order_id(row["account"], 0)),
                 wrap(row["price"] - price), row["quantity"], row["remaining"], row["fee"], row["reason"]]
        time, account, price = row["time"], row["account"], row["price"]
        while len(array) > 6 and array[-1] == 0:
            array.pop()
        arrays.append(array)
    return arrays


def show(name, messages, snapshot=None):
    elements = [0x4D53, 4, "run-1", 7, "node.a.1", 3, 41, snapshot, messages]
    content = b"\x9a" + b"".join(msgpack.packb(element) for element in elements)
    checksum = crc32c(content)
    frame = content + b"\xce" + struct.pack(">I", checksum)
    assert msgpack.unpackb(frame) == elements + [checksum]
    print(name, frame.hex(), sep="\t")


SNAPSHOT = [41, 34_200_041_000_000_000, 10_000, 123_456, 10_001.25,
            levels([(9_999, 10, 2), (9_998, 300, 7)], 10_000), levels([(10_001, 5, 1)], 10_000), 5, 1_000_000, -70]
EVENTS = [
    dict(kind=1, request=1, side=0, aggressor=1, time=34_200_040_000_000_123, account=70_000, order=order_id(70_000, 12), price=10_001,
         quantity=40, remaining=60, fee=-3, reason=0),
    dict(kind=2, request=3, side=1, aggressor=0, time=34_200_040_000_000_123, account=5, order=order_id(70_000, 12), price=-7,
         quantity=0, remaining=0, fee=0, reason=7),
    dict(kind=5, request=0, side=0, aggressor=0, time=34_200_040_500_000_000, account=6, order=order_id(6, 1), price=-9,
         quantity=2**63 - 1, remaining=0, fee=0, reason=0),
]
REQUESTS = [
    dict(kind=1, side=1, type=0, force=0, post_only=1, arrival=34_200_041_000_000_500, account=70_000, sequence=13,
         order=order_id(70_000, 13), price=10_003, quantity=100, expiry=NEVER),
    dict(kind=2, side=0, type=0, force=0, post_only=0, arrival=34_200_041_000_000_500, account=70_000, sequence=14,
         order=order_id(70_000, 12), price=0, quantity=0, expiry=NEVER),
    dict(kind=1, side=0, type=1, force=1, post_only=0, arrival=34_200_041_000_700_000, account=3, sequence=-1,
         order=order_id(3, -1), price=0, quantity=1, expiry=NEVER),
    dict(kind=1, side=0, type=0, force=3, post_only=0, arrival=34_200_041_000_900_000, account=-2, sequence=2,
         order=order_id(-2, 2), price=-5, quantity=8, expiry=34_200_042_000_900_000),
    dict(kind=3, side=0, type=0, force=2, post_only=0, arrival=-(2**63), account=-(2**31), sequence=2**31 - 1,
         order=2**63 - 1, price=-(2**63), quantity=2**63 - 1, expiry=0),
]
POSITION = [-5_000, 40, 400_040, -17, 17]
STATEMENT = [5, POSITION, 2, 80, [[order_id(5, 3), 1, 10_010, 20]]]
PARTS = [["agents/000012", "ab" * 32, 65_536], ["market", "cd" * 32, 0]]
FINGERPRINT = ["market", [5, 2, bytes(range(32))]]
WEIGHTS = ["policy:ppo", [2, "ppo", 4, 17, struct.pack("<75f", *([0.0] * 74 + [-1.5]))]]
REPORTS = ["controller-led", [6, [[5, -1, 0, 0.0, struct.pack("<2f", 0.5, -1.0)], [70_000, 2, 12, -0.25, struct.pack("<2f", 0.0, 5.0)]]]]
CHOICES = ["policy:led", [7, "led", [[5, 2, 128], [70_000, 0, 1]]]]
CONTROLLED = ["learner-led-controller", [1, [[41, 0, 5, 3, 17, 1, 2, 0.5, *[struct.pack(f"<{len(row)}f", *row) for row in (
    [0.5, -1.0, 0.0, 5.0], [1.0, 0.0], [2.5, -0.5], [-0.75, -1.25], [0.5, 0.25], [1.0, 1.0], [], [])], struct.pack("<2i", 10, 300)]]]]
SLOTS = [[0, None, [0, 2, 300]], [2, "learner", []]]

show("empty", [])
show("prepare", [[1, 0], [1, 1]])
show("ready", [[2, 3, NEVER]])
show("opened", [[3, 0, events(EVENTS), [STATEMENT], []], [3, 1, [], [], []], [3, 2, [], [], [FINGERPRINT]]], SNAPSHOT)
show("actions", [[4, 1, 41, 1, [1_000, 2_000, 3], [5, 70_000], requests(REQUESTS), [FINGERPRINT]]])
show("save", [[5, 0, 42, True, events(EVENTS[:1]), [], [FINGERPRINT, WEIGHTS]]])
show("options", [[4, 1, 41, 1, [0, 0, 0], [], [], [REPORTS, CONTROLLED]], [3, 2, [], [], [CHOICES]]], SNAPSHOT)
show("saved", [[6, 0, 50, [1, 2, 3], PARTS, [[5, POSITION, 1, 2, 3, 4]]]])
show("place", [[10, "name: quickstart\n", "ef" * 32, "node.m.9", SLOTS, [2, "ef" * 32, 40, 0, PARTS]]])
show("place-new", [[10, "name: Zürich\n", "ef" * 32, "node.m.9", [], None]])
show("host", [[11, -1], [12, 40, -1, "the store is gone", 1], [13, 8], [14, 8, 7, True], [15, "the run is over"]])
