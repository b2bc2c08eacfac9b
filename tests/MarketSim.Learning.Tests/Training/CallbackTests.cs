using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Monitoring;
using MarketSim.Learning.Spaces;
using MarketSim.Learning.Training;
using MarketSim.Learning.Training.Callbacks;

namespace MarketSim.Learning.Tests.Training;

public sealed class CallbackTests
{
    private static readonly PpoOptions Quick = new() { Gamma = 0.4, StepsPerRollout = 64, LearningRate = 3e-3 };

    [Fact]
    public void Best_model_is_kept_in_memory_and_as_a_file()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("best");
        var callback = new EvaluationCallback(Environments(4), everySteps: 256, episodes: 4, bestPath: path);
        var model = new Ppo(Environments(1), Quick, seed: 1);
        model.Learn(1_536, callback);
        Assert.Equal([256, 512, 768, 1024, 1280, 1536], callback.History.Select(static point => point.Steps));
        Assert.Equal(callback.History.Max(static point => point.MeanReturn), callback.BestMeanReturn);
        Ppo best = Ppo.Load(path, Environments(1));
        Assert.Equal(callback.BestWeights.ToArray(), best.Policy.Weights.ToArray());
        Assert.Equal(callback.BestMeanReturn, best.Evaluate(Environments(4), 4).MeanReturn);
    }

    [Fact]
    public void Training_that_goes_on_does_not_replace_its_best_model_by_a_worse_one()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("best");
        var model = new Ppo(Environments(1), Quick, seed: 1);
        var first = new EvaluationCallback(Environments(4), everySteps: 64, episodes: 4, bestPath: path);
        model.Learn(2_048, first);
        byte[] best = File.ReadAllBytes(path);

        // It has unlearned everything when it continues.
        new Ppo(Environments(1), Quick, seed: 2).Policy.Weights.CopyTo(model.Policy.Weights);
        var second = new EvaluationCallback(Environments(4), everySteps: 64, episodes: 4, bestPath: path);
        second.Begin(model, 4_096);
        second.AfterUpdate(model, new TrainingProgress(2_112, 4_096, null));
        Assert.True(second.History[0].MeanReturn < first.BestMeanReturn);
        Assert.Equal(first.BestMeanReturn, second.BestMeanReturn);
        Assert.Equal(best, File.ReadAllBytes(path));
    }

    [Fact]
    public void Training_stops_when_an_evaluation_has_reached_the_goal()
    {
        var callback = new EvaluationCallback(Environments(4), everySteps: 64, episodes: 4, stopAtReturn: 60);
        var model = new Ppo(Environments(1), Quick, seed: 1);
        Assert.False(model.Learn(10_000, callback));
        Assert.True(callback.History[^1].MeanReturn >= 60);
        Assert.All(callback.History.SkipLast(1), static point => Assert.True(point.MeanReturn < 60));
        Assert.Equal(model.Steps, callback.History[^1].Steps);
    }

    [Fact]
    public void Training_stops_when_its_own_episodes_have_reached_the_goal()
    {
        var model = new Ppo(Environments(1), Quick, seed: 1);
        Assert.False(model.Learn(100_000, new StopAtReturnCallback(40, episodes: 5)));
        Assert.True(model.Episodes.MeanReturn >= 40);
        Assert.InRange(model.Steps, 500, 20_000);
    }

    [Fact]
    public void Checkpoints_are_named_by_step_and_the_newest_are_kept()
    {
        using var folder = new TemporaryFolder();
        var callback = new CheckpointCallback(folder.FullPath, everySteps: 100, kept: 2);
        var model = new Ppo(Environments(1), Quick, seed: 1);
        model.Learn(384, callback);
        Assert.Equal(
            "ppo-00000256.model ppo-00000320.model",
            string.Join(' ', Directory.GetFiles(folder.FullPath).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)));
        Ppo resumed = Ppo.Resume(folder.PathOf("ppo-00000320.model"), Environments(1));
        Assert.Equal(320, resumed.Steps);
        resumed.Learn(384);
        Assert.Equal(model.Policy.Weights.ToArray(), resumed.Policy.Weights.ToArray());
    }

    [Fact]
    public void Checkpoints_from_before_a_resume_count_among_those_kept()
    {
        using var folder = new TemporaryFolder();
        new Ppo(Environments(1), Quick, seed: 1).Learn(384, new CheckpointCallback(folder.FullPath, everySteps: 64, kept: 3), new InterruptAfter(256));
        File.WriteAllText(folder.PathOf("ppo-best.model"), "another");
        Ppo resumed = Ppo.Resume(folder.PathOf("ppo-00000256.model"), Environments(1));
        resumed.Learn(384, new CheckpointCallback(folder.FullPath, everySteps: 64, kept: 3));
        Assert.Equal(
            "ppo-00000256.model ppo-00000320.model ppo-00000384.model ppo-best.model",
            string.Join(' ', Directory.GetFiles(folder.FullPath).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Fewer_than_one_kept_checkpoint_is_refused(int kept)
    {
        using var folder = new TemporaryFolder();
        var callback = new CheckpointCallback(folder.FullPath, everySteps: 64, kept: kept);
        Assert.Equal("kept", Assert.Throws<ArgumentOutOfRangeException>(() => new Ppo(Environments(1), Quick).Learn(64, callback)).ParamName);
    }

    [Fact]
    public void Figures_are_flushed_each_time_or_by_the_clock_where_there_is_one()
    {
        using var sink = new FlushCounter();
        new Ppo(Environments(1), Quick, seed: 1).Learn(256, new MetricsCallback(sink));
        Assert.Equal(4 + 1, sink.Flushes);

        // Every look at the clock takes half a second: one for the pace, one for whether to flush; two seconds are over with every other of the ten updates.
        using var timed = new FlushCounter();
        new Ppo(Environments(1), Quick, seed: 1, time: new SteppingTime(looksPerSecond: 2)).Learn(640, new MetricsCallback(timed));
        Assert.Equal(5 + 1, timed.Flushes);
    }

    [Fact]
    public void Figures_of_updates_and_episodes_are_recorded()
    {
        using var history = new MetricsHistory();
        var model = new Ppo(Environments(1), Quick, seed: 1);
        model.Learn(256, new MetricsCallback(history));
        Assert.Equal([64, 128, 192, 256], history.Series("train/policy_loss").Select(static point => point.Step));
        Assert.Equal([128, 192, 256], history.Series("rollout/episode_reward_mean").Select(static point => point.Step));
        Assert.Equal(100, history.Series("rollout/episode_length_mean")[0].Value);
    }

    [Fact]
    public void Progress_is_told_with_pace_and_time_left()
    {
        List<TrainingProgress> told = [];
        var model = new Ppo(Environments(1), Quick, seed: 1, time: new SteppingTime());
        model.Learn(256, new ProgressCallback((progress, _) => told.Add(progress), everySteps: 128));
        Assert.Equal([0.5, 1], told.Select(static progress => progress.Done));

        // One second passes with every look at the clock: 128 steps in two, 256 in four.
        Assert.Equal(64, told[0].StepsPerSecond);
        Assert.Equal(2, told[0].SecondsLeft);
        Assert.Equal(0, told[1].SecondsLeft);
    }

    private static VectorEnvironment Environments(int count) => new(count, static _ => new IdentityEnvironment(new DiscreteSpace(4)));

    private sealed class FlushCounter : IMetricsSink
    {
        public int Flushes { get; private set; }

        public void Record(string name, double value, long step)
        {
        }

        public void Flush() => Flushes++;

        public void Dispose()
        {
        }
    }

    private sealed class SteppingTime(long looksPerSecond = 1) : TimeProvider
    {
        private long _looks;

        public override long TimestampFrequency => looksPerSecond;

        public override long GetTimestamp() => _looks++;
    }
}
