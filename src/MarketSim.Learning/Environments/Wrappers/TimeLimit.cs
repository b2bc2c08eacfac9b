using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Environments.Wrappers;

/// <summary>Truncates an episode after so many steps. One that terminates on its last step is terminated, not truncated.</summary>
public sealed class TimeLimit : EnvironmentWrapper
{
    private readonly int _stepLimit;
    private int _steps;
    private bool _isUnderWay;

    /// <param name="stepLimit">At least 1.</param>
    public TimeLimit(IEnvironment inner, int stepLimit)
        : base(inner)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stepLimit, 1);
        _stepLimit = stepLimit;
    }

    /// <inheritdoc/>
    public override void Reset(ulong seed, Span<float> observation)
    {
        Inner.Reset(seed, observation);
        _steps = 0;
        _isUnderWay = true;
    }

    /// <inheritdoc/>
    public override StepResult Step(ReadOnlySpan<float> action, Span<float> observation)
    {
        EnvironmentGuard.RequireEpisode(_isUnderWay);
        StepResult result = Inner.Step(action, observation);
        _steps++;
        if (!result.IsLast && _steps >= _stepLimit)
        {
            result = result with { Truncated = true };
        }

        _isUnderWay = !result.IsLast;
        return result;
    }

    /// <inheritdoc/>
    public override void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(3);
        writer.WriteInt64(_steps);
        writer.WriteBoolean(_isUnderWay);
        Inner.Save(writer);
    }

    /// <inheritdoc/>
    public override void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(3);
        _steps = reader.ReadInt32();
        _isUnderWay = reader.ReadBoolean();
        Inner.Restore(ref reader);
    }
}
