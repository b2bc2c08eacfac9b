using MarketSim.Learning.Networks;
using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Distributions;

/// <summary>
/// Independent normal variables; the outputs are the means, the logarithms of the standard deviations are parameters of the model that do not depend
/// on the observation. Actions are not bounded.
/// </summary>
public sealed class DiagonalGaussianDistribution : ActionDistribution
{
    /// <summary>Half the logarithm of 2 pi.</summary>
    internal const float HalfLog2Pi = 0.9189385332046727f;

    private readonly double _initialLogStandardDeviation;
    private readonly float[] _deviations;

    /// <param name="layout">Receives the block <c>name.log_std</c>.</param>
    public DiagonalGaussianDistribution(ParameterLayout layout, string name, int actionSize, double initialLogStandardDeviation = 0)
    {
        LogStandardDeviation = layout.AddTrainable($"{name}.log_std", actionSize);
        _initialLogStandardDeviation = initialLogStandardDeviation;
        _deviations = new float[actionSize];
    }

    /// <summary>Shape [action size].</summary>
    public ParameterBlock LogStandardDeviation { get; }

    /// <inheritdoc/>
    public override int ParameterSize => _deviations.Length;

    /// <inheritdoc/>
    public override int ActionSize => _deviations.Length;

    /// <inheritdoc/>
    public override void Initialize(Span<float> parameters) => LogStandardDeviation.Of(parameters).Fill((float)_initialLogStandardDeviation);

    /// <inheritdoc/>
    public override void Sample(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> outputs, int rows, Span<RandomStream> random, Span<float> actions, Span<float> logProbabilities)
    {
        ComputeDeviations(parameters);
        int at = 0;
        for (int row = 0; row < rows; row++)
        {
            foreach (float deviation in _deviations)
            {
                actions[at] = float.FusedMultiplyAdd(deviation, (float)random[row].NextNormal(), outputs[at]);
                at++;
            }
        }

        ComputeLogProbabilities(new ActionRows(parameters, outputs, actions, rows), logProbabilities);
    }

    /// <inheritdoc/>
    public override void Mode(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> outputs, int rows, Span<float> actions, Span<float> logProbabilities)
    {
        ComputeDeviations(parameters);
        outputs[..(rows * ActionSize)].CopyTo(actions);
        ComputeLogProbabilities(new ActionRows(parameters, outputs, actions, rows), logProbabilities);
    }

    /// <inheritdoc/>
    public override void Evaluate(in ActionRows batch, Span<float> logProbabilities, Span<float> entropies)
    {
        ComputeDeviations(batch.Parameters);
        ComputeLogProbabilities(batch, logProbabilities);
        float entropy = 0;
        foreach (float log in LogStandardDeviation.Of(batch.Parameters))
        {
            entropy += log + (0.5f + HalfLog2Pi);
        }

        entropies[..batch.Rows].Fill(entropy);
    }

    /// <inheritdoc/>
    public override void Backward(
        in ActionRows batch,
        ReadOnlySpan<float> logProbabilityGradients,
        ReadOnlySpan<float> entropyGradients,
        Span<float> gradients,
        Span<float> outputGradients)
    {
        ReadOnlySpan<float> outputs = batch.Outputs;
        ReadOnlySpan<float> actions = batch.Actions;
        Span<float> logGradient = LogStandardDeviation.Of(gradients);
        int at = 0;
        for (int row = 0; row < batch.Rows; row++)
        {
            float gradient = logProbabilityGradients[row];
            for (int j = 0; j < _deviations.Length; j++)
            {
                float z = (actions[at] - outputs[at]) / _deviations[j];
                outputGradients[at] = gradient * (z / _deviations[j]);
                logGradient[j] += float.FusedMultiplyAdd(gradient, float.FusedMultiplyAdd(z, z, -1), entropyGradients[row]);
                at++;
            }
        }
    }

    private void ComputeDeviations(ReadOnlySpan<float> parameters) => Elementary.Exp(LogStandardDeviation.Of(parameters), _deviations);

    private void ComputeLogProbabilities(in ActionRows batch, Span<float> results)
    {
        ReadOnlySpan<float> outputs = batch.Outputs;
        ReadOnlySpan<float> actions = batch.Actions;
        ReadOnlySpan<float> logs = LogStandardDeviation.Of(batch.Parameters);
        int at = 0;
        for (int row = 0; row < batch.Rows; row++)
        {
            float sum = 0;
            for (int j = 0; j < _deviations.Length; j++)
            {
                float z = (actions[at] - outputs[at]) / _deviations[j];
                sum += float.FusedMultiplyAdd(-0.5f * z, z, -logs[j] - HalfLog2Pi);
                at++;
            }

            results[row] = sum;
        }
    }
}
