"""Environments stepped together in one message, by gymnasium's rules for vector environments."""

import numpy as np

from ._batch import Batch, TERMINATED, TRUNCATED
from ._gym import Box, Discrete, MultiDiscrete, SAME_STEP, VectorEnv


class _VectorEnv(VectorEnv):
    """An environment whose episode is over begins the next one in the same step; its last observation is ``infos["final_obs"]``."""

    metadata = {"render_modes": [], "autoreset_mode": SAME_STEP}
    kind = None

    def __init__(self, num_envs=1, scenario=None, *, run=True, address=None, client=None, render_mode=None, **options):
        if render_mode is not None:
            raise ValueError(f"render_mode is {render_mode!r}; there is nothing to render, so it must be None.")
        self.num_envs = num_envs
        self.render_mode = None
        self._batch = Batch(self.kind, scenario, count=num_envs, options=options, restarts_itself=True, run=run, client=client, address=address)
        self.single_observation_space = self._batch.observation_space
        self.single_action_space = self._batch.action_space
        self.observation_space = _repeat(self.single_observation_space, num_envs)
        self.action_space = _repeat(self.single_action_space, num_envs)

    @property
    def folder(self):
        """The run folder; None for none."""
        return self._batch.folder

    @property
    def fingerprint(self):
        """Of the run, once it is closed."""
        return self._batch.fingerprint

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed if isinstance(seed, (int, np.integer)) else None)
        mask = None if options is None else options.get("reset_mask")
        if seed is None:
            seeds = self.np_random.integers(2**63, size=self.num_envs)
        elif isinstance(seed, (int, np.integer)):
            seeds = [int(seed) + place for place in range(self.num_envs)]
        else:
            seeds = [int(part) if part is not None else int(self.np_random.integers(2**63)) for part in seed]
        rows = self._batch.reset(seeds, mask)
        return rows.observations, self._infos(rows)

    def step(self, actions):
        rows = self._batch.step(np.asarray(actions, dtype=np.float32).reshape(self.num_envs, -1))
        infos = self._infos(rows)
        if rows.ended:
            final = np.full(self.num_envs, None, dtype=object)
            ended = np.zeros(self.num_envs, dtype=bool)
            figures = np.zeros((self.num_envs, len(self._batch.figure_names)))
            for place, observation, last, _ in rows.ended:
                final[place] = np.frombuffer(observation, dtype="<f4").copy()
                figures[place] = np.frombuffer(last, dtype="<f8")
                ended[place] = True
            infos["final_obs"], infos["_final_obs"] = final, ended
            infos["final_info"] = _by_name(self._batch.figure_names, figures, ended)
            infos["_final_info"] = ended
        return rows.observations, rows.rewards, (rows.flags & TERMINATED) != 0, (rows.flags & TRUNCATED) != 0, infos

    def close_extras(self, **options):
        self._batch.close()

    def _infos(self, rows):
        return _by_name(self._batch.figure_names, rows.figures, np.ones(self.num_envs, dtype=bool))


class OrderBookVectorEnv(_VectorEnv):
    """Many markets with one trader each; options as for OrderBookEnv."""

    kind = "orderbook"


class BarsVectorEnv(_VectorEnv):
    """Many traders of bars; options as for BarsEnv."""

    kind = "bars"


def _by_name(names, figures, mask):
    infos = {}
    for place, name in enumerate(names):
        infos[name], infos[f"_{name}"] = figures[:, place], mask
    return infos


def _repeat(space, count):
    if isinstance(space, Discrete):
        return MultiDiscrete(np.full(count, space.n))
    return Box(low=np.tile(space.low, (count, 1)), high=np.tile(space.high, (count, 1)), dtype=np.float32)


__all__ = ["BarsVectorEnv", "OrderBookVectorEnv"]
