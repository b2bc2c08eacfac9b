using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Rollouts;
using MarketSim.Learning.Spaces;
using TorchSharp;
using static TorchSharp.torch;

namespace MarketSim.Learning.Torch.Tests.Oracle;

/// <summary>
/// Losses of PPO and A2C from their formulas, in double precision, one trajectory at a time; torch finds the gradient. Nothing of ours computes here but
/// the architecture's description.
/// </summary>
internal static class ActorCriticOracle
{
    private const double HalfLog2Pi = 0.91893853320467274178;

    /// <summary>Gradient of the clipped loss (Schulman et al. 2017, equation 9) over all steps at once.</summary>
    public static double[] Ppo(ActorCriticPolicy policy, IReadOnlyList<Trajectory> trajectories, PpoOptions options) => Gradient(
        policy,
        trajectories,
        options,
        (logProbabilities, old, advantages) =>
        {
            Tensor ratios = (logProbabilities - old).exp();
            double range = options.ClipRange.Start;
            return -minimum(ratios * advantages, ratios.clamp(1 - range, 1 + range) * advantages).mean();
        });

    public static double[] A2c(ActorCriticPolicy policy, IReadOnlyList<Trajectory> trajectories, A2cOptions options) =>
        Gradient(policy, trajectories, options, static (logProbabilities, _, advantages) => -(logProbabilities * advantages).mean());

    private static double[] Gradient(
        ActorCriticPolicy policy, IReadOnlyList<Trajectory> trajectories, ActorCriticOptions options, Func<Tensor, Tensor, Tensor, Tensor> policyLoss)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor leaf = DoubleTensors.Leaf(policy.Weights[..policy.Layout.TrainableSize]);
        var network = new TorchNetwork(policy.Network.Function);
        Tensor weights = leaf.narrow(0, network.ParameterOffset, network.ParameterSize);
        List<Tensor> logProbabilities = [];
        List<Tensor> entropies = [];
        List<Tensor> values = [];
        List<double> old = [];
        List<double> advantages = [];
        List<double> returns = [];
        foreach (Trajectory trajectory in trajectories)
        {
            Tensor[] outputs = Forward(network, policy, weights, trajectory.Observations, trajectory.Length, trajectory.InitialState);
            (Tensor log, Tensor entropy) = Head(policy, leaf, outputs[0], trajectory);
            logProbabilities.Add(log);
            entropies.Add(entropy);
            values.Add(outputs[1].view(-1));
            double bootstrap = trajectory.End == TrajectoryEnd.Terminated
                ? 0
                : Forward(network, policy, weights, trajectory.FinalObservation, 1, trajectory.FinalState)[1].item<double>();
            double[] own = Advantages(trajectory, bootstrap, options);
            advantages.AddRange(own);
            returns.AddRange(own.Select((advantage, t) => advantage + trajectory.Values[t]));
            old.AddRange(trajectory.LogProbabilities.Select(static value => (double)value));
        }

        Tensor gains = tensor(advantages.ToArray());
        if (options.NormalizeAdvantages)
        {
            gains = (gains - gains.mean()) / (gains.std() + 1e-8);
        }

        Tensor loss = policyLoss(cat(logProbabilities), tensor(old.ToArray()), gains)
            + (options.ValueCoefficient * (cat(values) - tensor(returns.ToArray())).square().mean())
            - (options.EntropyCoefficient * cat(entropies).mean());
        return DoubleTensors.GradientOf(loss, leaf);
    }

    private static Tensor[] Forward(TorchNetwork network, ActorCriticPolicy policy, Tensor weights, float[] observations, int steps, float[] state)
    {
        bool hasMemory = policy.StateSize > 0;
        return network.Forward(
            weights,
            DoubleTensors.Of(observations, steps, policy.ObservationSpace.Size),
            hasMemory ? new SequenceLayout(steps, 1) : SequenceLayout.Independent(steps),
            hasMemory ? DoubleTensors.Of(state, 1, policy.StateSize) : null,
            null);
    }

    /// <summary>Log-probabilities of the actions and entropies.</summary>
    private static (Tensor LogProbabilities, Tensor Entropies) Head(ActorCriticPolicy policy, Tensor leaf, Tensor outputs, Trajectory trajectory)
    {
        int size = policy.ActionSpace.Size;
        Tensor actions = DoubleTensors.Of(trajectory.Actions, trajectory.Length, size);
        if (policy.ActionSpace is BoxSpace)
        {
            Tensor log = leaf.narrow(0, policy.Layout["actor.log_std"].Offset, size);
            Tensor z = (actions - outputs) / log.exp();
            return ((-0.5 * z.square() - log - HalfLog2Pi).sum(1), (log + 0.5 + HalfLog2Pi).sum().expand(trajectory.Length));
        }

        int[] counts = policy.ActionSpace is DiscreteSpace discrete ? [discrete.Count] : ((MultiDiscreteSpace)policy.ActionSpace).Counts.ToArray();
        Tensor logSum = zeros(trajectory.Length, float64);
        Tensor entropy = zeros(trajectory.Length, float64);
        int at = 0;
        for (int group = 0; group < counts.Length; group++)
        {
            Tensor logs = outputs.narrow(1, at, counts[group]).log_softmax(1);
            logSum += logs.gather(1, actions.narrow(1, group, 1).to(int64)).view(-1);
            entropy -= (logs.exp() * logs).sum(1);
            at += counts[group];
        }

        return (logSum, entropy);
    }

    /// <summary>Generalised advantage estimates (Schulman et al. 2016, equation 16).</summary>
    private static double[] Advantages(Trajectory trajectory, double bootstrap, ActorCriticOptions options)
    {
        double[] advantages = new double[trajectory.Length];
        double next = bootstrap;
        double sum = 0;
        for (int t = trajectory.Length - 1; t >= 0; t--)
        {
            double error = trajectory.Rewards[t] + (options.Gamma * next) - trajectory.Values[t];
            sum = error + (options.Gamma * options.GaeLambda * sum);
            advantages[t] = sum;
            next = trajectory.Values[t];
        }

        return advantages;
    }
}
