"""A policy gradient in numpy learns to hold no position, and goes back into a market as ONNX.

    python3 policy_gradient.py policy.onnx

The penalty on the position dwarfs what trading earns, so that the best policy sheds what it has; a random one pays for it.
Each episode begins with trades at random, so that there is something to shed.
"""

import sys

import numpy as np

import marketsim

ENVIRONMENTS, STARTS, DECISIONS, CHOICES = 16, 2, 8, 5


def learn(updates=80, learning_rate=0.2, seed=1, **options):
    """Trains a linear policy over the five choices of ``actions="trades"``.

    Returns its weights, shape [13 + 1, 5], and the mean return of each update's episodes.
    """
    env = marketsim.make_vec(
        "MarketSim/OrderBook-v0", num_envs=ENVIRONMENTS, inventory_penalty=4.0, actions="trades", decisions=STARTS + DECISIONS,
        warmup_seconds=20, decision_seconds=2, trade_age="observed", **options)
    random = np.random.default_rng(seed)
    weights = np.zeros((env.single_observation_space.shape[0] + 1, CHOICES))
    returns = []
    for update in range(updates):
        observations, _ = env.reset(seed=100 * seed + ENVIRONMENTS * update)
        for _ in range(STARTS):
            observations, _, _, _, _ = env.step(random.integers(CHOICES, size=ENVIRONMENTS))
        scores, rewards = [], []
        for _ in range(DECISIONS):
            features = np.hstack([observations, np.ones((ENVIRONMENTS, 1))])
            logits = features @ weights
            chances = np.exp(logits - logits.max(axis=1, keepdims=True))
            chances /= chances.sum(axis=1, keepdims=True)
            actions = (chances.cumsum(axis=1) > random.random((ENVIRONMENTS, 1))).argmax(axis=1)
            observations, reward, _, _, _ = env.step(actions)
            scores.append((features, np.eye(CHOICES)[actions] - chances))
            rewards.append(reward)
        rewards = np.array(rewards)
        to_go = rewards[::-1].cumsum(axis=0)[::-1]
        advantages = (to_go - to_go.mean(axis=1, keepdims=True)) / (to_go.std() + 1e-8)
        for (features, score), advantage in zip(scores, advantages):
            weights += learning_rate * features.T @ (score * advantage[:, None]) / ENVIRONMENTS
        returns.append(rewards.sum(axis=0).mean())
    env.close()
    return weights, returns


if __name__ == "__main__":
    learned, curve = learn(run=False)
    marketsim.write_onnx(sys.argv[1], [(learned[:-1], learned[-1])])
    print(f"mean return {curve[0]:.2f} -> {np.mean(curve[-10:]):.2f}")
