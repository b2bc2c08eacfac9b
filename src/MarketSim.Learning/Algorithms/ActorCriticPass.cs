using MarketSim.Learning.Distributions;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Rollouts;

namespace MarketSim.Learning.Algorithms;

/// <summary>One pass forward, and one back, through a policy for a minibatch. Rows that fill up a sequence have a log-probability and value without meaning.</summary>
internal sealed class ActorCriticPass(ActorCriticPolicy policy, IGradientEngine engine)
{
    private readonly INetworkPass _network = engine.CreatePass(policy.Network.Function);
    private FloatBuffer _features;
    private FloatBuffer _actions;
    private FloatBuffer _logProbabilities;
    private FloatBuffer _entropies;
    private Minibatch? _minibatch;

    private int RowCount => _minibatch!.Layout.Rows;

    /// <summary>Shape [rows].</summary>
    public ReadOnlySpan<float> Values => _network.Output(ActorCriticNetwork.CriticBranch);

    /// <summary>Shape [rows]; of the actions that were taken.</summary>
    public ReadOnlySpan<float> LogProbabilities => _logProbabilities.Taken(RowCount);

    /// <summary>Shape [rows].</summary>
    public ReadOnlySpan<float> Entropies => _entropies.Taken(RowCount);

    /// <param name="differentiable">False where no <see cref="Backward"/> follows.</param>
    public void Forward(PreparedRollout rollout, Minibatch minibatch, bool differentiable = true)
    {
        _minibatch = minibatch;
        int rows = RowCount;
        Span<float> features = _features.Take(rows * rollout.FeatureSize);
        Span<float> actions = _actions.Take(rows * rollout.ActionSize);
        Gather(rollout.Features, rollout.FeatureSize, minibatch.Rows, features);
        Gather(rollout.Actions, rollout.ActionSize, minibatch.Rows, actions);
        ReadOnlySpan<float> weights = policy.Weights;
        _network.Forward(weights, new NetworkInput(features, minibatch.Layout, minibatch.InitialStates, minibatch.Starts), differentiable);
        if (policy.Distribution.NeedsLatents)
        {
            policy.Distribution.TakeLatents(_network.Latents(ActorCriticNetwork.ActorBranch));
        }

        var taken = new ActionRows(weights, _network.Output(ActorCriticNetwork.ActorBranch), actions, rows);
        policy.Distribution.Evaluate(taken, _logProbabilities.Take(rows), _entropies.Take(rows));
    }

    /// <summary>Adds the gradients of a loss of the last forward pass.</summary>
    /// <param name="logProbabilityGradients">Shape [rows]; 0 in rows that fill up.</param>
    /// <param name="entropyGradients">Shape [rows]; likewise.</param>
    /// <param name="valueGradients">Shape [rows]; likewise.</param>
    /// <param name="gradients">Of all trainable parameters.</param>
    public void Backward(
        ReadOnlySpan<float> logProbabilityGradients,
        ReadOnlySpan<float> entropyGradients,
        ReadOnlySpan<float> valueGradients,
        Span<float> gradients)
    {
        int rows = RowCount;
        ReadOnlySpan<float> weights = policy.Weights;
        ReadOnlySpan<float> actions = _actions.Taken(rows * policy.ActionSpace.Size);
        var taken = new ActionRows(weights, _network.Output(ActorCriticNetwork.ActorBranch), actions, rows);
        policy.Distribution.Backward(
            taken, logProbabilityGradients, entropyGradients, gradients, _network.OutputGradient(ActorCriticNetwork.ActorBranch));
        valueGradients.CopyTo(_network.OutputGradient(ActorCriticNetwork.CriticBranch));
        ReadOnlySpan<float> features = _features.Taken(rows * policy.Encoder.FeatureSize);
        _network.Backward(weights, new NetworkInput(features, _minibatch!.Layout, _minibatch.InitialStates, _minibatch.Starts), gradients);
    }

    /// <summary>Copies one number per step to the rows that stand for it; 0 to others.</summary>
    public static void Gather(ReadOnlySpan<float> bySteps, int size, ReadOnlySpan<int> rows, Span<float> byRows)
    {
        for (int row = 0; row < rows.Length; row++)
        {
            Span<float> target = byRows.Slice(row * size, size);
            if (rows[row] < 0)
            {
                target.Clear();
            }
            else
            {
                bySteps.Slice(rows[row] * size, size).CopyTo(target);
            }
        }
    }
}
