"""Names of the environments."""

from .environments import BarsEnv, OrderBookEnv
from .vector import BarsVectorEnv, OrderBookVectorEnv

_ENVIRONMENTS = {
    "MarketSim/OrderBook-v0": (OrderBookEnv, OrderBookVectorEnv),
    "MarketSim/Bars-v0": (BarsEnv, BarsVectorEnv),
}


def register_environments():
    """Registers the environments with gymnasium, where it is installed; more than once does no harm."""
    try:
        from gymnasium.envs.registration import register, registry
    except ImportError:
        return
    for name, (single, vector) in _ENVIRONMENTS.items():
        if name not in registry:
            register(
                id=name,
                entry_point=f"{single.__module__}:{single.__name__}",
                vector_entry_point=f"{vector.__module__}:{vector.__name__}")


def make(name, **options):
    """An environment by its name, without gymnasium's registry and wrappers."""
    return _find(name)[0](**options)


def make_vec(name, num_envs=1, **options):
    """Environments that are stepped together, in one message."""
    return _find(name)[1](num_envs=num_envs, **options)


def _find(name):
    if name not in _ENVIRONMENTS:
        raise ValueError(f"There is no environment {name}; there are {', '.join(_ENVIRONMENTS)}.")
    return _ENVIRONMENTS[name]
