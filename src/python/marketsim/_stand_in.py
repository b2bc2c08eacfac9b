"""What gymnasium's classes are to our environments, for machines without gymnasium: the documented attributes and nothing more."""

import os

import numpy as np


def np_random(seed=None):
    if seed is not None and (not isinstance(seed, (int, np.integer)) or seed < 0):
        raise ValueError(f"The seed is {seed!r}; it must be a whole number from 0.")
    sequence = np.random.SeedSequence(seed)
    return np.random.Generator(np.random.PCG64(sequence)), sequence.entropy


class Space:
    def __init__(self, shape, dtype):
        self.shape, self.dtype = shape, np.dtype(dtype)
        self._random = None

    @property
    def np_random(self):
        if self._random is None:
            self.seed()
        return self._random

    def seed(self, seed=None):
        self._random, seed = np_random(seed)
        return seed

    def __contains__(self, value):
        return self.contains(value)


class Box(Space):
    def __init__(self, low, high, shape=None, dtype=np.float32):
        self.low = np.asarray(low, dtype=dtype) if shape is None else np.full(shape, low, dtype=dtype)
        self.high = np.asarray(high, dtype=dtype) if shape is None else np.full(shape, high, dtype=dtype)
        super().__init__(self.low.shape, dtype)

    def sample(self):
        return self.np_random.uniform(self.low, self.high).astype(self.dtype)

    def contains(self, value):
        value = np.asarray(value)
        return value.shape == self.shape and np.can_cast(value.dtype, self.dtype) and bool(np.all(value >= self.low) and np.all(value <= self.high))

    def __eq__(self, other):
        return isinstance(other, Box) and np.array_equal(self.low, other.low) and np.array_equal(self.high, other.high)

    def __repr__(self):
        return f"Box({self.low.min()}, {self.high.max()}, {self.shape}, {self.dtype})"


class Discrete(Space):
    def __init__(self, n):
        self.n = int(n)
        super().__init__((), np.int64)

    def sample(self):
        return np.int64(self.np_random.integers(self.n))

    def contains(self, value):
        return isinstance(value, (int, np.integer)) and 0 <= int(value) < self.n

    def __eq__(self, other):
        return isinstance(other, Discrete) and self.n == other.n

    def __repr__(self):
        return f"Discrete({self.n})"


class MultiDiscrete(Space):
    def __init__(self, nvec):
        self.nvec = np.asarray(nvec, dtype=np.int64)
        super().__init__(self.nvec.shape, np.int64)

    def sample(self):
        return self.np_random.integers(self.nvec)

    def contains(self, value):
        value = np.asarray(value)
        return value.shape == self.shape and bool(np.all(value >= 0) and np.all(value < self.nvec))


class _Random:
    _np_random = None
    _np_random_seed = None

    @property
    def np_random(self):
        if self._np_random is None:
            self._np_random, self._np_random_seed = np_random(int.from_bytes(os.urandom(8), "little"))
        return self._np_random

    @np_random.setter
    def np_random(self, value):
        self._np_random, self._np_random_seed = value, -1

    def _seed(self, seed):
        if seed is not None:
            self._np_random, self._np_random_seed = np_random(seed)


class Env(_Random):
    metadata = {"render_modes": []}
    render_mode = None
    spec = None

    def reset(self, *, seed=None, options=None):
        self._seed(seed)

    @property
    def unwrapped(self):
        return self

    def render(self):
        raise NotImplementedError("There is nothing to render; look at the run with marketsim watch.")

    def close(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class VectorEnv(Env):
    closed = False

    def close(self, **options):
        if not self.closed:
            self.close_extras(**options)
            self.closed = True

    def close_extras(self, **options):
        pass
