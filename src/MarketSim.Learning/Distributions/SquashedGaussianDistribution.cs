using MarketSim.Learning.Networks;
using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Distributions;

/// <summary>
/// Independent normal variables through tanh, as soft actor-critic draws them (Haarnoja et al. 2018, arXiv:1812.05905, appendix C): actions lie within
/// -1 and 1. The outputs of a row are the means, then the logarithms of the standard deviations, which are held within -20 and 2.
/// </summary>
/// <remarks>
/// The log-probability is that of the normal variable minus log(1 - tanh² + 1e-6), the small number against infinity at the edges. Keeps buffers, so
/// one instance is not for several threads at once; <see cref="Backward"/> goes back through the last draw.
/// </remarks>
public sealed class SquashedGaussianDistribution
{
    /// <summary>Smaller logarithms of the deviation are cut to this.</summary>
    public const float LowestLogStandardDeviation = -20;
    /// <summary>Larger logarithms of the deviation are cut to this.</summary>
    public const float HighestLogStandardDeviation = 2;
    private const float EdgeEpsilon = 1e-6f;

    // The largest float below 1: actions at the edge are taken to be this far inside where they are traced back.
    private const float MaxInside = 0.99999994f;

    private FloatBuffer _noise;
    private FloatBuffer _deviations;
    private FloatBuffer _actions;
    private FloatBuffer _corrections;
    private FloatBuffer _logCorrections;

    /// <summary>Creates a distribution for actions with a number of elements.</summary>
    public SquashedGaussianDistribution(int actionSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(actionSize, 1);
        ActionSize = actionSize;
    }

    /// <summary>Elements of an action.</summary>
    public int ActionSize { get; }

    /// <summary>Outputs of the network that it takes per row: means, then logarithms of standard deviations.</summary>
    public int ParameterSize => 2 * ActionSize;

    /// <summary>Draws an action per row, each from its row's stream.</summary>
    /// <param name="outputs">Shape [rows, parameter size].</param>
    /// <param name="random">Shape [rows].</param>
    /// <param name="actions">Shape [rows, action size]; overwritten, each within -1 and 1.</param>
    /// <param name="logProbabilities">Shape [rows]; overwritten.</param>
    public void Sample(ReadOnlySpan<float> outputs, int rows, Span<RandomStream> random, Span<float> actions, Span<float> logProbabilities)
    {
        Span<float> noise = _noise.Take(rows * ActionSize);
        for (int i = 0; i < noise.Length; i++)
        {
            noise[i] = (float)random[i / ActionSize].NextNormal();
        }

        Squash(outputs, noise, rows, actions, logProbabilities);
    }

