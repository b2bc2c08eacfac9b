"""Environments of MarketSim for gymnasium and PettingZoo, and its run folders as pandas frames.

>>> import gymnasium, marketsim
>>> env = gymnasium.make("MarketSim/OrderBook-v0", scenario="quickstart")

Where gymnasium is not installed, ``marketsim.make`` gives the same environments.
"""

from ._client import PROTOCOL_VERSION, Client, ServerError
from .environments import BarsEnv, OrderBookEnv
from .onnx_file import write_onnx
from .parallel import OrderBookParallelEnv
from .registration import make, make_vec, register_environments
from .runs import Run, open  # noqa: A004 - marketsim.open reads a run folder
from .vector import BarsVectorEnv, OrderBookVectorEnv

__version__ = "0.4.0"

__all__ = [
    "BarsEnv", "BarsVectorEnv", "Client", "OrderBookEnv", "OrderBookParallelEnv", "OrderBookVectorEnv",
    "PROTOCOL_VERSION", "Run", "ServerError", "make", "make_vec", "open", "register_environments", "write_onnx",
]

register_environments()
