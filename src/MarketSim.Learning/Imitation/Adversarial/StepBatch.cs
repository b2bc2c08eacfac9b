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

    /// <summary>Sets a row to one of another batch.</summary>
    public void Copy(StepBatch from, int fromRow, int row)
    {
        from.Steps.Slice(fromRow * features.Size, features.Size).CopyTo(Steps[(row * features.Size)..]);
        from.Observations.Slice(fromRow * features.ObservationSize, features.ObservationSize).CopyTo(Observations[(row * features.ObservationSize)..]);
        from.Next.Slice(fromRow * features.ObservationSize, features.ObservationSize).CopyTo(Next[(row * features.ObservationSize)..]);
        LogProbabilities[row] = from.LogProbabilities[fromRow];
    }

    /// <summary>Mixes a row of another batch into a row.</summary>
    /// <param name="share">Of what is there, 0 to 1.</param>
    public void Mix(StepBatch from, int fromRow, int row, float share)
    {
        Mix(from.Steps, Steps, features.Size, fromRow, row, share);
        Mix(from.Observations, Observations, features.ObservationSize, fromRow, row, share);
        Mix(from.Next, Next, features.ObservationSize, fromRow, row, share);
        Mix(from.LogProbabilities, LogProbabilities, 1, fromRow, row, share);
    }

    private static void Mix(ReadOnlySpan<float> from, Span<float> into, int size, int fromRow, int row, float share)
    {
        ReadOnlySpan<float> other = from.Slice(fromRow * size, size);
        Span<float> mixed = into.Slice(row * size, size);
        for (int i = 0; i < size; i++)
        {
            mixed[i] = (share * mixed[i]) + ((1 - share) * other[i]);
        }
    }
}
