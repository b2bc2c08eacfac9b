using MarketSim.Learning.Networks;
using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Distributions;

/// <summary>
/// Draws of a squashed Gaussian whose noise depends on the state (gSDE). The network gives means, held within -2 and 2 as in Stable-Baselines3; the rest is
/// a <see cref="SquashedGaussianDistribution"/> whose deviations come from the latents and whose standard normal number is the noise by that deviation.
/// </summary>
internal sealed class StateDependentSquashedDraw(StateDependentNoise noise, int actionSize)
{
    /// <summary>Means are held within minus and plus this.</summary>
    public const float MaxMean = 2;

    private readonly SquashedGaussianDistribution _squashed = new(actionSize);
    private FloatBuffer _latents;
    private FloatBuffer _deviations;
    private FloatBuffer _logDeviations;
    private FloatBuffer _noise;
    private FloatBuffer _outputs;
    private FloatBuffer _outputGradients;
    private FloatBuffer _logGradients;
    private FloatBuffer _noiseGradients;
    private int _latentFloats;

    private ReadOnlySpan<float> Latents => _latents.Taken(_latentFloats);

    /// <summary>Actions of each row by the matrix that its stream is at.</summary>
    /// <param name="parameters">Of the whole model.</param>
    /// <param name="means">Shape [rows, action size].</param>
    /// <param name="latents">Shape [rows, latent size].</param>
    /// <param name="random">Shape [rows]; empty for the actions of the means.</param>
    public void Sample(
        ReadOnlySpan<float> parameters,
        ReadOnlySpan<float> means,
        ReadOnlySpan<float> latents,
        int rows,
        Span<RandomStream> random,
        Span<float> actions,
        Span<float> logProbabilities)
    {
        Span<float> drawn = Begin(parameters, means, latents, rows);
        drawn.Clear();
        if (!random.IsEmpty)
        {
            noise.Draw(Latents, rows, random, drawn);
        }

        End(rows, drawn, actions, logProbabilities);
    }

    /// <summary>Actions of all rows by the matrix that the noise has.</summary>
    /// <inheritdoc cref="Sample"/>
    public void SampleByMatrix(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> means, ReadOnlySpan<float> latents, int rows, Span<float> actions, Span<float> logProbabilities)
    {
        Span<float> drawn = Begin(parameters, means, latents, rows);
        noise.ApplyMatrix(Latents, rows, drawn);
        End(rows, drawn, actions, logProbabilities);
    }

    /// <summary>Gradients of a loss that depends on the actions and log-probabilities of the last draw by the matrix, its random numbers held fixed.</summary>
    /// <param name="means">As drawn from.</param>
    /// <param name="actionGradients">Shape [rows, action size].</param>
    /// <param name="logProbabilityGradients">Shape [rows].</param>
    /// <param name="meanGradients">Shape [rows, action size]; overwritten.</param>
    public void Backward(
        ReadOnlySpan<float> means, int rows, ReadOnlySpan<float> actionGradients, ReadOnlySpan<float> logProbabilityGradients, Span<float> meanGradients)
    {
        int size = rows * actionSize;
        Span<float> both = _outputGradients.Take(2 * size);
        _squashed.Backward(_outputs.Taken(2 * size), rows, actionGradients, logProbabilityGradients, both);
        ReadOnlySpan<float> standard = _noise.Taken(size);
        ReadOnlySpan<float> deviations = _deviations.Taken(size);
        Span<float> logGradients = _logGradients.Take(size);
        Span<float> noiseGradients = _noiseGradients.Take(size);
        for (int i = 0; i < size; i++)
        {
            // The noise moves the normal variable as the mean does, and its density besides.
            float normalGradient = both[(i / actionSize * 2 * actionSize) + (i % actionSize)];
            float gradient = logProbabilityGradients[i / actionSize];
            meanGradients[i] = means[i] is >= -MaxMean and <= MaxMean ? normalGradient : 0;
            noiseGradients[i] = normalGradient - (gradient * standard[i] / deviations[i]);
            logGradients[i] = gradient * float.FusedMultiplyAdd(standard[i], standard[i], -1);
        }
    }

    /// <summary>Adds what the last <see cref="Backward"/> found for the deviations of the noise.</summary>
    /// <param name="gradients">Of the whole model's trainable parameters.</param>
    public void AddNoiseGradients(int rows, Span<float> gradients)
    {
        int size = rows * actionSize;
        noise.AddGradients(Latents, rows, _deviations.Taken(size), _logGradients.Taken(size), _noiseGradients.Taken(size), gradients);
    }

    private Span<float> Begin(ReadOnlySpan<float> parameters, ReadOnlySpan<float> means, ReadOnlySpan<float> latents, int rows)
    {
        _latentFloats = latents.Length;
        latents.CopyTo(_latents.Take(latents.Length));
        noise.Begin(parameters);
        int size = rows * actionSize;
        Span<float> deviations = _deviations.Take(size);
        noise.ComputeDeviations(Latents, rows, deviations);
        Span<float> logs = _logDeviations.Take(size);
        Elementary.Log(deviations, logs);
        Span<float> outputs = _outputs.Take(2 * size);
        for (int i = 0; i < size; i++)
        {
            int at = (i / actionSize * 2 * actionSize) + (i % actionSize);
            outputs[at] = Math.Clamp(means[i], -MaxMean, MaxMean);
            outputs[at + actionSize] = logs[i];
        }

        return _noise.Take(size);
    }

    private void End(int rows, Span<float> drawn, Span<float> actions, Span<float> logProbabilities)
    {
        ReadOnlySpan<float> deviations = _deviations.Taken(drawn.Length);
        for (int i = 0; i < drawn.Length; i++)
        {
            drawn[i] /= deviations[i];
        }

        _squashed.SampleFrom(_outputs.Taken(2 * drawn.Length), drawn, rows, actions, logProbabilities);
    }
}
