using MarketSim.Learning.Environments;
using MarketSim.Learning.Imitation.Demonstrations;
using MarketSim.Learning.Rollouts;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Imitation.Adversarial;

/// <summary>
/// An environment whose episodes all have one length: an episode that terminates continues in an absorbing state without reward, which no action leaves. Observations have
/// one more element, 1 in that state and 0 otherwise.
/// </summary>
public sealed class AbsorbingState : IEnvironment
{
    private const int SavedFields = 4;
    private readonly IEnvironment _inner;
    private readonly int _length;
    private int _steps;
    private bool _isAbsorbed;
    private bool _isUnderWay;

    /// <param name="length">Of every episode, at least 1.</param>
    /// <exception cref="ArgumentException">Observations are discrete.</exception>
    public AbsorbingState(IEnvironment inner, int length)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        _inner = inner;
        _length = length;
        ObservationSpace = inner.ObservationSpace is BoxSpace box
            ? new BoxSpace([.. box.Low.ToArray().Select(static low => Math.Min(low, 0)), 0], [.. box.High.ToArray().Select(static high => Math.Max(high, 0)), 1])
            : throw new ArgumentException("An absorbing state needs observations that are numbers; those here are discrete.", nameof(inner));
    }

    /// <inheritdoc/>
    public Space ObservationSpace { get; }

    /// <inheritdoc/>
    public Space ActionSpace => _inner.ActionSpace;

    /// <summary>Demonstrations as this environment would have shown them: with the element, and continued in the absorbing state to the full length.</summary>
    public static DemonstrationSet Extend(DemonstrationSet demonstrations, int length)
    {
        ArgumentNullException.ThrowIfNull(demonstrations);
        return new DemonstrationSet(
            [.. demonstrations.Episodes.Select(episode => Extend(episode, length))], demonstrations.Source, [.. demonstrations.ObservationNames, "absorbed"], demonstrations.ActionNames);
    }

    /// <inheritdoc/>
    public void Reset(ulong seed, Span<float> observation)
    {
        _inner.Reset(seed, observation[..^1]);
        observation[^1] = 0;
        (_steps, _isAbsorbed, _isUnderWay) = (0, false, true);
    }

    /// <inheritdoc/>
    public StepResult Step(ReadOnlySpan<float> action, Span<float> observation)
    {
        EnvironmentGuard.RequireEpisode(_isUnderWay);
        var result = new StepResult(0, Terminated: false, Truncated: false);
        if (!_isAbsorbed)
        {
            result = _inner.Step(action, observation[..^1]);
            _isAbsorbed = result.Terminated;
        }

        if (_isAbsorbed)
        {
            observation.Clear();
            observation[^1] = 1;
        }
        else
        {
            observation[^1] = 0;
        }

        _steps++;
        bool isOver = result.Truncated || _steps >= _length;
        _isUnderWay = !isOver;
        return result with { Terminated = false, Truncated = isOver };
    }

    /// <inheritdoc/>
    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(SavedFields);
        writer.WriteInt64(_steps);
        writer.WriteBoolean(_isAbsorbed);
        writer.WriteBoolean(_isUnderWay);
        _inner.Save(writer);
    }

    /// <inheritdoc/>
    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(SavedFields);
        _steps = reader.ReadInt32();
        _isAbsorbed = reader.ReadBoolean();
        _isUnderWay = reader.ReadBoolean();
        _inner.Restore(ref reader);
    }

    private static Demonstration Extend(Demonstration episode, int length)
    {
        // An episode that terminates in the very last step has no step in the absorbing state, but ends in it.
        bool isAbsorbed = episode.End == TrajectoryEnd.Terminated;
        int steps = isAbsorbed ? Math.Max(length, episode.Length) : episode.Length;
        int size = episode.ObservationSize + 1;
        float[] observations = new float[steps * size];
        float[] actions = new float[steps * episode.ActionSize];
        for (int step = 0; step < steps; step++)
        {
            if (step < episode.Length)
            {
                episode.Observation(step).CopyTo(observations.AsSpan(step * size));
                episode.Action(step).CopyTo(actions.AsSpan(step * episode.ActionSize));
            }
            else
            {
                observations[(step * size) + size - 1] = 1;
                episode.Action(episode.Length - 1).CopyTo(actions.AsSpan(step * episode.ActionSize));
            }
        }

        float[]? final = episode.FinalObservation.IsEmpty ? null : [.. episode.FinalObservation, 0];
        if (isAbsorbed)
        {
            final = new float[size];
            final[^1] = 1;
        }

        double[]? rewards = episode.Rewards.IsEmpty ? null : [.. episode.Rewards, .. new double[steps - episode.Length]];
        return new Demonstration(steps, observations, actions, final, rewards);
    }
}
