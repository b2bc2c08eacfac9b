using MarketSim.Learning.Normalization;
using MarketSim.Learning.Spaces;

namespace MarketSim.Learning.Imitation.Adversarial;

/// <summary>A discriminator's input of a step: observation and action, standardised by the demonstrations, discrete actions as one 1 among zeros.</summary>
internal sealed class StepFeatures
{
    private const float Limit = 10;
    private readonly Space _actionSpace;
    private readonly int[]? _counts;
    private readonly bool _hasAbsorbingState;
    private readonly float[] _means;
    private readonly float[] _scales;

    /// <param name="means">Shape [observation size, then action size for a box].</param>
    /// <param name="scales">Likewise; what is multiplied with.</param>
    /// <param name="hasAbsorbingState">True if the last element of an observation says that no action counts.</param>
    public StepFeatures(Space observationSpace, Space actionSpace, float[] means, float[] scales, bool hasAbsorbingState)
    {
        _actionSpace = actionSpace;
        _counts = actionSpace switch
        {
            DiscreteSpace discrete => [discrete.Count],
            MultiDiscreteSpace several => several.Counts.ToArray(),
            _ => null,
        };
        _hasAbsorbingState = hasAbsorbingState;
        ObservationSize = observationSpace.Size;
        ActionFeatures = _counts?.Sum() ?? actionSpace.Size;
        _means = means;
        _scales = scales;
    }

    public int ObservationSize { get; }

    public int ActionFeatures { get; }

    public int Size => ObservationSize + ActionFeatures;

    public ReadOnlySpan<float> Means => _means;

    public ReadOnlySpan<float> Scales => _scales;

    /// <summary>Standardised by an expert's steps.</summary>
    public static StepFeatures Of(Space observationSpace, Space actionSpace, ReadOnlySpan<float> observations, ReadOnlySpan<float> actions, bool hasAbsorbingState)
    {
        int observationSize = observationSpace.Size;
        int actionSize = actionSpace is BoxSpace ? actionSpace.Size : 0;
        float[] means = new float[observationSize + actionSize];
        float[] scales = new float[means.Length];
        Moments(observations, observationSize, means, scales);
        if (actionSize > 0)
        {
            Moments(actions, actionSize, means.AsSpan(observationSize), scales.AsSpan(observationSize));
        }

        if (hasAbsorbingState)
        {
            (means[observationSize - 1], scales[observationSize - 1]) = (0, 1);
        }

        return new StepFeatures(observationSpace, actionSpace, means, scales, hasAbsorbingState);
    }

    /// <param name="features">Shape [<see cref="ObservationSize"/>].</param>
    public void Observation(ReadOnlySpan<float> observation, Span<float> features)
    {
        for (int i = 0; i < ObservationSize; i++)
        {
            features[i] = Math.Clamp((observation[i] - _means[i]) * _scales[i], -Limit, Limit);
        }
    }

    /// <param name="features">Shape [<see cref="Size"/>].</param>
    public void Step(ReadOnlySpan<float> observation, ReadOnlySpan<float> action, Span<float> features)
    {
        Observation(observation, features);
        Span<float> rest = features[ObservationSize..];
        rest.Clear();
        if (_hasAbsorbingState && observation[^1] > 0.5f)
        {
            return;
        }

        if (_counts is null)
        {
            var box = (BoxSpace)_actionSpace;
            for (int j = 0; j < rest.Length; j++)
            {
                float taken = Math.Clamp(action[j], box.Low[j], box.High[j]);
                rest[j] = Math.Clamp((taken - _means[ObservationSize + j]) * _scales[ObservationSize + j], -Limit, Limit);
            }

            return;
        }

        int at = 0;
        for (int group = 0; group < _counts.Length; group++)
        {
            rest[at + (int)action[group]] = 1;
            at += _counts[group];
        }
    }

    private static void Moments(ReadOnlySpan<float> rows, int size, Span<float> means, Span<float> scales)
    {
        int count = rows.Length / size;
        for (int j = 0; j < size; j++)
        {
            (double mean, double squares) = RunningStatistics.MomentsOf(rows, size, j);
            double found = Math.Sqrt(squares / count);
            means[j] = (float)mean;
            scales[j] = (float)(found > 1e-3 * (1e-3 + Math.Abs(mean)) ? 1 / found : 1);
        }
    }
}
