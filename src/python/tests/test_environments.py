import json
import os
import pathlib
import unittest

import numpy as np

import marketsim
import rules
from marketsim import _gym
from marketsim._batch import Batch

SHORT = dict(decisions=12, warmup_seconds=20, decision_seconds=5)


class SingleEnvironments(unittest.TestCase):
    def test_order_book_follows_the_rules_of_gymnasium(self):
        for actions in ("target", "quotes", "trades"):
            with self.subTest(actions), marketsim.make("MarketSim/OrderBook-v0", run=False, actions=actions, **SHORT) as env:
                trail = rules.check_env(env)
                self.assertEqual(12, len(trail))
                self.assertTrue(trail[-1][3], "a time limit truncates")
                self.assertFalse(trail[-1][2])

    def test_bars_follow_the_rules_of_gymnasium(self):
        with marketsim.make("MarketSim/Bars-v0", scenario="bars-school", run=False) as env:
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
        with self.assertRaisesRegex(marketsim.DoorError, "did you mean decisions"):
            marketsim.make("MarketSim/OrderBook-v0", run=False, decision=3)
        with self.assertRaisesRegex(marketsim.DoorError, "learns; in an environment the clients' agents do"):
            marketsim.make("MarketSim/OrderBook-v0", scenario="market-school", run=False)
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
        door = marketsim.Door()
        together = marketsim.make_vec("MarketSim/OrderBook-v0", num_envs=3, door=door, run=False, **SHORT)
        alone = [marketsim.make("MarketSim/OrderBook-v0", door=door, run=False, **SHORT) for _ in range(3)]
        observations, _ = together.reset(seed=4)
        for place, env in enumerate(alone):
            np.testing.assert_array_equal(observations[place], env.reset(seed=4 + place)[0])
        for step in range(11):
            actions = np.array([[0.5], [-1.0], [step / 11]], dtype=np.float32)
            number = door._number
            observations, rewards, _, _, infos = together.step(actions)
            self.assertEqual(number + 1, door._number)
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
        for file in ("run.json", "episodes.csv", "actions.bin", "door.json"):
            self.assertEqual((one / file).read_bytes(), (other / file).read_bytes(), file)
        self.assertEqual(json.loads((one / "run.json").read_text())["fingerprint"], first.fingerprint)

    def test_tables_are_pandas_frames(self):
        try:
            import pandas
        except ImportError:
            self.skipTest("pandas is not installed")
        run = marketsim.open(self.play("frames").folder)
        self.assertIsInstance(run.episodes, pandas.DataFrame)
        self.assertEqual(["episodes"], run.tables)
        self.assertEqual([12, 12, 12, 12, 6, 6], run.episodes.steps.tolist())
        with self.assertRaisesRegex(FileNotFoundError, "has no table trades; it has episodes"):
            run.trades  # noqa: B018
        folder = os.environ.get("MARKETSIM_TEST_RUN")
        if folder:
            run = marketsim.open(folder)
            self.assertEqual(run.summary["trades"], len(run.trades))
            self.assertTrue((run.book.ask - run.book.bid).dropna().gt(0).all())


class Learning(unittest.TestCase):
    """A policy gradient in numpy learns in a market of ours, from end to end."""

    def test_policy_gradient_learns_to_hold_no_position_that_costs(self):
        # The penalty on the position dwarfs what trading earns: the best policy goes flat, a random one pays for its positions.
        env = marketsim.make_vec(
            "MarketSim/OrderBook-v0", num_envs=16, run=False, inventory_penalty=4.0, actions="trades", sizes=[0.5], decisions=8, warmup_seconds=20, decision_seconds=2)
        random = np.random.default_rng(1)
        weights = np.zeros((14, 3))
        before = after = None
        for update in range(40):
            observations, _ = env.reset(seed=100 + 16 * update)
            gradients, rewards = [], []
            for _ in range(8):
                features = np.hstack([observations, np.ones((16, 1))])
                logits = features @ weights
                chances = np.exp(logits - logits.max(axis=1, keepdims=True))
                chances /= chances.sum(axis=1, keepdims=True)
                actions = (chances.cumsum(axis=1) > random.random((16, 1))).argmax(axis=1)
                observations, reward, _, _, _ = env.step(actions)
                gradients.append((features, np.eye(3)[actions] - chances))
                rewards.append(reward)
            rewards = np.array(rewards)
            to_go = rewards[::-1].cumsum(axis=0)[::-1]
            advantages = (to_go - to_go.mean(axis=1, keepdims=True)) / (to_go.std() + 1e-8)
            for (features, score), advantage in zip(gradients, advantages):
                weights += 0.05 * features.T @ (score * advantage[:, None]) / 16 * 4
            before = rewards.sum(axis=0).mean() if update == 0 else before
            after = rewards.sum(axis=0).mean()
        env.close()
        self.assertLess(before, -2)
        self.assertGreater(after, before / 2)


class Connections(unittest.TestCase):
    def test_interrupt_and_end_of_the_server_are_told(self):
        with self.assertRaisesRegex(marketsim.DoorError, "There is no server at"):
            marketsim.Door("unix:/nowhere/door.sock")
        door = marketsim.Door()
        door.close()
        with self.assertRaisesRegex(marketsim.DoorError, "The door is closed"):
            door.call("ping")

    def test_batch_refuses_options_of_the_wrong_type(self):
        with self.assertRaisesRegex(TypeError, "options are numbers, words and lists"):
            Batch("orderbook", options={"decisions": True})


if __name__ == "__main__":
    unittest.main()
