"""gymnasium's classes where it is installed, their stand-ins where it is not."""

try:
    from gymnasium import Env
    from gymnasium.spaces import Box, Discrete, MultiDiscrete
    from gymnasium.utils.seeding import np_random
    from gymnasium.vector import VectorEnv
    try:
        from gymnasium.vector import AutoresetMode
        SAME_STEP = AutoresetMode.SAME_STEP
    except ImportError:
        SAME_STEP = "SameStep"
    HAS_GYMNASIUM = True
except ImportError:
    from ._stand_in import Box, Discrete, Env, MultiDiscrete, VectorEnv, np_random
    SAME_STEP = "SameStep"
    HAS_GYMNASIUM = False

try:
    from pettingzoo import ParallelEnv
    HAS_PETTINGZOO = True
except ImportError:
    ParallelEnv = object
    HAS_PETTINGZOO = False

__all__ = ["Box", "Discrete", "Env", "HAS_GYMNASIUM", "HAS_PETTINGZOO", "MultiDiscrete", "ParallelEnv", "SAME_STEP", "VectorEnv", "np_random"]
