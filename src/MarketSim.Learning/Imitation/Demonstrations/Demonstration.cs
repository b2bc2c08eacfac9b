using MarketSim.Learning.Rollouts;

namespace MarketSim.Learning.Imitation.Demonstrations;

/// <summary>One episode of an expert: what it saw and what it did.</summary>
public sealed class Demonstration
{
    private readonly float[] _observations;
    private readonly float[] _actions;
    private readonly float[]? _finalObservation;
    private readonly double[]? _rewards;

    /// <param name="length">Steps, at least 1.</param>
    /// <param name="observations">Shape [length, observation size].</param>
    /// <param name="actions">Shape [length, action size].</param>
    /// <param name="finalObservation">Shape [observation size]: what was seen after the last step; null where it is not known.</param>
    /// <param name="rewards">Shape [length]: what the expert was paid; null where it is not known.</param>
    /// <exception cref="ArgumentException">A shape does not fit the length.</exception>
    public Demonstration(
        int length, float[] observations, float[] actions, float[]? finalObservation = null, double[]? rewards = null, TrajectoryEnd end = TrajectoryEnd.Truncated)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentNullException.ThrowIfNull(observations);
        ArgumentNullException.ThrowIfNull(actions);
        if (observations.Length % length != 0 || actions.Length % length != 0 || observations.Length == 0 || actions.Length == 0)
        {
            throw new ArgumentException(
                $"An episode of {length} steps has {observations.Length} numbers of observations and {actions.Length} of actions; both must be a multiple of its length.", nameof(observations));
        }

        if ((finalObservation is not null && finalObservation.Length != observations.Length / length) || (rewards is not null && rewards.Length != length))
        {
            throw new ArgumentException($"The last observation or the rewards of an episode of {length} steps have another size than its steps.", nameof(finalObservation));
        }

        Length = length;
        End = end;
        _observations = observations;
        _actions = actions;
        _finalObservation = finalObservation;
        _rewards = rewards;
    }

    /// <summary>Steps.</summary>
    public int Length { get; }

    /// <summary>The end of the episode.</summary>
    public TrajectoryEnd End { get; }

    /// <summary>Elements of an observation.</summary>
    public int ObservationSize => _observations.Length / Length;

    /// <summary>Elements of an action.</summary>
    public int ActionSize => _actions.Length / Length;

    /// <summary>Shape [length, observation size].</summary>
    public ReadOnlySpan<float> Observations => _observations;

    /// <summary>Shape [length, action size].</summary>
    public ReadOnlySpan<float> Actions => _actions;

    /// <summary>Shape [observation size]; empty where it is not known.</summary>
    public ReadOnlySpan<float> FinalObservation => _finalObservation;

    /// <summary>Shape [length]; empty where they are not known.</summary>
    public ReadOnlySpan<double> Rewards => _rewards;

    /// <summary>Sum of the rewards; null where they are not known.</summary>
    public double? Return => _rewards?.Sum();

    /// <summary>Observation of a step.</summary>
    public ReadOnlySpan<float> Observation(int step) => _observations.AsSpan(step * ObservationSize, ObservationSize);

    /// <summary>Action of a step.</summary>
    public ReadOnlySpan<float> Action(int step) => _actions.AsSpan(step * ActionSize, ActionSize);
}
