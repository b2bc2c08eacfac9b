"""Several named agents in one market, by the rules of PettingZoo's parallel API."""

import numpy as np

from ._batch import Batch, PRESENT, TERMINATED, TRUNCATED
from ._gym import ParallelEnv, np_random


class OrderBookParallelEnv(ParallelEnv):
    """Agents that trade with each other, and with a scenario's crowd, in one order book. They decide at the same moments.

    agents: their names, distinct. Other options as for OrderBookEnv. An agent that is bankrupt leaves; the others continue.
    """

    metadata = {"name": "marketsim_orderbook_v0", "render_modes": [], "is_parallelizable": True}
    render_mode = None

    def __init__(self, agents=("alice", "bob"), scenario=None, *, run=True, address=None, client=None, **options):
        self._batch = Batch("orderbook", scenario, agents=agents, options=options, run=run, client=client, address=address)
        self.possible_agents = list(self._batch.agents)
        self.agents = []
        self._random = None
        # The same object at every call, as callers seed the spaces.
        self.observation_spaces = {name: _copy(self._batch.observation_space) for name in self.possible_agents}
        self.action_spaces = {name: _copy(self._batch.action_space) for name in self.possible_agents}

    @property
    def folder(self):
        """The run folder; None for none."""
        return self._batch.folder

    @property
    def unwrapped(self):
        return self

    @property
    def num_agents(self):
        return len(self.agents)

    @property
    def max_num_agents(self):
        return len(self.possible_agents)

    def observation_space(self, agent):
        return self.observation_spaces[agent]

    def action_space(self, agent):
        return self.action_spaces[agent]

    def reset(self, seed=None, options=None):
        if seed is not None or self._random is None:
            self._random, _ = np_random(seed)
        rows = self._batch.reset([int(seed) if seed is not None else int(self._random.integers(2**63))])
        self.agents = list(self.possible_agents)
        return self._by_agent(rows.observations, self.agents), {name: rows.info(self._batch, self._row(name)) for name in self.agents}

    def step(self, actions):
        acting = self.agents
        if not acting:
            return {}, {}, {}, {}, {}
        missing = [name for name in acting if name not in actions]
        if missing:
            raise ValueError(f"There is no action for {', '.join(missing)}; every agent that is present acts.")
        size = int(np.prod(self._batch.action_space.shape)) if self._batch.action_space.shape else 1
        table = np.zeros((len(self.possible_agents), size), dtype=np.float32)
        for name in acting:
            table[self._row(name)] = np.asarray(actions[name], dtype=np.float32).reshape(-1)
        rows = self._batch.step(table)
        flags = rows.flags
        self.agents = [name for name in acting if flags[self._row(name)] & PRESENT]
        return (
            self._by_agent(rows.observations, acting),
            {name: float(rows.rewards[self._row(name)]) for name in acting},
            {name: bool(flags[self._row(name)] & TERMINATED) for name in acting},
            {name: bool(flags[self._row(name)] & TRUNCATED) for name in acting},
            {name: rows.info(self._batch, self._row(name)) for name in acting},
        )

    def render(self):
        raise NotImplementedError("There is nothing to render; look at the run with marketsim watch.")

    def state(self):
        raise NotImplementedError("There is no state of the whole market beside what the agents see.")

    def close(self):
        """Ends the run; returns its fingerprint."""
        return self._batch.close()

    def _row(self, name):
        return self.possible_agents.index(name)

    def _by_agent(self, rows, names):
        return {name: rows[self._row(name)] for name in names}


def _copy(space):
    return type(space)(space.n) if hasattr(space, "n") else type(space)(low=space.low.copy(), high=space.high.copy(), dtype=np.float32)
