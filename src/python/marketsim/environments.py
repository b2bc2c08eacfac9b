"""Single environments, by gymnasium's rules."""

import numpy as np

from ._batch import Batch, TERMINATED, TRUNCATED
from ._gym import Env


class _SingleEnv(Env):
    metadata = {"render_modes": []}
    kind = None

    def __init__(self, scenario=None, *, run=True, address=None, client=None, render_mode=None, **options):
        if render_mode is not None:
            raise ValueError(f"render_mode is {render_mode!r}; there is nothing to render, so it must be None.")
        self.render_mode = None
        self._batch = Batch(self.kind, scenario, options=options, run=run, client=client, address=address)
        self.observation_space = self._batch.observation_space
        self.action_space = self._batch.action_space

    @property
    def observation_names(self):
        """Names of the elements of an observation; empty where they have none."""
        return self._batch.observation_names

    @property
    def folder(self):
        """The run folder; None for none."""
        return self._batch.folder

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        rows = self._batch.reset([int(seed) if seed is not None else int(self.np_random.integers(2**63))])
        return rows.observations[0], rows.info(self._batch, 0)

    def step(self, action):
        rows = self._batch.step(np.asarray(action, dtype=np.float32).reshape(1, -1))
        flags = int(rows.flags[0])
        return rows.observations[0], float(rows.rewards[0]), bool(flags & TERMINATED), bool(flags & TRUNCATED), rows.info(self._batch, 0)

    def close(self):
        """Ends the run; returns its fingerprint."""
        return self._batch.close()


class OrderBookEnv(_SingleEnv):
    """MarketSim/OrderBook-v0: one trader in a live order book.

    scenario: a built-in scenario (``quickstart``) or a YAML file, whose agents are the others; None for a small crowd.
    Options: decisions, decision_seconds, warmup_seconds, actions (target, quotes, trades), sizes, position_limit,
    quote_range, quote_size, end (truncate, liquidate), latency_ms, initial_cash, reward_unit, inventory_penalty,
    bankruptcy_share, trade_age (exact, observed: as agents of type onnx see it), book_levels, book_snapshots, tables (first,
    all, none: of which environments a recorded run has trades.csv and book.csv).
    """

    kind = "orderbook"


class BarsEnv(_SingleEnv):
    """MarketSim/Bars-v0: trades bars by a scenario of bars (``bar-training``), with its costs and impact.

    Options: fold (from 1), part (training, test).
    """

    kind = "bars"
