using MarketSim.Learning.Policies;
using MarketSim.Learning.Rollouts;
using MarketSim.Learning.Spaces;

namespace MarketSim.Learning.Algorithms;

/// <summary>The checks of trajectories that learners are given.</summary>
internal static class TrajectoryRules
{
    /// <exception cref="ArgumentException">A shape is wrong or a number is not finite.</exception>
    public static void Require(Trajectory trajectory, IPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(trajectory);
        int length = trajectory.Length;
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1, nameof(trajectory));
        int observationSize = policy.ObservationSpace.Size;
        int actionSize = policy.ActionSpace.Size;
        RequireSize(trajectory.Observations, length * observationSize, nameof(Trajectory.Observations));
        RequireSize(trajectory.Actions, length * actionSize, nameof(Trajectory.Actions));
        RequireSize(trajectory.Rewards, length, nameof(Trajectory.Rewards));
        RequireSize(trajectory.LogProbabilities, length, nameof(Trajectory.LogProbabilities));
        RequireSize(trajectory.Values, length, nameof(Trajectory.Values));
        RequireSize(trajectory.FinalObservation, observationSize, nameof(Trajectory.FinalObservation));
        RequireSize(trajectory.InitialState, policy.StateSize, nameof(Trajectory.InitialState));
        RequireSize(trajectory.FinalState, policy.StateSize, nameof(Trajectory.FinalState));
        RequireFinite(trajectory.Observations, "observation", observationSize);
        RequireFinite(trajectory.Actions, "action", actionSize);
        RequireChoices(trajectory.Actions, policy.ActionSpace);
        RequireFinite(trajectory.Rewards, "reward", 1);
        RequireFinite(trajectory.LogProbabilities, "log-probability", 1);
        RequireFinite(trajectory.Values, "value", 1);
        RequireFinite(trajectory.FinalObservation, "final observation", observationSize);
        RequireFinite(trajectory.InitialState, "initial state", Math.Max(1, policy.StateSize));
        RequireFinite(trajectory.FinalState, "final state", Math.Max(1, policy.StateSize));
        RequireDurations(trajectory);
        if (!double.IsFinite(trajectory.InitialReturn))
        {
            throw new ArgumentException($"The return before the first step of a trajectory is {trajectory.InitialReturn}; it must be a number.", nameof(trajectory));
        }
    }

    /// <summary>Discrete actions index what is learned of them. Continuous ones may lie outside of their box: they are as drawn.</summary>
    private static void RequireChoices(float[] actions, Space space)
    {
        for (int start = 0; start < actions.Length && space is not BoxSpace; start += space.Size)
        {
            if (!space.Contains(actions.AsSpan(start, space.Size)))
            {
                throw new ArgumentException($"The action of step {start / space.Size} is none of the choices of the action space.", nameof(actions));
            }
        }
    }

    private static void RequireDurations(Trajectory trajectory)
    {
        if (trajectory.Durations is not { } durations)
        {
            return;
        }

        if (durations.Length != trajectory.Length || durations.AsSpan().ContainsAnyExceptInRange(1, int.MaxValue))
        {
            throw new ArgumentException(
                $"{nameof(Trajectory.Durations)} of a trajectory must have {trajectory.Length} numbers, one for each step and each at least 1.", nameof(trajectory));
        }
    }

    private static void RequireSize(float[] values, int expected, string name)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        if (values.Length != expected)
        {
            throw new ArgumentException($"{name} of a trajectory has {values.Length} numbers; its length and the policy's spaces want {expected}.", name);
        }
    }

    private static void RequireFinite(float[] values, string what, int rowSize) => FiniteCheck.Require(values, what, rowSize, "step", "trajectories");
}
