using MarketSim.Learning.Networks;
using MarketSim.Learning.Spaces;

namespace MarketSim.Learning.Policies;

/// <summary>
/// Turns observations into what networks take: boxes as they are or normalised, discrete values as one 1 among zeros. The statistics lie in the
/// parameters, so that they travel with the weights.
/// </summary>
internal sealed class ObservationEncoder
{
    /// <summary>Normalised observations are cut here.</summary>
    public const float Limit = 10;

    private readonly int[]? _counts;
    private readonly ParameterBlock? _mean;
    private readonly ParameterBlock? _scale;

    /// <param name="layout">Receives the blocks <c>observation.mean</c> and <c>observation.scale</c> when normalising; they are not trained.</param>
    /// <param name="normalize">Only boxes are normalised.</param>
    public ObservationEncoder(Space space, ParameterLayout layout, bool normalize)
    {
        ObservationSize = space.Size;
        _counts = CountsOf(space);
        FeatureSize = _counts is null ? space.Size : _counts.Sum();
        if (normalize && _counts is null)
        {
            _mean = layout.AddFixed("observation.mean", ObservationSize);
            _scale = layout.AddFixed("observation.scale", ObservationSize);
        }
    }

    public int ObservationSize { get; }

    /// <summary>Floats that networks take per observation.</summary>
    public int FeatureSize { get; }

    public bool Normalizes => _mean is not null;

    /// <summary>Features of a space, known before there is an encoder.</summary>
    public static int FeaturesOf(Space space) => CountsOf(space)?.Sum() ?? space.Size;

    /// <summary>Statistics that change nothing.</summary>
    public void Initialize(Span<float> parameters)
    {
        if (_mean is not null)
        {
            _mean.Of(parameters).Clear();
            _scale!.Of(parameters).Fill(1);
        }
    }

    /// <param name="mean">Shape [observation size].</param>
    /// <param name="variance">Shape [observation size].</param>
    public void SetMoments(Span<float> parameters, ReadOnlySpan<double> mean, ReadOnlySpan<double> variance)
    {
        Span<float> means = _mean!.Of(parameters);
        Span<float> scales = _scale!.Of(parameters);
        for (int i = 0; i < means.Length; i++)
        {
            means[i] = (float)mean[i];
            scales[i] = (float)(1 / Math.Sqrt(variance[i] + 1e-8));
        }
    }

    /// <summary>The moments that <see cref="SetMoments"/> wrote.</summary>
    public (double[] Means, double[] Variances) Moments(ReadOnlySpan<float> parameters)
    {
        float[] scales = _scale!.Of(parameters).ToArray();
        return ([.. _mean!.Of(parameters).ToArray().Select(static mean => (double)mean)], [.. scales.Select(static scale => 1.0 / ((double)scale * scale))]);
    }

    /// <param name="observations">Shape [rows, observation size].</param>
    /// <param name="features">Shape [rows, feature size].</param>
    /// <exception cref="ArgumentException">A discrete value is none of its choices.</exception>
    public void Encode(ReadOnlySpan<float> parameters, ReadOnlySpan<float> observations, Span<float> features)
    {
        if (_counts is not null)
        {
            EncodeChoices(_counts, observations, features);
        }
        else if (_mean is null)
        {
            observations.CopyTo(features);
        }
        else
        {
            Normalize(_mean.Of(parameters), _scale!.Of(parameters), observations, features);
        }
    }

    private static int[]? CountsOf(Space space) => space switch
    {
        DiscreteSpace discrete => [discrete.Count],
        MultiDiscreteSpace several => several.Counts.ToArray(),
        _ => null,
    };

    private static void Normalize(ReadOnlySpan<float> mean, ReadOnlySpan<float> scale, ReadOnlySpan<float> observations, Span<float> features)
    {
        int size = mean.Length;
        for (int start = 0; start < observations.Length; start += size)
        {
            ReadOnlySpan<float> row = observations.Slice(start, size);
            Span<float> feature = features.Slice(start, size);
            for (int i = 0; i < size; i++)
            {
                feature[i] = Math.Clamp((row[i] - mean[i]) * scale[i], -Limit, Limit);
            }
        }
    }

    private static void EncodeChoices(int[] counts, ReadOnlySpan<float> observations, Span<float> features)
    {
        features.Clear();
        int at = 0;
        for (int i = 0; i < observations.Length; i++)
        {
            int count = counts[i % counts.Length];
            if (!DiscreteSpace.IsChoice(observations[i], count))
            {
                throw new ArgumentException($"The observation has {observations[i]} in element {i % counts.Length}; it must be a whole number of 0 to {count - 1}.", nameof(observations));
            }

            features[at + (int)observations[i]] = 1;
            at += count;
        }
    }
}
