using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Environments.Checking;

/// <summary>One episode, or the beginning of one, as it went.</summary>
internal sealed class EpisodeRecording
{
    /// <summary>Row 0 follows the reset, row t + 1 step t.</summary>
    public List<float[]> Observations { get; } = [];

    public List<float[]> Actions { get; } = [];

    public List<StepResult> Results { get; } = [];

    public bool HasEnded => Results.Count > 0 && Results[^1].IsLast;

    /// <summary>Plays random actions until the episode ends or is long enough.</summary>
    public static EpisodeRecording Play(IEnvironment environment, ulong seed, int maximumSteps)
    {
        var recording = new EpisodeRecording();
        recording.Begin(environment, seed);
        var random = new RandomStream(seed, RandomPurpose.ActionSampling, group: 0, index: 0);
        while (!recording.HasEnded && recording.Results.Count < maximumSteps)
        {
            float[] action = new float[environment.ActionSpace.Size];
            environment.ActionSpace.Sample(ref random, action);
            recording.Act(environment, action);
        }

        return recording;
    }

    /// <summary>Plays the actions of another from its first step.</summary>
    public static EpisodeRecording Repeat(IEnvironment environment, ulong seed, EpisodeRecording other)
    {
        var recording = new EpisodeRecording();
        recording.Begin(environment, seed);
        recording.Continue(environment, other, from: 0);
        return recording;
    }

    /// <summary>Plays the actions of another from a step on.</summary>
    public void Continue(IEnvironment environment, EpisodeRecording other, int from)
    {
        for (int step = from; step < other.Actions.Count && !HasEnded; step++)
        {
            Act(environment, other.Actions[step]);
        }
    }

    /// <summary>The first step at which two episodes differ, counted from the start of the first; null when they agree.</summary>
    /// <param name="skipped">Steps of this recording that the other does not have.</param>
    public string? DifferenceFrom(EpisodeRecording other, int skipped)
    {
        for (int step = skipped; step < Results.Count; step++)
        {
            int theirs = step - skipped;
            if (theirs >= other.Results.Count)
            {
                return $"step {step} is missing";
            }

            StepResult mine = Results[step];
            StepResult found = other.Results[theirs];
            if (!mine.Reward.Equals(found.Reward) || mine.Terminated != found.Terminated || mine.Truncated != found.Truncated)
            {
                return $"step {step} gives reward {found.Reward:R}, terminated {found.Terminated}, truncated {found.Truncated} instead of {mine.Reward:R}, {mine.Terminated}, {mine.Truncated}";
            }

            if (!SameBits(Observations[step + 1], other.Observations[^(other.Results.Count - theirs)]))
            {
                return $"the observation after step {step} is [{EnvironmentGuard.Text(other.Observations[^(other.Results.Count - theirs)])}] instead of [{EnvironmentGuard.Text(Observations[step + 1])}]";
            }
        }

        return null;
    }

    public static bool SameBits(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        for (int i = 0; i < left.Length; i++)
        {
            if (BitConverter.SingleToUInt32Bits(left[i]) != BitConverter.SingleToUInt32Bits(right[i]))
            {
                return false;
            }
        }

        return left.Length == right.Length;
    }

    public void Act(IEnvironment environment, float[] action)
    {
        float[] observation = Unwritten(environment.ObservationSpace);
        Results.Add(environment.Step(action, observation));
        Actions.Add(action);
        Observations.Add(observation);
    }

    private void Begin(IEnvironment environment, ulong seed)
    {
        float[] observation = Unwritten(environment.ObservationSpace);
        environment.Reset(seed, observation);
        Observations.Add(observation);
    }

    /// <summary>NaN everywhere, so that what is not written shows.</summary>
    private static float[] Unwritten(Space space)
    {
        float[] observation = new float[space.Size];
        Array.Fill(observation, float.NaN);
        return observation;
    }
}
