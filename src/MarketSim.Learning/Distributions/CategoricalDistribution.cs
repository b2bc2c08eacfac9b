using MarketSim.Learning.Networks;
using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Distributions;

/// <summary>
/// One choice, or several independent ones at once (multi-categorical); the outputs are the logits of the choices, one group after the other. An
/// action is the numbers of the choices taken, as floats.
/// </summary>
public sealed class CategoricalDistribution : ActionDistribution
{
    private readonly int[] _counts;
    private FloatBuffer _probabilities;
    private FloatBuffer _logProbabilities;
    private FloatBuffer _sums;
    private FloatBuffer _logSums;

    /// <param name="counts">Choices of each group; at least one group.</param>
    public CategoricalDistribution(params ReadOnlySpan<int> counts)
    {
        ArgumentOutOfRangeException.ThrowIfZero(counts.Length, nameof(counts));
        _counts = counts.ToArray();
        foreach (int count in counts)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(counts));
            ParameterSize += count;
        }
    }

    /// <inheritdoc/>
    public override int ParameterSize { get; }

    /// <inheritdoc/>
    public override int ActionSize => _counts.Length;

    /// <summary>Choices of each group.</summary>
    public ReadOnlySpan<int> Counts => _counts;

    /// <inheritdoc/>
    public override void Initialize(Span<float> parameters)
    {
    }

    /// <inheritdoc/>
    public override void Sample(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> outputs, int rows, Span<RandomStream> random, Span<float> actions, Span<float> logProbabilities)
    {
        ComputeProbabilities(outputs, rows);
        ReadOnlySpan<float> probabilities = _probabilities.Taken(rows * ParameterSize);
        for (int row = 0; row < rows; row++)
        {
            int at = row * ParameterSize;
            for (int group = 0; group < _counts.Length; group++)
            {
                actions[(row * ActionSize) + group] = Draw(probabilities.Slice(at, _counts[group]), ref random[row]);
                at += _counts[group];
            }
        }

        TakeLogProbabilities(actions, rows, logProbabilities);
    }

    /// <inheritdoc/>
    public override void Mode(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> outputs, int rows, Span<float> actions, Span<float> logProbabilities)
    {
        ComputeProbabilities(outputs, rows);
        for (int row = 0; row < rows; row++)
        {
            int at = row * ParameterSize;
            for (int group = 0; group < _counts.Length; group++)
            {
                actions[(row * ActionSize) + group] = Largest(outputs.Slice(at, _counts[group]));
                at += _counts[group];
            }
        }

        TakeLogProbabilities(actions, rows, logProbabilities);
    }

    /// <inheritdoc/>
    public override void Evaluate(in ActionRows batch, Span<float> logProbabilities, Span<float> entropies)
    {
        int rows = batch.Rows;
        ComputeProbabilities(batch.Outputs, rows);
        TakeLogProbabilities(batch.Actions, rows, logProbabilities);
        ReadOnlySpan<float> probabilities = _probabilities.Taken(rows * ParameterSize);
        ReadOnlySpan<float> logs = _logProbabilities.Taken(rows * ParameterSize);
        for (int row = 0; row < rows; row++)
        {
            entropies[row] = Entropy(
                probabilities.Slice(row * ParameterSize, ParameterSize), logs.Slice(row * ParameterSize, ParameterSize));
        }
    }

    /// <inheritdoc/>
    public override void Backward(
        in ActionRows batch,
        ReadOnlySpan<float> logProbabilityGradients,
        ReadOnlySpan<float> entropyGradients,
        Span<float> gradients,
        Span<float> outputGradients)
    {
        int rows = batch.Rows;
        ReadOnlySpan<float> actions = batch.Actions;
        ReadOnlySpan<float> probabilities = _probabilities.Taken(rows * ParameterSize);
        ReadOnlySpan<float> logs = _logProbabilities.Taken(rows * ParameterSize);
        for (int row = 0; row < rows; row++)
        {
            float logGradient = logProbabilityGradients[row];
            float entropyGradient = entropyGradients[row];
            int at = row * ParameterSize;
            for (int group = 0; group < _counts.Length; group++)
            {
                int count = _counts[group];
                ReadOnlySpan<float> p = probabilities.Slice(at, count);
                ReadOnlySpan<float> log = logs.Slice(at, count);
                Span<float> result = outputGradients.Slice(at, count);
                float entropy = Entropy(p, log);
                for (int j = 0; j < count; j++)
                {
                    // d log p(a) / d logit j = [j = a] - p(j), dH / d logit j = -p(j) (log p(j) + H).
                    result[j] = -p[j] * float.FusedMultiplyAdd(entropyGradient, log[j] + entropy, logGradient);
                }

                result[(int)actions[(row * ActionSize) + group]] += logGradient;
                at += count;
            }
        }
    }

    /// <summary>Probabilities of all choices and their logarithms, for losses that are expectations over them.</summary>
    /// <param name="outputs">Shape [rows, parameter size].</param>
    /// <param name="probabilities">Shape [rows, parameter size]; overwritten.</param>
    /// <param name="logProbabilities">Shape [rows, parameter size]; overwritten.</param>
    public void Probabilities(ReadOnlySpan<float> outputs, int rows, Span<float> probabilities, Span<float> logProbabilities)
    {
        ComputeProbabilities(outputs, rows);
        _probabilities.Taken(rows * ParameterSize).CopyTo(probabilities);
        _logProbabilities.Taken(rows * ParameterSize).CopyTo(logProbabilities);
    }

    /// <summary>Gradients in the outputs of a loss that depends on the probabilities: p(j) (g(j) - sum of p g), group by group.</summary>
    /// <param name="probabilities">Shape [rows, parameter size].</param>
    /// <param name="probabilityGradients">Shape [rows, parameter size].</param>
    /// <param name="outputGradients">Shape [rows, parameter size]; overwritten; may be the gradients.</param>
    public void BackwardOfProbabilities(
        ReadOnlySpan<float> probabilities, ReadOnlySpan<float> probabilityGradients, int rows, Span<float> outputGradients)
    {
        int at = 0;
        for (int row = 0; row < rows; row++)
        {
            foreach (int count in _counts)
            {
                float mean = 0;
                for (int j = at; j < at + count; j++)
                {
                    mean = float.FusedMultiplyAdd(probabilities[j], probabilityGradients[j], mean);
                }

                for (int j = at; j < at + count; j++)
                {
                    outputGradients[j] = probabilities[j] * (probabilityGradients[j] - mean);
                }

                at += count;
            }
        }
    }

    private static float Draw(ReadOnlySpan<float> probabilities, ref RandomStream random)
    {
        double rest = random.NextDouble();
        for (int j = 0; j < probabilities.Length - 1; j++)
        {
            rest -= probabilities[j];
            if (rest < 0)
            {
                return j;
            }
        }

        // Rounding may leave the sum below 1: the last choice that is possible at all takes what is left.
        int last = probabilities.Length - 1;
        while (last > 0 && probabilities[last] == 0)
        {
            last--;
        }

        return last;
    }

    private static float Largest(ReadOnlySpan<float> logits)
    {
        int best = 0;
        for (int j = 1; j < logits.Length; j++)
        {
            best = logits[j] > logits[best] ? j : best;
        }

        return best;
    }

    private static float Entropy(ReadOnlySpan<float> probabilities, ReadOnlySpan<float> logs)
    {
        float sum = 0;
        for (int j = 0; j < probabilities.Length; j++)
        {
            // A choice whose probability is 0 adds nothing, even where its logarithm is not finite.
            sum = probabilities[j] > 0 ? float.FusedMultiplyAdd(-probabilities[j], logs[j], sum) : sum;
        }

        return sum;
    }

    private void TakeLogProbabilities(ReadOnlySpan<float> actions, int rows, Span<float> results)
    {
        ReadOnlySpan<float> logs = _logProbabilities.Taken(rows * ParameterSize);
        for (int row = 0; row < rows; row++)
        {
            int at = row * ParameterSize;
            float sum = 0;
            for (int group = 0; group < _counts.Length; group++)
            {
                sum += logs[at + (int)actions[(row * ActionSize) + group]];
                at += _counts[group];
            }

            results[row] = sum;
        }
    }

    private void ComputeProbabilities(ReadOnlySpan<float> outputs, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(outputs.Length, rows * ParameterSize, nameof(outputs));
        Span<float> probabilities = _probabilities.Take(outputs.Length);
        Span<float> logs = _logProbabilities.Take(outputs.Length);
        Span<float> sums = _sums.Take(rows * _counts.Length);
        Span<float> logSums = _logSums.Take(rows * _counts.Length);
        int at = 0;
        for (int row = 0; row < rows; row++)
        {
            foreach (int count in _counts)
            {
                float largest = outputs[at + (int)Largest(outputs.Slice(at, count))];
                for (int j = at; j < at + count; j++)
                {
                    logs[j] = outputs[j] - largest;
                }

                at += count;
            }
        }

        Elementary.Exp(logs, probabilities);
        at = 0;
        for (int i = 0; i < sums.Length; i++)
        {
            int count = _counts[i % _counts.Length];
            float sum = 0;
            for (int j = at; j < at + count; j++)
            {
                sum += probabilities[j];
            }

            sums[i] = sum;
            at += count;
        }

        Elementary.Log(sums, logSums);
        at = 0;
        for (int i = 0; i < sums.Length; i++)
        {
            int end = at + _counts[i % _counts.Length];
            for (; at < end; at++)
            {
                probabilities[at] /= sums[i];
                logs[at] -= logSums[i];
            }
        }
    }
}
