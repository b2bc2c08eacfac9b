using MarketSim.Learning.Distributions;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Spaces;

namespace MarketSim.Learning.Imitation.Cloning;

/// <summary>
/// The loss of a clone and its gradient in the actor's outputs: of discrete actions the cross-entropy, weighted by action; of continuous ones half the squared
/// error over the variance of the expert's actions, which is the likelihood of a Gaussian whose deviation is fitted apart (Bain and Sammut 1995, A framework for
/// behavioural cloning).
/// </summary>
internal sealed class CloningLoss(ActorCriticPolicy policy)
{
    private readonly int[]? _counts = policy.ActionSpace switch
    {
        DiscreteSpace discrete => [discrete.Count],
        MultiDiscreteSpace several => several.Counts.ToArray(),
        _ => null,
    };

    private float[] _actionWeights = [];
    private double[] _scales = [];
    private FloatBuffer _logProbabilities;
    private FloatBuffer _entropies;
    private FloatBuffer _logGradients;
    private FloatBuffer _noGradients;

    public bool IsDiscrete => _counts is not null;

    /// <summary>Choices of each element of a discrete action.</summary>
    public ReadOnlySpan<int> Counts => _counts;

    /// <summary>Deviation of each element of the expert's continuous actions.</summary>
    public ReadOnlySpan<double> Scales => _scales;

    /// <summary>Takes up how frequent actions are, or how much they vary.</summary>
    public void Fit(CloningData data, ClassBalance balance)
    {
        if (_counts is null)
        {
            _scales = Deviations(data);
            return;
        }

        _actionWeights = new float[_counts.Sum()];
        Array.Fill(_actionWeights, 1f);
        if (balance == ClassBalance.Balanced)
        {
            Balance(data, _counts);
        }
    }

    /// <summary>Writes the gradients of a minibatch's mean loss.</summary>
    /// <param name="actions">Shape [rows, action size]; anything where a row does not count.</param>
    /// <returns>The sum of the losses of the rows that count, and the sum of their weights.</returns>
    public (double Loss, double Weight) Gradients(ReadOnlySpan<float> weights, INetworkPass pass, ReadOnlySpan<float> actions, CloningBatches batch, Span<float> gradients) =>
        IsDiscrete ? OfChoices(weights, pass, actions, batch, gradients) : OfNumbers(pass, actions, batch);

    /// <summary>The loss of one row, without class weights.</summary>
    /// <param name="logProbability">Of the expert's action; for discrete actions.</param>
    public double Of(ReadOnlySpan<float> output, ReadOnlySpan<float> action, float logProbability)
    {
        if (IsDiscrete)
        {
            return -logProbability;
        }

        double loss = 0;
        for (int j = 0; j < action.Length; j++)
        {
            double error = (output[j] - action[j]) / _scales[j];
            loss += 0.5 * error * error;
        }

        return loss;
    }

    private (double Loss, double Weight) OfChoices(ReadOnlySpan<float> weights, INetworkPass pass, ReadOnlySpan<float> actions, CloningBatches batch, Span<float> gradients)
    {
        int rows = batch.Layout.Rows;
        ReadOnlySpan<float> outputs = pass.Output(0);
        Span<float> logProbabilities = _logProbabilities.Take(rows);
        var shown = new ActionRows(weights, outputs, actions, rows);
        policy.Distribution.Evaluate(shown, logProbabilities, _entropies.Take(rows));
        Span<float> logGradients = _logGradients.Take(rows);
        ReadOnlySpan<bool> isCounted = batch.IsCounted;
        double loss = 0;
        double total = 0;
        for (int row = 0; row < rows; row++)
        {
            float weight = isCounted[row] ? WeightOf(actions.Slice(row * _counts!.Length, _counts.Length)) : 0;
            logGradients[row] = -weight;
            loss -= weight * logProbabilities[row];
            total += weight;
        }

        float share = (float)(1 / total);
        foreach (ref float gradient in logGradients)
        {
            gradient *= share;
        }

        Span<float> none = _noGradients.Take(rows);
        none.Clear();
        policy.Distribution.Backward(shown, logGradients, none, gradients, pass.OutputGradient(0));
        return (loss, total);
    }

    private (double Loss, double Weight) OfNumbers(INetworkPass pass, ReadOnlySpan<float> actions, CloningBatches batch)
    {
        int size = _scales.Length;
        ReadOnlySpan<float> outputs = pass.Output(0);
        Span<float> gradients = pass.OutputGradient(0);
        ReadOnlySpan<bool> isCounted = batch.IsCounted;
        double loss = 0;
        for (int row = 0; row < isCounted.Length; row++)
        {
            for (int j = row * size; j < (row + 1) * size; j++)
            {
                double scale = _scales[j - (row * size)];
                double error = isCounted[row] ? (outputs[j] - actions[j]) / scale : 0;
                loss += 0.5 * error * error;
                gradients[j] = (float)(error / (scale * batch.Counted));
            }
        }

        return (loss, batch.Counted);
    }

    // Of an action of several elements, the mean of their weights.
    private float WeightOf(ReadOnlySpan<float> action)
    {
        float sum = 0;
        int at = 0;
        for (int group = 0; group < action.Length; group++)
        {
            sum += _actionWeights[at + (int)action[group]];
            at += _counts![group];
        }

        return sum / action.Length;
    }

    private void Balance(CloningData data, int[] counts)
    {
        int at = 0;
        for (int group = 0; group < counts.Length; group++)
        {
            long[] taken = new long[counts[group]];
            for (int step = 0; step < data.Steps; step++)
            {
                taken[(int)data.Actions[(step * counts.Length) + group]]++;
            }

            int kinds = taken.Count(static count => count > 0);
            for (int choice = 0; choice < taken.Length; choice++)
            {
                _actionWeights[at + choice] = taken[choice] == 0 ? 0 : (float)(data.Steps / (double)(kinds * taken[choice]));
            }

            at += counts[group];
        }
    }

    private static double[] Deviations(CloningData data)
    {
        int size = data.ActionSize;
        double[] deviations = new double[size];
        for (int j = 0; j < size; j++)
        {
            double sum = 0;
            for (int step = 0; step < data.Steps; step++)
            {
                sum += data.Actions[(step * size) + j];
            }

            double mean = sum / data.Steps;
            double squares = 0;
            for (int step = 0; step < data.Steps; step++)
            {
                double deviation = data.Actions[(step * size) + j] - mean;
                squares += deviation * deviation;
            }

            // An element that never changes is learned in its own unit.
            double found = Math.Sqrt(squares / data.Steps);
            deviations[j] = found > 1e-6 ? found : 1;
        }

        return deviations;
    }

    /// <summary>Puts back what <see cref="Fit"/> took up.</summary>
    public void Restore(ReadOnlySpan<float> actionWeights, ReadOnlySpan<double> scales)
    {
        _actionWeights = actionWeights.ToArray();
        _scales = scales.ToArray();
    }

    public ReadOnlySpan<float> ActionWeights => _actionWeights;
}