    /// <summary>Draws an action per row from standard normal numbers that the caller has drawn.</summary>
    /// <param name="noise">Shape [rows, action size].</param>
    /// <inheritdoc cref="Sample"/>
    public void SampleFrom(ReadOnlySpan<float> outputs, ReadOnlySpan<float> noise, int rows, Span<float> actions, Span<float> logProbabilities)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(noise.Length, rows * ActionSize, nameof(noise));
        Span<float> own = _noise.Take(noise.Length);
        noise.CopyTo(own);
        Squash(outputs, own, rows, actions, logProbabilities);
    }

    /// <summary>The action of the mean, and its log-probability; draws nothing at random.</summary>
    /// <inheritdoc cref="Sample"/>
    public void Mode(ReadOnlySpan<float> outputs, int rows, Span<float> actions, Span<float> logProbabilities)
    {
        Span<float> noise = _noise.Take(rows * ActionSize);
        noise.Clear();
        Squash(outputs, noise, rows, actions, logProbabilities);
    }

    /// <summary>Log-probabilities of given actions, traced back through tanh.</summary>
    /// <param name="outputs">Shape [rows, parameter size].</param>
    /// <param name="actions">Shape [rows, action size], within -1 and 1.</param>
    /// <param name="logProbabilities">Shape [rows]; overwritten.</param>
    public void Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> actions, int rows, Span<float> logProbabilities)
    {
        Span<float> deviations = ComputeDeviations(outputs, rows);
        for (int row = 0; row < rows; row++)
        {
            double sum = 0;
            for (int j = 0; j < ActionSize; j++)
            {
                int at = (row * ActionSize) + j;
                double action = Math.Clamp(actions[at], -MaxInside, MaxInside);
                double normal = 0.5 * Elementary.Log((1 + action) / (1 - action));
                double z = (normal - outputs[(row * ParameterSize) + j]) / deviations[at];
                double log = Held(outputs[(row * ParameterSize) + ActionSize + j]);
                sum += (-0.5 * z * z) - log - DiagonalGaussianDistribution.HalfLog2Pi - Elementary.Log(1 - (action * action) + EdgeEpsilon);
            }

            logProbabilities[row] = (float)sum;
        }
    }

    /// <summary>Gradients of a loss that depends on the actions and log-probabilities of the last draw, its random numbers held fixed.</summary>
    /// <param name="outputs">As drawn from.</param>
    /// <param name="actionGradients">Shape [rows, action size].</param>
    /// <param name="logProbabilityGradients">Shape [rows].</param>
    /// <param name="outputGradients">Shape [rows, parameter size]; overwritten.</param>
    public void Backward(
        ReadOnlySpan<float> outputs,
        int rows,
        ReadOnlySpan<float> actionGradients,
        ReadOnlySpan<float> logProbabilityGradients,
        Span<float> outputGradients)
    {
        int size = rows * ActionSize;
        ReadOnlySpan<float> noise = _noise.Taken(size);
        ReadOnlySpan<float> deviations = _deviations.Taken(size);
        ReadOnlySpan<float> actions = _actions.Taken(size);
        ReadOnlySpan<float> corrections = _corrections.Taken(size);
        for (int row = 0; row < rows; row++)
        {
            float logGradient = logProbabilityGradients[row];
            for (int j = 0; j < ActionSize; j++)
            {
                int at = (row * ActionSize) + j;
                int meanAt = (row * ParameterSize) + j;
                float slope = float.FusedMultiplyAdd(-actions[at], actions[at], 1);
                float normalGradient = slope * (actionGradients[at] + (logGradient * (2 * actions[at]) / corrections[at]));
                outputGradients[meanAt] = normalGradient;

                // Where the logarithm was held at a limit, it does not move with the output.
                float log = outputs[meanAt + ActionSize];
                outputGradients[meanAt + ActionSize] = log is >= LowestLogStandardDeviation and <= HighestLogStandardDeviation
                    ? float.FusedMultiplyAdd(normalGradient, deviations[at] * noise[at], -logGradient)
                    : 0;
            }
        }
    }

    private static float Held(float log) =>
        log < LowestLogStandardDeviation ? LowestLogStandardDeviation : log > HighestLogStandardDeviation ? HighestLogStandardDeviation : log;

    private void Squash(ReadOnlySpan<float> outputs, ReadOnlySpan<float> noise, int rows, Span<float> actions, Span<float> logProbabilities)
    {
        Span<float> deviations = ComputeDeviations(outputs, rows);
        Span<float> own = _actions.Take(noise.Length);
        for (int row = 0; row < rows; row++)
        {
            for (int j = 0; j < ActionSize; j++)
            {
                int at = (row * ActionSize) + j;
                own[at] = float.FusedMultiplyAdd(deviations[at], noise[at], outputs[(row * ParameterSize) + j]);
            }
        }

        Elementary.Tanh(own, own);
        Span<float> corrections = _corrections.Take(noise.Length);
        for (int i = 0; i < own.Length; i++)
        {
            corrections[i] = float.FusedMultiplyAdd(-own[i], own[i], 1) + EdgeEpsilon;
        }

        Span<float> logCorrections = _logCorrections.Take(noise.Length);
        Elementary.Log(corrections, logCorrections);
        for (int row = 0; row < rows; row++)
        {
            float sum = 0;
            for (int j = 0; j < ActionSize; j++)
            {
                int at = (row * ActionSize) + j;
                float log = Held(outputs[(row * ParameterSize) + ActionSize + j]);
                sum += float.FusedMultiplyAdd(-0.5f * noise[at], noise[at], -log - DiagonalGaussianDistribution.HalfLog2Pi) - logCorrections[at];
            }

            logProbabilities[row] = sum;
        }

        own.CopyTo(actions);
    }

    private Span<float> ComputeDeviations(ReadOnlySpan<float> outputs, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(outputs.Length, rows * ParameterSize, nameof(outputs));
        Span<float> deviations = _deviations.Take(rows * ActionSize);
        for (int row = 0; row < rows; row++)
        {
            for (int j = 0; j < ActionSize; j++)
            {
                deviations[(row * ActionSize) + j] = Held(outputs[(row * ParameterSize) + ActionSize + j]);
            }
        }

        Elementary.Exp(deviations, deviations);
        return deviations;
    }
}
