"""Environments that a server steps for us, in one message."""

import numpy as np

from ._client import Client
from ._gym import Box, Discrete

TERMINATED, TRUNCATED, PRESENT = 1, 2, 4


class Rows:
    """The results of a reset or a step, a row per agent of each environment."""

    __slots__ = ("observations", "rewards", "flags", "figures", "ended")

    def __init__(self, batch, parts):
        observations, rewards, flags, figures, ended = parts
        self.observations = np.frombuffer(observations, dtype="<f4").reshape(batch.rows, -1).copy()
        self.rewards = np.frombuffer(rewards, dtype="<f8").copy()
        self.flags = np.frombuffer(flags, dtype=np.uint8)
        self.figures = np.frombuffer(figures, dtype="<f8").reshape(batch.rows, len(batch.figure_names))
        self.ended = ended

    def info(self, batch, row):
        return dict(zip(batch.figure_names, self.figures[row].tolist()))


class Batch:
    """A number of environments of one kind, with one or several agents each.

    kind: "orderbook" or "bars". options: by name, as the server knows them. run: True for a run folder of the server's
    naming, a text for one of that name below the server's folder of runs, False for none.
    """

    def __init__(self, kind, scenario=None, count=1, agents=(), options=None, restarts_itself=False, run=True, client=None, address=None):
        self._client = client or Client(address)
        self._owns_client = client is None
        try:
            given = [[name, _text(value)] for name, value in sorted((options or {}).items()) if value is not None]
            (self._handle, observation, action, self.observation_names, self.figure_names, self.agents, self.folder) = self._client.call(
                "make", kind, None if scenario is None else str(scenario), count, list(agents), given, restarts_itself,
                run is not False, run if isinstance(run, str) else None)
        except BaseException:
            if self._owns_client:
                self._client.close()
            raise
        self.count = count
        self.rows = count * len(self.agents)
        self.observation_space = _space(observation)
        self.action_space = _space(action)
        self.fingerprint = None

    @property
    def client(self):
        return self._client

    def reset(self, seeds=None, mask=None):
        """seeds: one per environment, or None to continue with each one's next episode."""
        return Rows(self, self._client.call(
            "reset", self._handle,
            None if seeds is None else np.asarray(seeds, dtype="<u8").tobytes(),
            None if mask is None else np.asarray(mask, dtype=np.uint8).tobytes()))

    def step(self, actions):
        """actions: shape [rows, action size], or [rows] of choices."""
        return Rows(self, self._client.call("step", self._handle, np.ascontiguousarray(actions, dtype="<f4").tobytes()))

    def close(self):
        """Ends the environments, and the run in their folder; returns its fingerprint."""
        if self._handle is not None:
            handle, self._handle = self._handle, None
            try:
                (self.fingerprint,) = self._client.call("close", handle)
            finally:
                if self._owns_client:
                    self._client.close()
        return self.fingerprint


def _text(value):
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple, np.ndarray)):
        return ", ".join(repr(float(part)) for part in value)
    if isinstance(value, (bool, np.bool_)):
        raise TypeError(f"An option is {value}; options are numbers, words and lists of numbers.")
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    return repr(float(value))


def _space(parts):
    if parts[0] == "discrete":
        return Discrete(parts[1])
    low, high = (np.frombuffer(bound, dtype="<f4").copy() for bound in parts[1:])
    return Box(low=low, high=high, dtype=np.float32)
