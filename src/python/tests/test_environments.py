import json
import os
import pathlib
import shutil
import sys
import tempfile
import unittest

import numpy as np

import marketsim
import rules
from marketsim import _gym
from marketsim._batch import Batch

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "examples"))
import policy_gradient  # noqa: E402 - lies beside the package

SHORT = dict(decisions=12, warmup_seconds=20, decision_seconds=5)


class SingleEnvironments(unittest.TestCase):
    def test_order_book_follows_the_rules_of_gymnasium(self):
        for actions in ("target", "quotes", "trades"):
            with self.subTest(actions), marketsim.make("MarketSim/OrderBook-v0", run=False, actions=actions, **SHORT) as env:
                trail = rules.check_env(env)
                self.assertEqual(12, len(trail))
                self.assertTrue(trail[-1][3], "a time limit truncates")
                self.assertFalse(trail[-1][2])

    def test_what_stable_baselines3_needs_is_there(self):
        for actions in ("target", "quotes", "trades"):
            with self.subTest(actions), marketsim.make("MarketSim/OrderBook-v0", run=False, actions=actions, **SHORT) as env:
                rules.check_stable_baselines(env)
        with self.subTest("bars"), marketsim.make("MarketSim/Bars-v0", run=False) as env:
            rules.check_stable_baselines(env)

    def test_bars_follow_the_rules_of_gymnasium(self):
        with marketsim.make("MarketSim/Bars-v0", scenario="bar-training", run=False) as env:
            self.assertEqual({"bar", "wealth", "units", "leverage", "share", "costs", "turnover"}, set(rules.check_env(env)[0][4]))

    def test_scenario_is_the_market_of_its_agents(self):
        with marketsim.make("MarketSim/OrderBook-v0", scenario="quickstart", run=False, **SHORT) as env:
            _, before = env.reset(seed=1)
            _, _, _, _, info = env.step(np.array([1.0], dtype=np.float32))
        self.assertEqual(200, info["position"])
        self.assertGreater(info["volume"], before["volume"])
        self.assertLess(info["bid"], info["ask"])

    def test_liquidation_terminates(self):
        with marketsim.make("MarketSim/OrderBook-v0", run=False, end="liquidate", **SHORT) as env:
            env.reset(seed=1)
            for _ in range(12):
                _, _, terminated, truncated, info = env.step(np.array([0.5], dtype=np.float32))
        self.assertTrue(terminated)
        self.assertFalse(truncated)
        self.assertEqual(0, info["position"])

    def test_figures_and_observation_have_names(self):
        with marketsim.make("MarketSim/OrderBook-v0", run=False, book_levels=2, book_snapshots=3, **SHORT) as env:
            observation, info = env.reset(seed=1)
        self.assertEqual(13 + 2 * 3 * 4, len(observation))
        self.assertEqual(len(observation), len(env.observation_names))
        self.assertEqual("spread", env.observation_names[0])
        self.assertAlmostEqual((info["ask"] - info["bid"]) / 10, observation[0], places=5)

    def test_refusals_are_the_servers_words(self):
        with self.assertRaisesRegex(marketsim.ServerError, "did you mean decisions"):
            marketsim.make("MarketSim/OrderBook-v0", run=False, decision=3)
        with self.assertRaisesRegex(marketsim.ServerError, "learns; in an environment the clients' agents do"):
            marketsim.make("MarketSim/OrderBook-v0", scenario="multi-agent-training", run=False)
        with self.assertRaisesRegex(ValueError, "There is no environment"):
            marketsim.make("MarketSim/Options-v0")

    @unittest.skipUnless(_gym.HAS_GYMNASIUM, "gymnasium is not installed; its documented rules are checked by rules.py")
    def test_checker_of_gymnasium_passes(self):
        import gymnasium
        from gymnasium.utils.env_checker import check_env
        check_env(gymnasium.make("MarketSim/OrderBook-v0", run=False, **SHORT).unwrapped, skip_render_check=True)


