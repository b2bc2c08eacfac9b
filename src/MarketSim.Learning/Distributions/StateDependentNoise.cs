using MarketSim.Learning.Networks;
using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Distributions;

/// <summary>
/// Generalised state-dependent exploration (Raffin et al. 2021, arXiv:2005.05719): the noise of an action is a linear function of what the last hidden
/// layer computes (the latents), noise = latents · matrix, and the matrix is drawn again only every so many steps. So it is the same in the same state,
/// and smooth along a path. What is learned is the deviation of each element of the matrix; the latents are taken as given.
/// </summary>
/// <remarks>
/// An action is then normal with variance latents² · deviations² + 1e-6. A row's matrix is a function of its stream's position, so that nothing beside
/// the stream is kept: a step takes two words from it, and the matrix comes from a far stretch of the same stream. Not for several threads at once.
/// </remarks>
internal sealed class StateDependentNoise
{
    private const float MinVariance = 1e-6f;
    private const ulong WordsPerStep = 2;

    private readonly int _latentSize;
    private readonly int _actionSize;
    private readonly double _initialLogDeviation;
    private readonly ulong _sampleFrequency;
    private readonly float[] _deviations;
    private readonly float[] _matrix;

    /// <param name="layout">Receives the block <c>name.log_std</c> of shape [latent size, action size].</param>
    /// <param name="sampleFrequency">Steps of a row after which its matrix is drawn again, at least 1.</param>
    public StateDependentNoise(ParameterLayout layout, string name, int latentSize, int actionSize, double initialLogDeviation, int sampleFrequency)
    {
        LogStandardDeviation = layout.AddTrainable($"{name}.log_std", latentSize, actionSize);
        _latentSize = latentSize;
        _actionSize = actionSize;
        _initialLogDeviation = initialLogDeviation;
        _sampleFrequency = (ulong)sampleFrequency;
        _deviations = new float[latentSize * actionSize];
        _matrix = new float[latentSize * actionSize];
    }

    /// <summary>Shape [latent size, action size].</summary>
    public ParameterBlock LogStandardDeviation { get; }

    public void Initialize(Span<float> parameters) => LogStandardDeviation.Of(parameters).Fill((float)_initialLogDeviation);

    /// <summary>Takes the deviations of the matrix from the model; all that follows is by them.</summary>
    /// <param name="parameters">Of the whole model.</param>
    public void Begin(ReadOnlySpan<float> parameters) => Elementary.Exp(LogStandardDeviation.Of(parameters), _deviations);

    /// <summary>Standard deviations of the actions.</summary>
    /// <param name="latents">Shape [rows, latent size].</param>
    /// <param name="deviations">Shape [rows, action size]; overwritten.</param>
    public void ComputeDeviations(ReadOnlySpan<float> latents, int rows, Span<float> deviations)
    {
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> latent = latents.Slice(row * _latentSize, _latentSize);
            Span<float> sums = deviations.Slice(row * _actionSize, _actionSize);
            sums.Fill(MinVariance);
            for (int i = 0; i < latent.Length; i++)
            {
                for (int j = 0; j < sums.Length; j++)
                {
                    float part = latent[i] * _deviations[(i * _actionSize) + j];
                    sums[j] = float.FusedMultiplyAdd(part, part, sums[j]);
                }
            }

            for (int j = 0; j < sums.Length; j++)
            {
                sums[j] = float.Sqrt(sums[j]);
            }
        }
    }

    /// <summary>Noise of each row by the matrix that its stream is at.</summary>
    /// <param name="latents">Shape [rows, latent size].</param>
    /// <param name="random">Shape [rows]; each moves on by one step.</param>
    /// <param name="noise">Shape [rows, action size]; overwritten.</param>
    public void Draw(ReadOnlySpan<float> latents, int rows, Span<RandomStream> random, Span<float> noise)
    {
        for (int row = 0; row < rows; row++)
        {
            RandomStream matrix = random[row].Stretch(random[row].Position / (WordsPerStep * _sampleFrequency));
            random[row].NextUInt64();
            DrawMatrix(ref matrix);
            Apply(latents.Slice(row * _latentSize, _latentSize), noise.Slice(row * _actionSize, _actionSize));
        }
    }

    /// <summary>Draws the matrix that <see cref="ApplyMatrix"/> uses from now on.</summary>
    public void DrawMatrix(ref RandomStream random)
    {
        for (int i = 0; i < _matrix.Length; i++)
        {
            _matrix[i] = _deviations[i] * (float)random.NextNormal();
        }
    }

    /// <summary>Noise of all rows by one matrix.</summary>
    /// <param name="latents">Shape [rows, latent size].</param>
    /// <param name="noise">Shape [rows, action size]; overwritten.</param>
    public void ApplyMatrix(ReadOnlySpan<float> latents, int rows, Span<float> noise)
    {
        for (int row = 0; row < rows; row++)
        {
            Apply(latents.Slice(row * _latentSize, _latentSize), noise.Slice(row * _actionSize, _actionSize));
        }
    }

    /// <summary>Adds the gradients of a loss in the logarithms of the matrix's deviations.</summary>
    /// <param name="latents">Shape [rows, latent size].</param>
    /// <param name="deviations">Shape [rows, action size]: of the actions.</param>
    /// <param name="logDeviationGradients">Shape [rows, action size]: in the logarithms of those.</param>
    /// <param name="noiseGradients">Shape [rows, action size]: in the noise by the present matrix, whose random numbers are held fixed; empty for none.</param>
    /// <param name="gradients">Of the whole model's trainable parameters.</param>
    public void AddGradients(
        ReadOnlySpan<float> latents,
        int rows,
        ReadOnlySpan<float> deviations,
        ReadOnlySpan<float> logDeviationGradients,
        ReadOnlySpan<float> noiseGradients,
        Span<float> gradients)
    {
        Span<float> own = LogStandardDeviation.Of(gradients);
        for (int row = 0; row < rows; row++)
        {
            for (int j = 0; j < _actionSize; j++)
            {
                int at = (row * _actionSize) + j;
                float byVariance = logDeviationGradients[at] / (deviations[at] * deviations[at]);
                float byNoise = noiseGradients.IsEmpty ? 0 : noiseGradients[at];
                for (int i = 0; i < _latentSize; i++)
                {
                    int element = (i * _actionSize) + j;
                    float latent = latents[(row * _latentSize) + i];
                    float part = latent * _deviations[element];
                    own[element] += float.FusedMultiplyAdd(byVariance * part, part, byNoise * latent * _matrix[element]);
                }
            }
        }
    }

    private void Apply(ReadOnlySpan<float> latent, Span<float> noise)
    {
        noise.Clear();
        for (int i = 0; i < latent.Length; i++)
        {
            for (int j = 0; j < noise.Length; j++)
            {
                noise[j] = float.FusedMultiplyAdd(latent[i], _matrix[(i * _actionSize) + j], noise[j]);
            }
        }
    }
}
