using MarketSim.Learning.Networks;
using MarketSim.Learning.Rollouts;

namespace MarketSim.Learning.Policies;

/// <summary>One pass forward, and one back, through a policy for a minibatch. Rows that fill up a sequence have a log-probability and value without meaning.</summary>
internal sealed class ActorCriticPass(ActorCriticPolicy policy)
{
    private readonly ActorCriticWorkspace _workspace = policy.Network.CreateWorkspace();
    private FloatBuffer _features;
    private FloatBuffer _actions;
    private FloatBuffer _outputs;
    private FloatBuffer _values;
    private FloatBuffer _logProbabilities;
    private FloatBuffer _entropies;
    private FloatBuffer _outputGradients;
    private Minibatch? _minibatch;

    private int RowCount => _minibatch!.Layout.Rows;

    /// <summary>Shape [rows].</summary>
    public ReadOnlySpan<float> Values => _values.Taken(RowCount);

    /// <summary>Shape [rows]; of the actions that were taken.</summary>
    public ReadOnlySpan<float> LogProbabilities => _logProbabilities.Taken(RowCount);

    /// <summary>Shape [rows].</summary>
    public ReadOnlySpan<float> Entropies => _entropies.Taken(RowCount);

    public void Forward(PreparedRollout rollout, Minibatch minibatch)
    {
        _minibatch = minibatch;
        int rows = RowCount;
        Span<float> features = _features.Take(rows * rollout.FeatureSize);
        Span<float> actions = _actions.Take(rows * rollout.ActionSize);
        Gather(rollout.Features, rollout.FeatureSize, minibatch.Rows, features);
        Gather(rollout.Actions, rollout.ActionSize, minibatch.Rows, actions);
        ReadOnlySpan<float> weights = policy.Weights;
        policy.Network.Forward(
            weights, features, minibatch.Layout, minibatch.InitialStates, minibatch.Starts, _workspace, out ReadOnlySpan<float> outputs, out ReadOnlySpan<float> values);
        outputs.CopyTo(_outputs.Take(outputs.Length));
        values.CopyTo(_values.Take(rows));
        policy.Distribution.Evaluate(weights, outputs, actions, rows, _logProbabilities.Take(rows), _entropies.Take(rows));
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
        Span<float> outputGradients = _outputGradients.Take(rows * policy.Network.OutputSize);
        ReadOnlySpan<float> actions = _actions.Taken(rows * policy.ActionSpace.Size);
        policy.Distribution.Backward(
            weights, _outputs.Taken(outputGradients.Length), actions, rows, logProbabilityGradients, entropyGradients, gradients, outputGradients);
        policy.Network.Backward(
            weights,
            _features.Taken(rows * policy.Encoder.FeatureSize),
            _minibatch!.Layout,
            _minibatch.Starts,
            outputGradients,
            valueGradients,
            gradients,
            _workspace);
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
