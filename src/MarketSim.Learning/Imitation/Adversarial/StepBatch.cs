using MarketSim.Learning.Networks;

namespace MarketSim.Learning.Imitation.Adversarial;

/// <summary>Steps of expert or generator as a discriminator takes them.</summary>
internal sealed class StepBatch(StepFeatures features)
{
    private FloatBuffer _steps;
    private FloatBuffer _observations;
    private FloatBuffer _next;
    private FloatBuffer _logProbabilities;

    public int Count { get; private set; }

    /// <summary>Shape [count, features of a step].</summary>
    public Span<float> Steps => _steps.Taken(Count * features.Size);

    /// <summary>Shape [count, observation size]: standardised observations before the steps.</summary>
    public Span<float> Observations => _observations.Taken(Count * features.ObservationSize);

    /// <summary>Shape [count, observation size]: standardised observations after the steps.</summary>
    public Span<float> Next => _next.Taken(Count * features.ObservationSize);

    /// <summary>Shape [count]: of the actions under the generator.</summary>
    public Span<float> LogProbabilities => _logProbabilities.Taken(Count);

    /// <summary>Makes room.</summary>
    public void Resize(int count)
    {
        Count = count;
        _steps.Take(count * features.Size);
        _observations.Take(count * features.ObservationSize);
        _next.Take(count * features.ObservationSize);
        _logProbabilities.Take(count);
    }

    public void Set(int row, ReadOnlySpan<float> observation, ReadOnlySpan<float> action, ReadOnlySpan<float> next)
    {
        features.Step(observation, action, Steps.Slice(row * features.Size, features.Size));
        features.Observation(observation, Observations.Slice(row * features.ObservationSize, features.ObservationSize));
        features.Observation(next, Next.Slice(row * features.ObservationSize, features.ObservationSize));
    }

    /// <summary>Copies chosen rows of another batch behind what is there.</summary>
    public void Copy(StepBatch from, int fromRow, int row)
    {
        from.Steps.Slice(fromRow * features.Size, features.Size).CopyTo(Steps[(row * features.Size)..]);
        from.Observations.Slice(fromRow * features.ObservationSize, features.ObservationSize).CopyTo(Observations[(row * features.ObservationSize)..]);
        from.Next.Slice(fromRow * features.ObservationSize, features.ObservationSize).CopyTo(Next[(row * features.ObservationSize)..]);
        LogProbabilities[row] = from.LogProbabilities[fromRow];
    }
}