class VectorEnvironments(unittest.TestCase):
    def test_vector_follows_the_rules_of_gymnasium(self):
        env = marketsim.make_vec("MarketSim/OrderBook-v0", num_envs=5, run=False, **SHORT)
        rules.check_vector_env(env)
        env.close()

    def test_vector_steps_in_one_message_and_equals_single_environments(self):
        client = marketsim.Client()
        together = marketsim.make_vec("MarketSim/OrderBook-v0", num_envs=3, client=client, run=False, **SHORT)
        alone = [marketsim.make("MarketSim/OrderBook-v0", client=client, run=False, **SHORT) for _ in range(3)]
        observations, _ = together.reset(seed=4)
        for place, env in enumerate(alone):
            np.testing.assert_array_equal(observations[place], env.reset(seed=4 + place)[0])
        for step in range(11):
            actions = np.array([[0.5], [-1.0], [step / 11]], dtype=np.float32)
            number = client._number
            observations, rewards, _, _, infos = together.step(actions)
            self.assertEqual(number + 1, client._number)
            for place, env in enumerate(alone):
                expected, reward, _, _, info = env.step(actions[place])
                np.testing.assert_array_equal(expected, observations[place])
                self.assertEqual(reward, rewards[place])
                self.assertEqual(info["equity"], infos["equity"][place])


class ParallelEnvironments(unittest.TestCase):
    def test_several_agents_follow_the_rules_of_pettingzoo(self):
        env = marketsim.OrderBookParallelEnv(agents=("alice", "bob", "carol"), run=False, **SHORT)
        rules.check_parallel_env(env)
        env.close()

    def test_agent_without_money_leaves_and_the_others_go_on(self):
        env = marketsim.OrderBookParallelEnv(
            agents=("poor", "poorer"), run=False, initial_cash=200000, position_limit=1000, bankruptcy_share=0.99, decisions=60, warmup_seconds=20, decision_seconds=5)
        env.reset(seed=2)
        left = []
        while env.agents:
            before = set(env.agents)
            _, _, terminations, _, _ = env.step({name: [1.0 if name == "poor" else 0.0] for name in env.agents})
            left += [name for name in before if terminations[name]]
            if left:
                break
        self.assertEqual(["poor"], left)
        self.assertEqual(["poorer"], env.agents)
        observations, _, _, _, _ = env.step({"poorer": [0.0]})
        self.assertEqual({"poorer"}, set(observations))
        env.close()

    @unittest.skipUnless(_gym.HAS_PETTINGZOO, "PettingZoo is not installed; its documented rules are checked by rules.py")
    def test_checker_of_pettingzoo_passes(self):
        from pettingzoo.test import parallel_api_test
        parallel_api_test(marketsim.OrderBookParallelEnv(run=False, **SHORT), num_cycles=50)


class Runs(unittest.TestCase):
    def play(self, name):
        env = marketsim.make_vec("MarketSim/OrderBook-v0", num_envs=2, run=name, **SHORT)
        env.reset(seed=3)
        for step in range(30):
            env.step(np.array([[(step % 3 - 1) / 2], [0.25]]))
        env.close()
        return env

    def test_run_has_a_folder_and_a_fingerprint_and_repeats(self):
        first, second = self.play("first"), self.play("second")
        self.assertEqual(64, len(first.fingerprint))
        self.assertEqual(first.fingerprint, second.fingerprint)
        one, other = pathlib.Path(first.folder), pathlib.Path(second.folder)
        for file in ("run.json", "episodes.csv", "actions.bin", "request.json", "trades.csv", "book.csv"):
            self.assertEqual((one / file).read_bytes(), (other / file).read_bytes(), file)
        self.assertEqual(json.loads((one / "run.json").read_text())["fingerprint"], first.fingerprint)

    def test_tables_are_pandas_frames(self):
        try:
            import pandas
        except ImportError:
            self.skipTest("pandas is not installed")
        run = marketsim.open(self.play("frames").folder)
        self.assertIsInstance(run.episodes, pandas.DataFrame)
        self.assertEqual(["trades", "book", "episodes"], run.tables)
        self.assertEqual([12, 12, 12, 12, 6, 6], run.episodes.steps.tolist())
        self.assertEqual([0, 1, 2], sorted(run.book.episode.unique()))
        self.assertTrue((run.book.ask - run.book.bid).dropna().gt(0).all())
        self.assertTrue(run.trades.aggressor.eq(run.summary["accounts"][0]).any(), "the agent's own trades are found by its account")
        with self.assertRaisesRegex(FileNotFoundError, "has no table learning; it has trades, book, episodes"):
            run.learning  # noqa: B018
        folder = os.environ.get("MARKETSIM_TEST_RUN")
        if folder:
            run = marketsim.open(folder)
            self.assertEqual(run.summary["trades"], len(run.trades))
            self.assertTrue((run.book.ask - run.book.bid).dropna().gt(0).all())


