using MarketSim.Cluster.Leading;
using MarketSim.Cluster.Store;

namespace MarketSim.Cluster.Tests.Leading;

public sealed class FailoverTests
{
    private static readonly RunLease Taken = new(
        "run", "beta@b:1#2", Epoch: 7, new RunSubmission("run", "yaml", "digest", 0, null), new LostLease("alpha@a:1#1", new RunPosition(60, IsRecovering: false)));

    [Fact]
    public void Leader_that_was_lost_at_its_work_died_in_the_tick_that_others_saw_last()
    {
        Recovery recovery = Note(new RunPosition(60, IsRecovering: false), lastTick: 71);

        Assert.Equal(new Recovery(7, RecoveryCause.NodeFailure, "alpha", 71, 50, "its leader was lost"), recovery);
    }

    [Fact]
    public void Leader_that_nobody_saw_at_work_was_only_interrupted_in_its_recovery() =>
        Assert.Equal(RecoveryCause.Interrupted, Note(new RunPosition(50, IsRecovering: true), lastTick: -1).Cause);

    [Fact]
    public void Tick_that_others_saw_makes_it_a_node_failure_though_the_leader_had_not_said_so() =>
        Assert.Equal((RecoveryCause.NodeFailure, 51), CauseAndTick(Note(new RunPosition(50, IsRecovering: true), lastTick: 51)));

    [Fact]
    public void Leader_that_lost_its_database_with_everybody_else_did_not_die() =>
        Assert.Equal(RecoveryCause.Outage, Note(new RunPosition(60, IsRecovering: false), lastTick: 71, isAfterOutage: true).Cause);

    private static (RecoveryCause Cause, long Tick) CauseAndTick(Recovery recovery) => (recovery.Cause, recovery.Tick);

    private static Recovery Note(RunPosition position, long lastTick, bool isAfterOutage = false) =>
        Failover.Of(Taken, new LostLease("alpha@a:1#1", position), lastTick, committedTick: 50, isAfterOutage);
}
