using MarketSim.Learning.Curriculum;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Wrappers;
using MarketSim.Learning.Spaces;
using MarketSim.Learning.Training;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Tests.Curriculum;

public sealed class CurriculumLearningTests : IDisposable
{
    private static readonly KeyValuePair<string, object>[] Small =
        [new("hiddenSizes", "32"), new("stepsPerRollout", 64), new("batchSize", 32), new("learningRate", 0.005), new("entropyCoefficient", 0.01)];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Stages_advance_one_after_the_other_and_every_evaluation_says_why()
    {
        CurriculumLearning curriculum = Make();
        var lines = new List<string>();

        Assert.True(curriculum.Train(16_000, new Lines(lines)));

        Assert.Equal(2, curriculum.Stage);
        Assert.Equal([0, 1], curriculum.Evaluations.Where(evaluation => evaluation.Decision is StageDecision.Advances).Select(evaluation => evaluation.Stage));
        Assert.Equal(curriculum.Evaluations.Select(evaluation => evaluation.ToString()), lines, StringComparer.Ordinal);
        Assert.All(lines, line => Assert.Matches("(stays|advances|returns).* because ", line));
        Assert.All(curriculum.Stages, stage => Assert.True(stage.Episodes > 0));
        Assert.True(curriculum.Evaluate(20).MeanReturn > 9);
    }

    [Fact]
    public void First_episode_plays_the_easiest_stage_and_earlier_ones_are_replayed()
    {
        var played = new List<double>();
        CurriculumLearning curriculum = Make(difficulty => new Recording(new CueTask(difficulty), () => played.Add(difficulty)), threshold: 0.1, options: new CurriculumOptions { WindowEpisodes = 8, ReplayShare = 0.3 });

        curriculum.Train(12_000);

        // The references play 100 episodes of each of the three stages first.
        double[] training = [.. played.Skip(300)];
        Assert.Equal(0, training[0]);
        int lastStage = Array.IndexOf(training, 1.0);
        double replayed = training.Skip(lastStage).Count(difficulty => difficulty < 1) / (double)(training.Length - lastStage);
        Assert.InRange(replayed, 0.2, 0.4);
    }

    [Theory]
    [InlineData(CurriculumSchedule.Automatic, 1, "PPO")]
    [InlineData(CurriculumSchedule.Automatic, 3, "SAC")]
    [InlineData(CurriculumSchedule.Linear, 2, "A2C")]
    [InlineData(CurriculumSchedule.LearningProgress, 2, "PPO")]
    [InlineData(CurriculumSchedule.PrioritizedLevelReplay, 2, "PPO")]
    public void Resumed_training_goes_on_to_the_bit(CurriculumSchedule schedule, int environments, string agent)
    {
        var options = new CurriculumOptions { Schedule = schedule, WindowEpisodes = 7 };
        KeyValuePair<string, object>[] parameters = agent == "SAC"
            ? [new("hiddenSizes", "16"), new("batchSize", 16), new("learningStarts", 100), new("replayCapacity", 2_000), new("stepsPerUpdate", environments)]
            : agent == "A2C" ? [new("hiddenSizes", "16"), new("stepsPerRollout", 16)] : Small;
        CurriculumLearning whole = Make(options: options, environments: environments, agent: agent, parameters: parameters);
        CurriculumLearning before = Make(options: options, environments: environments, agent: agent, parameters: parameters);
        whole.Train(3_000);
        string path = _folder.PathOf("model");

        before.Train(3_000, callbacks: [new InterruptAt(1_100)]);
        before.Save(path);
        CurriculumLearning after = CurriculumLearning.Resume(
            path,
            (difficulty, _, _) => new CueTask(difficulty),
            new CurriculumSetup { AgentType = agent, Options = (options ?? new CurriculumOptions()) with { NumStages = 3 }, EnvironmentCount = environments, Seed = 5 });
        after.Train(3_000);

        Assert.True(before.Algorithm.Steps < 3_000);
        Assert.Equal(whole.Algorithm.Policy.Weights.ToArray(), after.Algorithm.Policy.Weights.ToArray());
        Assert.Equal(whole.Evaluations, after.Evaluations);
        Assert.Equal(whole.Stages, after.Stages);
    }