class Learning(unittest.TestCase):
    """A policy gradient in numpy learns in a market of ours, from end to end."""

    def test_policy_gradient_learns_to_hold_no_position_that_costs(self):
        weights, returns = policy_gradient.learn(run=False)
        self.assertEqual((14, 5), weights.shape)
        self.assertLess(np.mean(returns[:3]), -1.5)
        self.assertGreater(np.mean(returns[-5:]), np.mean(returns[:3]) / 2)

    def test_random_agent_plays_whole_episodes(self):
        with marketsim.make("MarketSim/OrderBook-v0", run=False, **SHORT) as env:
            env.action_space.seed(1)
            returns = []
            for episode in range(3):
                env.reset(seed=episode)
                total, is_over = 0.0, False
                while not is_over:
                    _, reward, terminated, truncated, _ = env.step(env.action_space.sample())
                    total, is_over = total + reward, terminated or truncated
                returns.append(total)
        self.assertEqual(3, len(set(returns)))


class OnnxFiles(unittest.TestCase):
    def write(self, layers, **options):
        path = pathlib.Path(tempfile.mkdtemp()) / "policy.onnx"
        self.addCleanup(shutil.rmtree, path.parent)
        self.assertEqual(marketsim.write_onnx(path, layers, **options), path.stat().st_size)
        return path

    def test_layers_that_do_not_fit_are_refused(self):
        with self.assertRaisesRegex(ValueError, "Layer 1 has weights of shape .3, 2. and biases of shape .2,.; it must be .4, outputs."):
            self.write([(np.ones((5, 4)), np.ones(4)), (np.ones((3, 2)), np.ones(2))])
        with self.assertRaisesRegex(ValueError, "is no number"):
            self.write([(np.full((2, 2), np.nan), np.ones(2))])
        with self.assertRaisesRegex(ValueError, "there are tanh, relu, sigmoid"):
            self.write([(np.ones((2, 2)), np.ones(2))], activation="gelu")

    def test_model_passes_the_checker_of_onnx(self):
        try:
            import onnx
            from onnx import numpy_helper
        except ImportError:
            self.skipTest("onnx is not installed; MarketSim.Serving.Tests loads the file with ONNX Runtime")
        random = np.random.default_rng(1)
        layers = [(random.normal(size=(13, 7)), random.normal(size=7)), (random.normal(size=(7, 3)), random.normal(size=3))]
        model = onnx.load(str(self.write(layers, activation="relu", mean=np.arange(13), scale=np.full(13, 2.0))))
        onnx.checker.check_model(model, full_check=True)
        self.assertEqual(["Sub", "Div", "Gemm", "Relu", "Gemm"], [node.op_type for node in model.graph.node])
        stored = numpy_helper.to_array(model.graph.initializer[2])
        np.testing.assert_array_equal(layers[0][0].astype(np.float32), stored)


class Connections(unittest.TestCase):
    def test_interrupt_and_end_of_the_server_are_told(self):
        with self.assertRaisesRegex(marketsim.ServerError, "There is no server at"):
            marketsim.Client("unix:/nowhere/server.sock")
        client = marketsim.Client()
        client.close()
        with self.assertRaisesRegex(marketsim.ServerError, "The connection is closed"):
            client.call("ping")

    def test_batch_refuses_options_of_the_wrong_type(self):
        with self.assertRaisesRegex(TypeError, "options are numbers, words and lists"):
            Batch("orderbook", options={"decisions": True})


if __name__ == "__main__":
    unittest.main()
