using MarketSim.Learning.Algorithms.SoftActorCritic;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Rollouts;
using TorchSharp;
using static TorchSharp.torch;

namespace MarketSim.Learning.Torch.Tests.Oracle;

/// <summary>Losses of soft actor-critic from their formulas, in double precision; torch finds the gradients.</summary>
internal sealed class SacOracle
{
    private const double HalfLog2Pi = 0.91893853320467274178;
    private readonly SacModel _model;
    private readonly ReplayBatch _batch;
    private readonly double _alpha;
    private readonly Tensor _actor;
    private readonly Tensor _critics;
    private readonly Tensor _targets;

    public SacOracle(SacModel model, ReplayBatch batch)
    {
        _model = model;
        _batch = batch;
        _alpha = model.EntropyWeight.Value;
        _actor = DoubleTensors.Leaf(model.Policy.Weights[..model.Policy.Layout.TrainableSize]);
        _critics = DoubleTensors.Leaf(model.Critic.Parameters);
        _targets = DoubleTensors.Of(model.Critic.Targets, model.Critic.Targets.Length);
    }

    public double MeanLogProbability { get; private set; }

    private int Rows => _batch.Rows;

    private Tensor Features => DoubleTensors.Of(_batch.Observations, Rows, _model.Policy.ObservationSpace.Size);

    private Tensor NextFeatures => DoubleTensors.Of(_batch.NextObservations, Rows, _model.Policy.ObservationSpace.Size);

    /// <summary>Haarnoja et al. 2018 (arXiv:1812.05905), equations 5 to 9, with the noise given.</summary>
    public (double[] Critics, double[] Actor) Continuous(float[] noise, float[] nextNoise)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor actions, Tensor logs) = Squashed(Forward(_actor, Features), noise);
        (Tensor nextActions, Tensor nextLogs) = Squashed(Forward(_actor, NextFeatures), nextNoise);
        Tensor nextInput = cat([NextFeatures, nextActions], 1);
        Tensor next = minimum(Critic(0, _targets, nextInput), Critic(1, _targets, nextInput)).view(-1) - (_alpha * nextLogs);
        Tensor targets = Targets(next).detach();
        Tensor taken = cat([Features, DoubleTensors.Of(_batch.Actions, Rows, _model.Policy.ActionSpace.Size)], 1);
        Tensor criticLoss = CriticLoss(Critic(0, _critics, taken).view(-1), Critic(1, _critics, taken).view(-1), targets);
        Tensor present = cat([Features, actions], 1);
        Tensor actorLoss = ((_alpha * logs) - minimum(Critic(0, _critics, present), Critic(1, _critics, present)).view(-1)).mean();
        MeanLogProbability = logs.mean().item<double>();
        return (DoubleTensors.GradientOf(criticLoss, _critics), DoubleTensors.GradientOf(actorLoss, _actor));
    }

    /// <summary>Christodoulou 2019 (arXiv:1910.07207), equations 4, 10 and 12; the value of several choices is the sum over them.</summary>
    public (double[] Critics, double[] Actor) Discrete(int[] counts)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor probabilities, Tensor logs) = Choices(Forward(_actor, Features), counts);
        (Tensor nextProbabilities, Tensor nextLogs) = Choices(Forward(_actor, NextFeatures), counts);
        Tensor nextValues = minimum(Critic(0, _targets, NextFeatures), Critic(1, _targets, NextFeatures));
        Tensor targets = Targets((nextProbabilities * (nextValues - (_alpha * nextLogs))).sum(1)).detach();
        Tensor criticLoss = CriticLoss(Taken(Critic(0, _critics, Features), counts), Taken(Critic(1, _critics, Features), counts), targets);
        Tensor values = minimum(Critic(0, _critics, Features), Critic(1, _critics, Features)).detach();
        Tensor actorLoss = (probabilities * ((_alpha * logs) - values)).sum(1).mean();
        MeanLogProbability = (probabilities * logs).sum(1).mean().item<double>();
        return (DoubleTensors.GradientOf(criticLoss, _critics), DoubleTensors.GradientOf(actorLoss, _actor));
    }

    private static Tensor CriticLoss(Tensor first, Tensor second, Tensor targets) =>
        0.5 * ((first - targets).square().mean() + (second - targets).square().mean());

    private static (Tensor Probabilities, Tensor Logs) Choices(Tensor outputs, int[] counts)
    {
        Tensor[] groups = outputs.split(Array.ConvertAll(counts, static count => (long)count), 1);
        Tensor logs = cat([.. groups.Select(static group => group.log_softmax(1))], 1);
        return (logs.exp(), logs);
    }

    private (Tensor Actions, Tensor Logs) Squashed(Tensor outputs, float[] noise)
    {
        int size = _model.Policy.ActionSpace.Size;
        Tensor log = outputs.narrow(1, size, size).clamp(-20, 2);
        Tensor normal = DoubleTensors.Of(noise, Rows, size);
        Tensor actions = (outputs.narrow(1, 0, size) + (log.exp() * normal)).tanh();
        return (actions, ((-0.5 * normal.square()) - log - HalfLog2Pi - (1 - actions.square() + 1e-6).log()).sum(1));
    }

    private Tensor Taken(Tensor values, int[] counts)
    {
        Tensor actions = DoubleTensors.Of(_batch.Actions, Rows, counts.Length).to(int64);
        Tensor sum = zeros(Rows, float64);
        int at = 0;
        for (int group = 0; group < counts.Length; group++)
        {
            sum += values.narrow(1, at, counts[group]).gather(1, actions.narrow(1, group, 1)).view(-1);
            at += counts[group];
        }

        return sum;
    }

    private Tensor Targets(Tensor next)
    {
        Tensor continues = 1 - DoubleTensors.Of(_batch.Terminated, Rows);
        return DoubleTensors.Of(_batch.Rewards, Rows) + (continues * _model.Options.Gamma * next);
    }

    private Tensor Forward(Tensor weights, Tensor features) => Forward(_model.Policy.Actor, weights, features);

    private Tensor Critic(int critic, Tensor weights, Tensor input) => Forward(_model.Critic.Networks[critic], weights, input);

    private static Tensor Forward(BranchedNetwork network, Tensor weights, Tensor input)
    {
        var function = new TorchNetwork(network);
        return function.Forward(
            weights.narrow(0, function.ParameterOffset, function.ParameterSize), input, SequenceLayout.Independent((int)input.shape[0]), null, null)[0];
    }
}
