namespace MarketSim.Learning.Rollouts;

/// <summary>The end of a trajectory.</summary>
public enum TrajectoryEnd
{
    /// <summary>It was cut while the episode continues: its last state has a value.</summary>
    Cut,

    /// <summary>The episode was cut off, by a time limit for instance: its last state has a value.</summary>
    Truncated,

    /// <summary>The episode ended by itself: its last state is worth nothing.</summary>
    Terminated,
}

/// <summary>Consecutive steps of one agent within one episode, as a learner takes them.</summary>
public sealed record Trajectory
{
    /// <summary>Number of the weights that acted.</summary>
    public required long PolicyVersion { get; init; }

    /// <summary>Steps, at least 1.</summary>
    public required int Length { get; init; }

    /// <summary>Shape [length, observation size], not normalised.</summary>
    public required float[] Observations { get; init; }

    /// <summary>Shape [length, action size], as drawn, before any clipping.</summary>
    public required float[] Actions { get; init; }

    /// <summary>Shape [length]; what followed each action.</summary>
    public required float[] Rewards { get; init; }

    /// <summary>Shape [length]; under the policy that acted.</summary>
    public required float[] LogProbabilities { get; init; }

    /// <summary>Shape [length]; of each observation, by the weights that acted.</summary>
    public required float[] Values { get; init; }

    /// <summary>Shape [observation size]; what was seen after the last step.</summary>
    public required float[] FinalObservation { get; init; }

    /// <summary>Shape [state size]; recurrent state before the first step.</summary>
    public required float[] InitialState { get; init; }

    /// <summary>Shape [state size]; recurrent state with which the final observation is to be valued.</summary>
    public required float[] FinalState { get; init; }

    /// <summary>The end of the trajectory.</summary>
    public required TrajectoryEnd End { get; init; }

    /// <summary>Discounted sum of the episode's rewards before the first step, by the discount of the policy; 0 where the episode begins.</summary>
    public double InitialReturn { get; init; }

    /// <summary>
    /// Shape [length]; environment steps that each step lasted, at least 1: its reward is their discounted sum, and what follows is discounted by the power
    /// of the discount (Sutton, Precup and Singh 1999). Null for one each.
    /// </summary>
    public int[]? Durations { get; init; }

    /// <summary>Value of the final observation where another policy acts on from there; null for what the learner's own critic says.</summary>
    internal float? FinalValue { get; init; }

    /// <summary>Discounted sum of the episode's rewards up to and with the last step, before rewards were rounded to single precision; null where it is not known.</summary>
    internal double? FinalReturn { get; init; }
}
