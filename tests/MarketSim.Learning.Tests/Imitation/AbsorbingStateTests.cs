using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Checking;
using MarketSim.Learning.Imitation.Adversarial;
using MarketSim.Learning.Imitation.Demonstrations;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Rollouts;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Tests.Imitation;

public sealed class AbsorbingStateTests
{
    [Fact]
    public void Episode_that_terminates_continues_without_reward_to_the_full_length()
    {
        var environment = new AbsorbingState(new Countdown(Numbers, terminatesAfter: 2), length: 4);
        float[] observation = new float[2];
        environment.Reset(seed: 1, observation);
        Assert.Equal([3, 0], observation);

        var told = new List<(double Reward, bool Terminated, bool Truncated, float Seen, float IsAbsorbed)>();
        for (int step = 0; step < 4; step++)
        {
            StepResult result = environment.Step([0], observation);
            told.Add((result.Reward, result.Terminated, result.Truncated, observation[0], observation[1]));
        }

        // The step that terminates is still paid, and its observation is already that of the absorbing state.
        Assert.Equal([(5, false, false, 2, 0), (5, false, false, 0, 1), (0, false, false, 0, 1), (0, false, true, 0, 1)], told);
        Assert.Throws<InvalidOperationException>(() => environment.Step([0], observation));
    }

    [Fact]
    public void Episode_that_the_environment_truncates_ends_there()
    {
        var environment = new AbsorbingState(new Countdown(Numbers, terminatesAfter: 9, truncatesAfter: 2), length: 4);
        float[] observation = new float[2];
        environment.Reset(seed: 1, observation);
        environment.Step([0], observation);

        StepResult last = environment.Step([0], observation);

        Assert.True(last is { Truncated: true, Terminated: false, Reward: 5 });
        Assert.Equal([1, 0], observation);
    }

    [Fact]
    public void Space_has_room_for_the_absorbing_state()
    {
        // The environment's own observations are 1 to 3; those of the absorbing state are 0.
        var space = (BoxSpace)new AbsorbingState(new Countdown(Numbers, terminatesAfter: 2), length: 4).ObservationSpace;

        Assert.Equal([0, 0], space.Low.ToArray());
        Assert.Equal([3, 1], space.High.ToArray());
    }

