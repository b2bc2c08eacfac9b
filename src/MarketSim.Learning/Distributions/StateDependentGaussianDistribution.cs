using MarketSim.Learning.Networks;
using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Distributions;

/// <summary>
/// Normal variables around the means that the network gives, with noise that depends on the state (gSDE): see <see cref="StateDependentNoise"/>. Actions
/// are not bounded.
/// </summary>
internal sealed class StateDependentGaussianDistribution : ActionDistribution
{
    private const float HalfLog2Pi = DiagonalGaussianDistribution.HalfLog2Pi;

    private readonly StateDependentNoise _noise;
    private FloatBuffer _latents;
    private FloatBuffer _deviations;
    private FloatBuffer _logDeviations;
    private FloatBuffer _logGradients;
    private int _latentFloats;

    /// <inheritdoc cref="StateDependentNoise(ParameterLayout, string, int, int, double, int)"/>
    public StateDependentGaussianDistribution(
        ParameterLayout layout, string name, int latentSize, int actionSize, double initialLogDeviation, int sampleFrequency)
    {
        _noise = new StateDependentNoise(layout, name, latentSize, actionSize, initialLogDeviation, sampleFrequency);
        ActionSize = actionSize;
    }

    public override int ParameterSize => ActionSize;

    public override int ActionSize { get; }

    public override bool NeedsLatents => true;

    private ReadOnlySpan<float> Latents => _latents.Taken(_latentFloats);

    public override void TakeLatents(ReadOnlySpan<float> latents)
    {
        _latentFloats = latents.Length;
        latents.CopyTo(_latents.Take(latents.Length));
    }

    public override void Initialize(Span<float> parameters) => _noise.Initialize(parameters);

    public override void Sample(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> outputs, int rows, Span<RandomStream> random, Span<float> actions, Span<float> logProbabilities)
    {
        _noise.Begin(parameters);
        _noise.Draw(Latents, rows, random, actions);
        for (int i = 0; i < rows * ActionSize; i++)
        {
            actions[i] += outputs[i];
        }

        ComputeLogProbabilities(outputs, actions, rows, logProbabilities);
    }

    public override void Mode(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> outputs, int rows, Span<float> actions, Span<float> logProbabilities)
    {
        _noise.Begin(parameters);
        outputs[..(rows * ActionSize)].CopyTo(actions);
        ComputeLogProbabilities(outputs, actions, rows, logProbabilities);
    }

    public override void Evaluate(in ActionRows batch, Span<float> logProbabilities, Span<float> entropies)
    {
        int rows = batch.Rows;
        _noise.Begin(batch.Parameters);
        ComputeLogProbabilities(batch.Outputs, batch.Actions, rows, logProbabilities);
        ReadOnlySpan<float> logs = _logDeviations.Taken(rows * ActionSize);
        for (int row = 0; row < rows; row++)
        {
            float entropy = 0;
            foreach (float log in logs.Slice(row * ActionSize, ActionSize))
            {
                entropy += log + (0.5f + HalfLog2Pi);
            }

            entropies[row] = entropy;
        }
    }

    public override void Backward(
        in ActionRows batch,
        ReadOnlySpan<float> logProbabilityGradients,
        ReadOnlySpan<float> entropyGradients,
        Span<float> gradients,
        Span<float> outputGradients)
    {
        int rows = batch.Rows;
        ReadOnlySpan<float> outputs = batch.Outputs;
        ReadOnlySpan<float> actions = batch.Actions;
        int size = rows * ActionSize;
        ReadOnlySpan<float> deviations = _deviations.Taken(size);
        Span<float> logGradients = _logGradients.Take(size);
        for (int i = 0; i < size; i++)
        {
            float gradient = logProbabilityGradients[i / ActionSize];
            float z = (actions[i] - outputs[i]) / deviations[i];
            outputGradients[i] = gradient * (z / deviations[i]);
            logGradients[i] = float.FusedMultiplyAdd(gradient, float.FusedMultiplyAdd(z, z, -1), entropyGradients[i / ActionSize]);
        }

        _noise.AddGradients(Latents, rows, deviations, logGradients, noiseGradients: [], gradients);
    }

    private void ComputeLogProbabilities(ReadOnlySpan<float> outputs, ReadOnlySpan<float> actions, int rows, Span<float> results)
    {
        Span<float> deviations = _deviations.Take(rows * ActionSize);
        _noise.ComputeDeviations(Latents, rows, deviations);
        Span<float> logs = _logDeviations.Take(deviations.Length);
        Elementary.Log(deviations, logs);
        for (int row = 0; row < rows; row++)
        {
            float sum = 0;
            for (int at = row * ActionSize; at < (row + 1) * ActionSize; at++)
            {
                float z = (actions[at] - outputs[at]) / deviations[at];
                sum += float.FusedMultiplyAdd(-0.5f * z, z, -logs[at] - HalfLog2Pi);
            }

            results[row] = sum;
        }
    }
}
