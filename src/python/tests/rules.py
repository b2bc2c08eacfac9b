"""The documented rules of gymnasium's and PettingZoo's environments as assertions, for machines that have neither.

From gymnasium's API documentation (Env, VectorEnv, spaces) and its checker's description, Stable-Baselines3's list for
custom environments, and PettingZoo's parallel API documentation. Where the packages are installed, their own checkers run too.
"""

import copy
import pickle

import numpy as np


def check_space_value(space, value, name):
    assert space.contains(value), f"{name} {value!r} is not in {space!r}"
    if hasattr(space, "low"):
        assert isinstance(value, np.ndarray) and value.dtype == space.dtype and value.shape == space.shape, f"{name} has another form than {space!r}"
        assert np.all(np.isfinite(value)), f"{name} is not finite: {value!r}"


def check_env(env):
    """gymnasium.Env, and what Stable-Baselines3 asks for beyond."""
    assert isinstance(env.metadata, dict) and "render_modes" in env.metadata
    assert env.render_mode is None
    assert env.observation_space.shape is not None and env.observation_space.dtype == np.float32, "SB3 takes float32 vectors"
    if hasattr(env.action_space, "low"):
        assert np.array_equal(env.action_space.low, -env.action_space.high) and np.all(env.action_space.high == 1), "SB3 wants actions within -1 and 1"

    result = env.reset(seed=123)
    assert isinstance(result, tuple) and len(result) == 2, "reset returns observation and info"
    first, info = result
    assert isinstance(info, dict)
    check_space_value(env.observation_space, first, "observation of reset")
    state = env.np_random.bit_generator.state
    again, _ = env.reset(seed=123)
    assert np.array_equal(first, again), "the same seed gives the same beginning"
    assert env.np_random.bit_generator.state == state, "the seed seeds np_random"
    env.reset(seed=456)
    assert env.np_random.bit_generator.state != state, "another seed gives another np_random"

    def play(seed, steps):
        env.reset(seed=seed)
        env.action_space.seed(seed)
        trail = []
        for _ in range(steps):
            outcome = env.step(env.action_space.sample())
            assert isinstance(outcome, tuple) and len(outcome) == 5, "step returns five values"
            observation, reward, terminated, truncated, info = outcome
            check_space_value(env.observation_space, observation, "observation of step")
            assert type(reward) is float and np.isfinite(reward), f"the reward is {reward!r}"
            assert type(terminated) is bool and type(truncated) is bool, "the ends are of type bool"
            assert isinstance(info, dict)
            trail.append((observation, reward, terminated, truncated, info))
            if terminated or truncated:
                break
        return trail

    left, right = play(7, 50), play(7, 50)
    assert len(left) == len(right)
    for one, other in zip(left, right):
        assert np.array_equal(one[0], other[0]) and one[1:4] == other[1:4], "the same seed and actions give the same episode"
        assert np.array_equal(list(one[4].values()), list(other[4].values()), equal_nan=True)
    # Without a seed another episode follows, of the same stream.
    env.reset(seed=5)
    one = [env.reset()[0] for _ in range(2)]
    env.reset(seed=5)
    two = [env.reset()[0] for _ in range(2)]
    assert np.array_equal(one, two), "episodes after a seed follow from it"
    assert not np.array_equal(one[0], one[1]), "each reset without a seed begins another episode"
    return left