    [Fact]
    public void Discrete_observations_and_episodes_without_steps_are_refused()
    {
        Assert.Contains("discrete", Assert.Throws<ArgumentException>(() => new AbsorbingState(new Countdown(new DiscreteSpace(4), terminatesAfter: 2), length: 4)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new AbsorbingState(new Countdown(Numbers, terminatesAfter: 2), length: 0));
    }

    [Fact]
    public void Checker_finds_nothing() => Assert.Empty(EnvironmentChecker.Check(
        static () => new AbsorbingState(Experts.NewCartPole(), length: 60), new EnvironmentCheckOptions { Episodes = 3 }));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Restored_environment_continues_as_the_saved_one_before_and_in_the_absorbing_state(int steps)
    {
        var saved = new AbsorbingState(new Countdown(Numbers, terminatesAfter: 2), length: 6);
        float[] observation = new float[2];
        saved.Reset(seed: 1, observation);
        for (int step = 0; step < steps; step++)
        {
            saved.Step([0], observation);
        }

        var writer = new MessagePackWriter();
        saved.Save(writer);
        var restored = new AbsorbingState(new Countdown(Numbers, terminatesAfter: 2), length: 6);
        var reader = new MessagePackReader(writer.WrittenMemory.Span);
        restored.Restore(ref reader);
        float[] other = new float[2];
        StepResult expected;
        do
        {
            expected = saved.Step([0], observation);
            Assert.Equal(expected, restored.Step([0], other));
            Assert.Equal(observation, other);
        }
        while (!expected.IsLast);

        Assert.Throws<InvalidOperationException>(() => restored.Step([0], other));
    }

    [Fact]
    public void Extended_demonstrations_are_those_that_would_have_been_recorded_in_the_absorbing_state()
    {
        // The pole falls when it is always pushed one way, after nine or ten steps: the longest episodes terminate in the last step that all have.
        IEnvironment plain = Experts.NewCartPole();
        DemonstrationSet demonstrations = DemonstrationRecorder.Record(OneWay(plain), plain, episodes: 12, seed: 4);
        int length = demonstrations.Episodes.Max(static episode => episode.Length);
        Assert.Contains(demonstrations.Episodes, episode => episode.Length < length);
        Assert.All(demonstrations.Episodes, static episode => Assert.Equal(TrajectoryEnd.Terminated, episode.End));
        var absorbing = new AbsorbingState(Experts.NewCartPole(), length);

        DemonstrationSet extended = AbsorbingState.Extend(demonstrations, length);
        DemonstrationSet recorded = DemonstrationRecorder.Record(OneWay(absorbing), absorbing, episodes: 12, seed: 4);

        Assert.All(extended.Episodes.Zip(recorded.Episodes), static pair =>
        {
            (Demonstration found, Demonstration expected) = pair;
            Assert.Equal((expected.Length, expected.End), (found.Length, found.End));
            Assert.Equal(expected.Observations.ToArray(), found.Observations.ToArray());
            Assert.Equal(expected.Actions.ToArray(), found.Actions.ToArray());
            Assert.Equal(expected.Rewards.ToArray(), found.Rewards.ToArray());
            Assert.Equal(expected.FinalObservation.ToArray(), found.FinalObservation.ToArray());
        });
        Assert.Equal("absorbed", extended.ObservationNames[^1]);
    }

    [Fact]
    public void Demonstration_that_was_cut_off_is_not_continued()
    {
        var cut = new Demonstration(2, [1, 2], [0, 1], finalObservation: [3], rewards: [5, 6]);

        Demonstration extended = Assert.Single(AbsorbingState.Extend(new DemonstrationSet([cut]), length: 4).Episodes);

        Assert.Equal([1, 0, 2, 0], extended.Observations.ToArray());
        Assert.Equal([3, 0], extended.FinalObservation.ToArray());
        Assert.Equal([5, 6], extended.Rewards.ToArray());
    }

    [Fact]
    public void Rewards_that_are_not_known_stay_unknown()
    {
        var terminated = new Demonstration(1, [2], [1], end: TrajectoryEnd.Terminated);

        Demonstration extended = Assert.Single(AbsorbingState.Extend(new DemonstrationSet([terminated]), length: 3).Episodes);

        Assert.Equal([2, 0, 0, 1, 0, 1], extended.Observations.ToArray());
        Assert.Equal([1, 1, 1], extended.Actions.ToArray());
        Assert.Equal([0, 1], extended.FinalObservation.ToArray());
        Assert.Null(extended.Return);
    }

    private static BoxSpace Numbers => BoxSpace.Uniform(1, 1, 3);

    private static FunctionPolicy OneWay(IEnvironment environment) => new(environment.ObservationSpace, environment.ActionSpace, static (_, action) => action[0] = 1);

    /// <summary>Shows 3, 2, 1 and pays 5 a step.</summary>
    private sealed class Countdown(Space observations, int terminatesAfter, int truncatesAfter = int.MaxValue) : IEnvironment
    {
        private int _steps;

        public Space ObservationSpace => observations;

        public Space ActionSpace { get; } = new DiscreteSpace(2);

        public void Reset(ulong seed, Span<float> observation)
        {
            _steps = 0;
            observation[0] = 3;
        }

        public StepResult Step(ReadOnlySpan<float> action, Span<float> observation)
        {
            _steps++;
            observation[0] = Math.Max(1, 3 - _steps);
            return new StepResult(5, Terminated: _steps == terminatesAfter, Truncated: _steps == truncatesAfter);
        }

        public void Save(MessagePackWriter writer) => writer.WriteInt64(_steps);

        public void Restore(ref MessagePackReader reader) => _steps = reader.ReadInt32();
    }
}