    [Fact]
    public void A_threshold_that_is_never_reached_ends_at_the_first_stage_with_reasons()
    {
        CurriculumLearning curriculum = Make(threshold: 1.0);

        Assert.True(curriculum.Train(2_000));

        Assert.Equal(0, curriculum.Stage);
        Assert.NotEmpty(curriculum.Evaluations);
        Assert.All(curriculum.Evaluations, evaluation => Assert.StartsWith("stays because", evaluation.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Manual_stages_begin_at_their_steps()
    {
        var options = new CurriculumOptions { Schedule = CurriculumSchedule.Manual, ManualSteps = [500, 1_000], ReplayShare = 0 };
        CurriculumLearning curriculum = Make(options: options);
        var stages = new List<(long Steps, int Stage)>();

        curriculum.Train(1_500, callbacks: [new Watch(algorithm => stages.Add((algorithm.Steps, curriculum.Stage)))]);

        Assert.All(stages, row => Assert.Equal(row.Steps < 500 ? 0 : row.Steps < 1_000 ? 1 : 2, row.Stage));
        Assert.Empty(curriculum.Evaluations);
    }

    [Fact]
    public void Evaluations_are_written_as_a_table()
    {
        CurriculumLearning curriculum = Make();
        curriculum.Train(3_000);
        string path = _folder.PathOf("curriculum.csv");

        curriculum.WriteEvaluations(path);

        string[] lines = File.ReadAllLines(path);
        Assert.Equal("number,steps,stage,score,smoothed,bar,episodes,p_value,decision,reason", lines[0]);
        Assert.Equal(curriculum.Evaluations.Count + 1, lines.Length);
        Assert.StartsWith("1,", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_arguments_are_refused_by_name_with_the_remedy()
    {
        Assert.Contains("at least 1", Refused(() => Make(stages: 0)), StringComparison.Ordinal);
        Assert.Contains("ProgressionThreshold is 1.2", Refused(() => Make(threshold: 1.2)), StringComparison.Ordinal);
        Assert.Contains("ascending", Refused(() => Make(options: new CurriculumOptions { Schedule = CurriculumSchedule.Manual, ManualSteps = [500, 400] })), StringComparison.Ordinal);
        Assert.Contains("2 numbers; got 1", Refused(() => Make(options: new CurriculumOptions { Schedule = CurriculumSchedule.Manual, ManualSteps = [500] })), StringComparison.Ordinal);
        Assert.Contains("failed for stage 1", Refused(() => Make(difficulty => difficulty > 0 ? throw new InvalidOperationException("No such market.") : new CueTask(difficulty))), StringComparison.Ordinal);
        Assert.Contains("3 discrete values instead of 2", Refused(() => Make(difficulty => difficulty > 0 ? new OtherActions() : new CueTask(difficulty))), StringComparison.Ordinal);
        Assert.Contains("value head", Refused(() => Make(agent: "SAC", parameters: [], options: new CurriculumOptions { Schedule = CurriculumSchedule.PrioritizedLevelReplay })), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stage_whose_reference_does_not_beat_chance_is_refused_before_training()
    {
        // Always wrong, so that no luck makes it better than chance.
        CurriculumLearning curriculum = Make(reference: (_, observation, action) => action[0] = observation[1] > 0 ? 0 : 1);

        string message = Refused(() => curriculum.Train(1_000));

        Assert.Contains("At stage 0", message, StringComparison.Ordinal);
        Assert.Contains("does not beat the random policy", message, StringComparison.Ordinal);
        Assert.Equal(0, curriculum.Algorithm.Steps);
    }

    [Fact]
    public void An_environment_without_reference_needs_one_or_a_return_that_is_a_success()
    {
        static IEnvironment Plain(double difficulty) => new EpisodeMonitor(new CueTask(difficulty));

        Assert.Contains("SuccessReturn", Refused(() => Make(Plain).Train(1_000)), StringComparison.Ordinal);
        Assert.True(Make(Plain, options: new CurriculumOptions { SuccessReturn = 5, WindowEpisodes = 8 }).Train(1_000));
    }

    [Fact]
    public void A_saved_curriculum_of_other_stages_is_refused_with_both()
    {
        CurriculumLearning curriculum = Make();
        curriculum.Train(500);
        string path = _folder.PathOf("model");
        curriculum.Save(path);

        InvalidDataException error = Assert.Throws<InvalidDataException>(() => CurriculumLearning.Resume(path, (difficulty, _, _) => new CueTask(difficulty), new CurriculumSetup { Options = new CurriculumOptions { NumStages = 4 }, Seed = 5 }));

        Assert.Contains("3 stages", error.Message, StringComparison.Ordinal);
        Assert.Contains("4 stages", error.Message, StringComparison.Ordinal);
    }

    private static string Refused(Action act) => Assert.ThrowsAny<ArgumentException>(act).Message;

    private static CurriculumLearning Make(
        Func<double, IEnvironment>? create = null,
        int stages = 3,
        double threshold = 0.7,
        CurriculumOptions? options = null,
        int environments = 1,
        string agent = "PPO",
        IReadOnlyList<KeyValuePair<string, object>>? parameters = null,
        ReferenceAction? reference = null) => new(
            (difficulty, _, _) => create?.Invoke(difficulty) ?? new CueTask(difficulty),
            new CurriculumSetup
            {
                AgentType = agent,
                Options = (options ?? new CurriculumOptions { WindowEpisodes = 8 }) with { NumStages = stages, ProgressionThreshold = threshold },
                AgentParameters = parameters ?? Small,
                EnvironmentCount = environments,
                Reference = reference,
                Seed = 5,
            });

    private sealed class Lines(List<string> lines) : IProgress<string>
    {
        public void Report(string value) => lines.Add(value);
    }

    private sealed class InterruptAt(long steps) : TrainingCallback
    {
        public override bool AfterUpdate(LearningAlgorithm algorithm, TrainingProgress progress) => progress.Steps < steps;
    }

    private sealed class Watch(Action<LearningAlgorithm> look) : TrainingCallback
    {
        public override bool AfterUpdate(LearningAlgorithm algorithm, TrainingProgress progress)
        {
            look(algorithm);
            return true;
        }
    }

    private sealed class Recording(CueTask inner, Action begun) : EnvironmentWrapper(inner), IReferencePolicy
    {
        public override void Reset(ulong seed, Span<float> observation)
        {
            begun();
            Inner.Reset(seed, observation);
        }

        public override StepResult Step(ReadOnlySpan<float> action, Span<float> observation) => Inner.Step(action, observation);

        public void ReferenceAction(Span<float> action) => inner.ReferenceAction(action);
    }

    private sealed class OtherActions : IEnvironment
    {
        private readonly CueTask _inner = new(0.5);

        public Space ObservationSpace => _inner.ObservationSpace;

        public Space ActionSpace { get; } = new DiscreteSpace(3);

        public void Reset(ulong seed, Span<float> observation) => _inner.Reset(seed, observation);

        public StepResult Step(ReadOnlySpan<float> action, Span<float> observation) => _inner.Step(action, observation);

        public void Save(MessagePackWriter writer) => _inner.Save(writer);

        public void Restore(ref MessagePackReader reader) => _inner.Restore(ref reader);
    }
}