def check_stable_baselines(env):
    """What Stable-Baselines3's documented checker asks for, and what its wrappers (Monitor, DummyVecEnv) do with an environment."""
    for space in (env.observation_space, env.action_space):
        again = pickle.loads(pickle.dumps(copy.deepcopy(space)))
        assert again == space, "spaces are copied and pickled"
    assert len(env.observation_space.shape) == 1, "MlpPolicy takes vectors"
    assert np.all(env.observation_space.low < env.observation_space.high)
    assert getattr(env.action_space, "start", 0) == 0, "choices begin at 0"
    assert env.render_mode is None and env.unwrapped is env

    observation, _ = env.reset(seed=3, options={})
    kept = observation.copy()
    # An action as `predict` returns it: an array of the space's shape and type, for choices without any dimension.
    env.action_space.seed(4)
    action = np.asarray(env.action_space.sample(), dtype=env.action_space.dtype)
    assert action.shape == env.action_space.shape
    before = action.copy()
    later, reward, terminated, truncated, info = env.step(action)
    assert np.array_equal(action, before), "an action that was given is left alone"
    assert np.array_equal(observation, kept), "an observation that was returned does not change later"
    assert not np.shares_memory(observation, later)
    assert isinstance(reward, (float, int)) and np.isfinite(reward) and not isinstance(reward, bool)
    assert isinstance(terminated, bool) and isinstance(truncated, bool) and isinstance(info, dict)
    assert not {"episode", "terminal_observation", "TimeLimit.truncated"} & set(info), "names that its wrappers use are theirs"
    later[:] = 0
    following, *_ = env.step(action)
    assert not np.array_equal(following, later), "the caller may write to what it was given"
    # A time limit is truncation and no termination: the value of the last state is bootstrapped.
    steps = 0
    while not (terminated or truncated) and steps < 100_000:
        _, _, terminated, truncated, _ = env.step(action)
        steps += 1
    assert terminated != truncated, "an episode ends in one way"
    env.reset(seed=5)


def check_vector_env(env):
    """gymnasium.vector.VectorEnv with autoreset in the same step."""
    count = env.num_envs
    assert env.observation_space.shape == (count, *env.single_observation_space.shape)
    observations, infos = env.reset(seed=11)
    assert observations.shape == env.observation_space.shape and observations.dtype == np.float32
    assert env.observation_space.contains(observations) and isinstance(infos, dict)
    ends = 0
    env.action_space.seed(3)
    for _ in range(40):
        observations, rewards, terminations, truncations, infos = env.step(env.action_space.sample())
        assert env.observation_space.contains(observations)
        assert rewards.shape == (count,) and rewards.dtype == np.float64 and np.all(np.isfinite(rewards))
        assert terminations.shape == (count,) and terminations.dtype == bool
        assert truncations.shape == (count,) and truncations.dtype == bool
        ended = terminations | truncations
        for name in infos:
            if not name.startswith("_"):
                assert f"_{name}" in infos, f"{name} has no mask"
        if ended.any():
            assert np.array_equal(infos["_final_obs"], ended)
            for place in np.flatnonzero(ended):
                assert env.single_observation_space.contains(infos["final_obs"][place])
                assert not np.array_equal(infos["final_obs"][place], observations[place])
        else:
            assert "final_obs" not in infos
        ends += int(ended.sum())
    assert ends > 0, "no episode ended: the check is too short"


def check_parallel_env(env):
    """pettingzoo.ParallelEnv."""
    assert len(set(env.possible_agents)) == len(env.possible_agents) > 1
    for name in env.possible_agents:
        assert env.observation_space(name) is env.observation_space(name), "spaces are the same object at every call"
        assert env.action_space(name) is env.action_space(name)

    def play(seed):
        observations, infos = env.reset(seed=seed)
        assert env.agents == env.possible_agents
        assert set(observations) == set(infos) == set(env.agents)
        for number, name in enumerate(env.agents):
            env.action_space(name).seed(seed + number)
        trail = []
        for _ in range(200):
            acting = list(env.agents)
            if not acting:
                break
            outcome = env.step({name: env.action_space(name).sample() for name in acting})
            assert len(outcome) == 5
            observations, rewards, terminations, truncations, infos = outcome
            for part in outcome:
                assert set(part) == set(acting), "every agent that acted, and no other"
            for name in acting:
                check_space_value(env.observation_space(name), observations[name], f"observation of {name}")
                assert type(rewards[name]) is float and type(terminations[name]) is bool and type(truncations[name]) is bool
                assert (name in env.agents) == (not terminations[name] and not truncations[name]), "who has ended leaves"
            trail.append((observations, rewards, terminations, truncations))
        assert env.agents == [], "the episode did not end"
        return trail

    left, right = play(21), play(21)
    assert len(left) == len(right)
    for one, other in zip(left, right):
        assert one[1:] == other[1:]
        assert all(np.array_equal(one[0][name], other[0][name]) for name in one[0])
