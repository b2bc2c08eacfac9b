using System.Collections.ObjectModel;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Environments.Wrappers;

/// <summary>Adds return and length of an episode to the info of its last step.</summary>
public sealed class EpisodeMonitor(IEnvironment inner) : EnvironmentWrapper(inner)
{
    /// <summary>Name of the sum of the episode's rewards.</summary>
    public const string Return = "episode/return";

    /// <summary>Name of the episode's number of steps.</summary>
    public const string Length = "episode/length";

    private double _return;
    private long _length;

    /// <inheritdoc/>
    public override void Reset(ulong seed, Span<float> observation)
    {
        Inner.Reset(seed, observation);
        _return = 0;
        _length = 0;
    }

    /// <inheritdoc/>
    public override StepResult Step(ReadOnlySpan<float> action, Span<float> observation)
    {
        StepResult result = Inner.Step(action, observation);
        _return += result.Reward;
        _length++;
        return result.IsLast ? result with { Info = WithEpisode(result.Info) } : result;
    }

    /// <inheritdoc/>
    public override void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(3);
        writer.WriteDouble(_return);
        writer.WriteInt64(_length);
        Inner.Save(writer);
    }

    /// <inheritdoc/>
    public override void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(3);
        _return = reader.ReadDouble();
        _length = reader.ReadInt64();
        Inner.Restore(ref reader);
    }

    private ReadOnlyDictionary<string, double> WithEpisode(IReadOnlyDictionary<string, double>? info) =>
        new Dictionary<string, double>(info ?? ReadOnlyDictionary<string, double>.Empty, StringComparer.Ordinal)
        {
            [Return] = _return,
            [Length] = _length,
        }.AsReadOnly();
}
