"""Prints the scalars of a TensorBoard event file as JSON lines, after checking both checksums of every record. Written from the descriptions of
TFRecord, CRC-32C and protocol buffers, with nothing but Python's own library.

    python3 read_events.py FILE
"""
import json
import struct
import sys

TABLE = []
for value in range(256):
    for _ in range(8):
        value = (value >> 1) ^ (0x82F63B78 if value & 1 else 0)
    TABLE.append(value)


def masked_checksum(data):
    checksum = 0xFFFFFFFF
    for byte in data:
        checksum = TABLE[(checksum ^ byte) & 0xFF] ^ (checksum >> 8)
    checksum ^= 0xFFFFFFFF
    return (((checksum >> 15) | (checksum << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def varint(data, position):
    value = shift = 0
    while True:
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, position


def fields(data):
    position = 0
    while position < len(data):
        tag, position = varint(data, position)
        wire_type = tag & 7
        if wire_type == 0:
            value, position = varint(data, position)
        else:
            if wire_type == 2:
                length, position = varint(data, position)
            else:
                length = {1: 8, 5: 4}[wire_type]
            value = data[position : position + length]
            position += length
        yield tag >> 3, value


def events(content):
    position = 0
    while position < len(content):
        length, checksum = struct.unpack_from("<QI", content, position)
        assert checksum == masked_checksum(content[position : position + 8]), f"length at {position}"
        record = content[position + 12 : position + 12 + length]
        (checksum,) = struct.unpack_from("<I", content, position + 12 + length)
        assert checksum == masked_checksum(record), f"record at {position}"
        position += length + 16
        yield dict(fields(record))


for number, event in enumerate(events(open(sys.argv[1], "rb").read())):
    (wall_time,) = struct.unpack("<d", event[1])
    if number == 0:
        print(json.dumps({"wall_time": wall_time, "version": event[3].decode()}))
        continue
    for _, value in fields(event[5]):
        scalar = dict(fields(value))
        row = {"wall_time": wall_time, "step": event.get(2, 0), "tag": scalar[1].decode(), "value": struct.unpack("<f", scalar[2])[0]}
        print(json.dumps(row))
