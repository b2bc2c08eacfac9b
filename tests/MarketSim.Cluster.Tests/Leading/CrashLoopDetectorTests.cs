using MarketSim.Cluster.Leading;
using MarketSim.Cluster.Store;

namespace MarketSim.Cluster.Tests.Leading;

public sealed class CrashLoopDetectorTests
{
    [Fact]
    public void Third_failure_in_the_same_tick_ends_the_run_naming_tick_and_node()
    {
        Recovery[] two = [Failure(tick: 70), Failure(tick: 70, node: "beta")];

        Assert.Null(CrashLoopDetector.Verdict(two, committedTick: 50));
        string? verdict = CrashLoopDetector.Verdict([.. two, Failure(tick: 70, node: "gamma")], committedTick: 50);

        Assert.Equal("It failed 3 times in tick 70, the last time on node gamma: it broke", verdict);
    }

    [Fact]
    public void Failures_in_different_ticks_are_different_failures() =>
        Assert.Null(CrashLoopDetector.Verdict([Failure(tick: 70), Failure(tick: 71), Failure(tick: 70), Failure(tick: 72)], committedTick: 50));

    [Fact]
    public void Failures_in_a_tick_that_a_checkpoint_has_come_through_are_forgotten() =>
        Assert.Null(CrashLoopDetector.Verdict([Failure(70), Failure(70), Failure(70)], committedTick: 70));

    [Fact]
    public void Checkpoints_that_only_come_closer_to_a_fatal_tick_do_not_save_the_run()
    {
        Recovery[] failures = [Failure(70), Failure(70) with { CommittedTick = 60 }, Failure(70) with { CommittedTick = 65 }];

        Assert.Contains("It failed 3 times in tick 70", CrashLoopDetector.Verdict(failures, committedTick: 65), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RecoveryCause.Outage)]
    [InlineData(RecoveryCause.Rebalance)]
    public void Outages_and_rebalancing_never_end_a_run(RecoveryCause cause) =>
        Assert.Null(CrashLoopDetector.Verdict([.. Enumerable.Repeat(Failure(70) with { Cause = cause }, 100)], committedTick: 50));

    [Fact]
    public void Many_failures_in_different_ticks_without_a_checkpoint_end_the_run()
    {
        Recovery[] failures = [.. Enumerable.Range(0, CrashLoopDetector.MaxFailuresWithoutCheckpoint).Select(number => Failure(tick: 60 + number))];

        Assert.Null(CrashLoopDetector.Verdict(failures[1..], committedTick: 50));
        Assert.Contains("10 times after the checkpoint of tick 50, the last time in tick 69", CrashLoopDetector.Verdict(failures, committedTick: 50), StringComparison.Ordinal);
    }

    [Fact]
    public void Restoring_that_never_comes_to_a_tick_ends_the_run_at_last()
    {
        Recovery[] attempts = [.. Enumerable.Repeat(Failure(tick: 50) with { Cause = RecoveryCause.Interrupted }, CrashLoopDetector.MaxInterruptedRecoveries)];

        Assert.Null(CrashLoopDetector.Verdict(attempts[1..], committedTick: 50));
        Assert.Contains("could not be restored from the checkpoint of tick 50 in 20 attempts", CrashLoopDetector.Verdict(attempts, committedTick: 50), StringComparison.Ordinal);
    }

    private static Recovery Failure(long tick, string node = "alpha") => new(Epoch: 2, RecoveryCause.NodeFailure, node, tick, CommittedTick: 50, "it broke");
}
