"""The connection to ``marketsim serve``."""

import atexit
import os
import shutil
import socket
import struct
import subprocess
import tempfile
import threading
from urllib.parse import parse_qs, urlsplit

import msgpack

PROTOCOL_VERSION = 1
_MAXIMUM_ANSWER = 1 << 30
_LENGTH = struct.Struct("<I")


class ServerError(RuntimeError):
    """The server refused something, or is gone; the message says what and why."""


class Client:
    """One connection to a server. Requests are answered in turn; a client may be shared by threads, one request at a time.

    address: ``unix:PATH`` or ``tcp://127.0.0.1:PORT?token=TOKEN``, as ``marketsim serve`` prints it. None for the one in
        the variable MARKETSIM_ADDRESS, or else a dedicated server of this process, which ends with it.
    """

    def __init__(self, address=None, timeout=300.0):
        self.address = address or os.environ.get("MARKETSIM_ADDRESS") or _own_server()
        self._lock = threading.Lock()
        self._number = 0
        self._socket, token = _connect(self.address, timeout)
        self.bytes_sent = 0
        self.bytes_received = 0
        try:
            self._send(["marketsim", PROTOCOL_VERSION, token])
            greeting = self._receive()
        except (OSError, ValueError, msgpack.UnpackException) as error:
            self.close()
            raise ServerError(f"The server at {self.address} does not answer as one of MarketSim: {error}") from error
        if greeting[0] != "marketsim":
            self.close()
            raise ServerError(greeting[2])
        self.server_version = greeting[2]

    def call(self, operation, *parts):
        """Sends a request and returns the parts of its answer."""
        with self._lock:
            if self._socket is None:
                raise ServerError("The connection is closed.")
            self._number += 1
            number = self._number
            try:
                self._send([number, operation, *parts])
                answer = self._receive()
            except (OSError, ValueError, msgpack.UnpackException) as error:
                self._close()
                raise ServerError(f"The server at {self.address} is gone: {error}") from error
            except BaseException:
                # An interrupt in the middle: what comes next would be the answer to something else.
                self._close()
                raise
        if answer[0] == "refused":
            self.close()
            raise ServerError(answer[2])
        if answer[0] != number or answer[1] not in (operation, "error"):
            self.close()
            raise ServerError(f"The server answered {answer[:2]} to request {number} ({operation}).")
        if answer[1] == "error":
            raise ServerError(answer[2])
        return answer[2:]

    def close(self):
        """Ends the connection; environments that are still open end with it."""
        with self._lock:
            self._close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _close(self):
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _send(self, message):
        content = msgpack.packb(message, use_bin_type=True)
        self._socket.sendall(_LENGTH.pack(len(content)) + content)
        self.bytes_sent += _LENGTH.size + len(content)

    def _receive(self):
        (length,) = _LENGTH.unpack(self._read(_LENGTH.size))
        if length > _MAXIMUM_ANSWER:
            raise ValueError(f"an answer of {length} bytes")
        return msgpack.unpackb(self._read(length), raw=False, use_list=True, max_bin_len=_MAXIMUM_ANSWER, max_str_len=1 << 20)

    def _read(self, length):
        buffer = bytearray(length)
        view = memoryview(buffer)
        done = 0
        while done < length:
            count = self._socket.recv_into(view[done:])
            if count == 0:
                raise OSError("it closed the connection")
            done += count
        self.bytes_received += length
        return buffer


def _connect(address, timeout):
    if address.startswith("unix:"):
        connection, target, token = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM), address[len("unix:"):], None
    else:
        parts = urlsplit(address)
        if parts.scheme != "tcp" or parts.hostname is None or parts.port is None:
            raise ServerError(f"The address is {address}; it must be unix:PATH or tcp://127.0.0.1:PORT?token=TOKEN.")
        connection, target = socket.socket(socket.AF_INET, socket.SOCK_STREAM), (parts.hostname, parts.port)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        token = parse_qs(parts.query).get("token", [None])[0]
    connection.settimeout(timeout)
    try:
        connection.connect(target)
    except OSError as error:
        connection.close()
        raise ServerError(f"There is no server at {address} ({error}); start one: marketsim serve") from error
    return connection, token


_own = {"process": None, "address": None}
_own_lock = threading.Lock()


def _own_server():
    """Starts a server for this process, once; it ends when this process does, however that ends."""
    with _own_lock:
        if _own["process"] is not None and _own["process"].poll() is None:
            return _own["address"]
        command = os.environ.get("MARKETSIM_COMMAND") or shutil.which("marketsim")
        if command is None:
            raise ServerError(
                "No server is named and the command marketsim is not on the path; start `marketsim serve` and set MARKETSIM_ADDRESS, "
                "or set MARKETSIM_COMMAND to the command.")
        folder = tempfile.mkdtemp(prefix="marketsim-")
        process = subprocess.Popen(
            [*command.split(), "serve", "--listen", f"unix:{folder}/server.sock", "--until-stdin-closes"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        line = process.stdout.readline()
        if not line.startswith("listening "):
            process.wait()
            raise ServerError(f"{command} serve ended with code {process.returncode}; its message is above.")
        _own["process"], _own["address"] = process, line.split(None, 1)[1].strip()
        atexit.register(_end, process, folder)
        return _own["address"]


def _end(process, folder):
    process.stdin.close()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
    shutil.rmtree(folder, ignore_errors=True)
