using MarketSim.Learning.Distributions;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Spaces;

namespace MarketSim.Learning.Imitation.Cloning;

/// <summary>Compares what a policy would do with what the expert did, over whole episodes: with memory from their first step on, as when acting.</summary>
internal sealed class CloneFitting(ActorCriticPolicy policy, CloningLoss loss, INetworkPass pass)
{
    private const int RowsAtOnce = 1024;
    private FloatBuffer _logProbabilities;
    private FloatBuffer _entropies;
    private FloatBuffer _modes;

    /// <param name="weights">Of the whole policy.</param>
    public CloneFit Of(ReadOnlySpan<float> weights, CloningData data)
    {
        float[] clone = new float[data.Actions.Length];
        double sum = 0;
        if (policy.StateSize == 0)
        {
            for (int start = 0; start < data.Steps; start += RowsAtOnce)
            {
                sum += Rows(weights, data, start, SequenceLayout.Independent(Math.Min(RowsAtOnce, data.Steps - start)), clone);
            }
        }
        else
        {
            foreach (EpisodeSpan episode in data.Episodes)
            {
                sum += Rows(weights, data, episode.Start, new SequenceLayout(episode.Length, 1), clone);
            }
        }

        return new CloneFit(
            data.Steps == 0 ? double.NaN : sum / data.Steps,
            loss.IsDiscrete ? Confusions(data.Actions, clone) : [],
            loss.IsDiscrete ? [] : Explained(data.Actions, clone, data.ActionSize),
            data.Actions.ToArray(),
            clone);
    }

    private double Rows(ReadOnlySpan<float> weights, CloningData data, int start, SequenceLayout layout, float[] clone)
    {
        int rows = layout.Rows;
        int size = data.ActionSize;
        ReadOnlySpan<float> features = data.Features.Slice(start * data.FeatureSize, rows * data.FeatureSize);
        ReadOnlySpan<float> actions = data.Actions.Slice(start * size, rows * size);
        pass.Forward(weights, new NetworkInput(features, layout, initialStates: [], starts: []), differentiable: false);
        ReadOnlySpan<float> outputs = pass.Output(0);
        Span<float> logProbabilities = _logProbabilities.Take(rows);
        Span<float> modes = _modes.Take(rows * size);
        policy.Distribution.Mode(weights, outputs, rows, modes, logProbabilities);
        policy.Distribution.Evaluate(new ActionRows(weights, outputs, actions, rows), logProbabilities, _entropies.Take(rows));
        int outputSize = outputs.Length / rows;
        double sum = 0;
        for (int row = 0; row < rows; row++)
        {
            sum += loss.Of(outputs.Slice(row * outputSize, outputSize), actions.Slice(row * size, size), logProbabilities[row]);
            policy.ClipAction(modes.Slice(row * size, size));
        }

        modes.CopyTo(clone.AsSpan(start * size));
        return sum;
    }

    private ConfusionMatrix[] Confusions(ReadOnlySpan<float> expert, ReadOnlySpan<float> clone)
    {
        ConfusionMatrix[] matrices = [.. loss.Counts.ToArray().Select(static count => new ConfusionMatrix(count))];
        for (int i = 0; i < expert.Length; i++)
        {
            matrices[i % matrices.Length].Add((int)expert[i], (int)clone[i]);
        }

        return matrices;
    }

    private double[] Explained(ReadOnlySpan<float> expert, ReadOnlySpan<float> clone, int size)
    {
        double[] shares = new double[size];
        for (int j = 0; j < size; j++)
        {
            double squares = 0;
            for (int i = j; i < expert.Length; i += size)
            {
                double error = clone[i] - expert[i];
                squares += error * error;
            }

            double scale = loss.Scales[j];
            shares[j] = 1 - (squares / (expert.Length / size) / (scale * scale));
        }

        return shares;
    }
}
