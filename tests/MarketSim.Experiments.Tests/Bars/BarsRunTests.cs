using MarketSim.Experiments.Bars.Training;
using MarketSim.Market.Data;
using MarketSim.Results;
using MarketSim.Results.Tests;
using MarketSim.Scenarios.Bars;
using MarketSim.Scenarios.Tests.Markets;

namespace MarketSim.Experiments.Tests.Bars;

public sealed class BarsRunTests
{
    /// <summary>PPO, A2C with an LSTM and SAC, each interrupted again and again.</summary>
    [Fact]
    public void Interrupted_and_resumed_gives_what_an_uninterrupted_run_gives_to_the_bit()
    {
        using var whole = new TemporaryFolder();
        using var cut = new TemporaryFolder();
        BarsScenario scenario = SmallBars.Scenario();
        BarsRunSummary expected = BarsRun.Start(scenario, whole.Path, TrainedBars.Options());

        BarsRunSummary found = RunFor(180, options => BarsRun.Start(scenario, cut.Path, options));
        int interruptions = 0;
        while (found.Status == RunStatus.Interrupted)
        {
            Assert.True(++interruptions < 100, "The run makes no progress.");
            Assert.Equal(string.Empty, found.StateDigest);
            found = RunFor(180, options => BarsRun.Resume(scenario, cut.Path, options));
        }

        Assert.InRange(interruptions, 8, 99);
        Assert.Equal(RunStatus.Finished, found.Status);
        Assert.Equal(expected.StateDigest, found.StateDigest);
        Assert.Equal(expected.Trainings, found.Trainings);
        Assert.Equal(expected.Steps, found.Steps);
        Assert.Equal(TrainedBars.In(whole.Path), TrainedBars.In(cut.Path), (one, other) => one.Name == other.Name && one.Bytes.AsSpan().SequenceEqual(other.Bytes));
        Assert.Empty(Directory.EnumerateFiles(cut.Path, "*.model", SearchOption.AllDirectories));
    }

    [Fact]
    public void Threads_and_other_learners_change_no_weights()
    {
        using var first = new TemporaryFolder();
        using var second = new TemporaryFolder();
        BarsScenario scenario = SmallBars.Scenario();
        BarsRunSummary one = BarsRun.Start(scenario, first.Path, TrainedBars.Options());

        BarsRun.Start(scenario with { Learners = [scenario.Learners[0]] }, second.Path, TrainedBars.Options(threads: 3));

        Assert.Equal(8, one.Trainings.Count);
        foreach (string policy in Directory.EnumerateFiles(second[RunFolder.PoliciesFolder]))
        {
            Assert.Equal(File.ReadAllBytes(policy), File.ReadAllBytes(Path.Combine(first[RunFolder.PoliciesFolder], Path.GetFileName(policy))));
        }
    }

    [Fact]
    public void Seeds_and_folds_are_trained_apart()
    {
        using var folder = new TemporaryFolder();
        BarsRunSummary summary = BarsRun.Start(SmallBars.Scenario(), folder.Path, TrainedBars.Options());

        string[] policies = [.. Directory.EnumerateFiles(folder[RunFolder.PoliciesFolder], "one-*.safetensors")];
        Assert.Equal(4, policies.Length);
        Assert.Equal(4, policies.Select(path => Convert.ToHexString(File.ReadAllBytes(path))).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal((0, 111, 120, 179), (summary.Folds[0].TrainingFirst, summary.Folds[0].TrainingLast, summary.Folds[0].TestFirst, summary.Folds[0].TestLast));
        Assert.Equal((0, 171, 180, 239), (summary.Folds[1].TrainingFirst, summary.Folds[1].TrainingLast, summary.Folds[1].TestFirst, summary.Folds[1].TestLast));
    }

    /// <summary>The statistics of observations are among the weights, so they come from the training part, too.</summary>
    [Fact]
    public void Bars_after_the_training_part_change_nothing_that_is_trained()
    {
        using var folder = new TemporaryFolder();
        IReadOnlyList<Bar> bars = SmallBars.Scenario().Data.Read(seed: 9).Bars;
        string plain = Train(folder, "plain", bars);

        // 240 bars, 60 of test, 10 of gap: training ends before bar 170.
        string testChanged = Train(folder, "test", [.. bars.Select((bar, number) => number >= 170 ? SmallBars.Changed(bar, 2) : bar)]);
        string trainingChanged = Train(folder, "training", [.. bars.Select((bar, number) => number >= 150 ? SmallBars.Changed(bar, 2) : bar)]);

        Assert.Equal(plain, testChanged);
        Assert.NotEqual(plain, trainingChanged, StringComparer.Ordinal);
    }

    [Fact]
    public void Damaged_checkpoint_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        BarsScenario scenario = SmallBars.Scenario();
        RunFor(180, options => BarsRun.Start(scenario, folder.Path, options));
        string checkpoint = Assert.Single(Directory.EnumerateFiles(folder.Path, "*.model", SearchOption.AllDirectories));
        byte[] bytes = File.ReadAllBytes(checkpoint);
        File.WriteAllBytes(checkpoint, bytes[..(bytes.Length / 2)]);

        var exception = Assert.Throws<RunFolderException>(() => BarsRun.Resume(scenario, folder.Path, TrainedBars.Options()));

        Assert.Contains(checkpoint, exception.Message, StringComparison.Ordinal);
        Assert.Contains("Delete the file", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_never_overwrites_another()
    {
        using var folder = new TemporaryFolder();
        BarsScenario scenario = SmallBars.Scenario();
        RunFor(180, options => BarsRun.Start(scenario, folder.Path, options));

        Assert.Throws<RunFolderException>(() => BarsRun.Start(scenario, folder.Path, TrainedBars.Options()));
    }

    /// <summary>Interrupts a run once it has taken so many steps itself: larger leaps are trainings that were done, or begun, before.</summary>
    private static BarsRunSummary RunFor(long steps, Func<BarsRunOptions, BarsRunSummary> run)
    {
        const long largestUpdate = 60;
        using var source = new CancellationTokenSource();
        long before = 0;
        long own = 0;
        return run(TrainedBars.Options(
            (done, _) =>
            {
                own += done - before <= largestUpdate ? done - before : 0;
                before = done;
                if (own >= steps)
                {
                    source.Cancel();
                }
            },
            source.Token));
    }

    private static string Train(TemporaryFolder folder, string name, IReadOnlyList<Bar> bars)
    {
        Directory.CreateDirectory(folder.Path);
        string file = folder[$"{name}.csv"];
        File.WriteAllText(file, SmallBars.Csv(bars));
        return BarsRun.Start(SmallBars.Scenario(SmallBars.OnFile(file)), folder[name], TrainedBars.Options()).StateDigest;
    }
}
