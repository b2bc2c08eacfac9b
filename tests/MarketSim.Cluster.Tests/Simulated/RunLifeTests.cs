using MarketSim.Cluster.Tests.Simulated.Machines;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;
using MarketSim.Scenarios;

namespace MarketSim.Cluster.Tests.Simulated;

/// <summary>What befalls a run in a certain order: stops, slow checkpoints, a disk that fails.</summary>
public sealed class RunLifeTests
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Stop_that_meets_a_recovery_still_interrupts_the_run_and_resume_finishes_it()
    {
        SimulatedCluster cluster = Started(nodes: 2);
        SimulatedWorld world = cluster.World;
        Assert.True(world.RunUntil(() => cluster.Record.LatestTick >= 60, LongEnough));

        // The leader knows of the stop, and loses its associations before the checkpoint of the stop is committed.
        await world.Database.Memory.RequestStopAsync(SimulatedCluster.Run);
        world.After(TimeSpan.FromMilliseconds(130), () => world.Database.AtNextWrite(() => world.Network.Break(Leader(cluster).Process!, "it was reset")));

        Assert.True(world.RunUntil(() => StatusOf(cluster) != RunStatus.Running, world.Now + LongEnough));
        Assert.Equal(RunStatus.Interrupted, StatusOf(cluster));
        Assert.False(cluster.Record.IsFinished);
        await world.Database.Memory.RequestResumeAsync(SimulatedCluster.Run);
        SimulatedOutcome outcome = cluster.RunToTheEnd();
        Assert.True(outcome.Violations.Count == 0, outcome.Describe());
    }

    [Fact]
    public void Checkpoints_slower_than_their_interval_let_ticks_pass()
    {
        SimulatedCluster cluster = Started(nodes: 2, new ScenarioCheckpoint { Every = TimeSpan.FromMilliseconds(5), EveryTicks = null });
        SimulatedOutcome outcome = cluster.RunToTheEnd();

        Assert.True(outcome.Violations.Count == 0, outcome.Describe());

        // Each takes longer than the interval; by 240 ticks at most so many can have something new to save, and one more at the end.
        Assert.InRange(outcome.Commits, 20, 241);
    }

    [Fact]
    public void Leader_that_others_cannot_reach_but_that_reports_is_left_alone()
    {
        SimulatedCluster cluster = Started(nodes: 3);
        SimulatedWorld world = cluster.World;
        Assert.True(world.RunUntil(() => cluster.Record.LatestTick >= 60, LongEnough));

        SimulatedMachine leader = Leader(cluster);
        string holder = cluster.Record.LeaderProcess;
        foreach (SimulatedMachine other in world.Machines.Where(machine => machine != leader))
        {
            world.Network.Cut(leader.Name, other.Name, TimeSpan.FromMilliseconds(700));
            world.Network.Cut(other.Name, leader.Name, TimeSpan.FromMilliseconds(700));
        }

        // It recovers without the others, and nobody takes the run from it while it reports.
        long epochs = cluster.Record.Epochs;
        Assert.True(world.RunUntil(() => cluster.Record.Epochs > epochs, world.Now + TimeSpan.FromMilliseconds(700)));
        world.RunUntil(() => cluster.Record.LeaderProcess != holder, world.Now + TimeSpan.FromMilliseconds(300));
        Assert.Equal(holder, cluster.Record.LeaderProcess);

        SimulatedOutcome outcome = cluster.RunToTheEnd();
        Assert.True(outcome.Violations.Count == 0, outcome.Describe());
    }

    [Fact]
    public void Leader_that_was_downed_while_it_lived_writes_nothing_more_and_joins_again()
    {
        SimulatedCluster cluster = Started(nodes: 3);
        SimulatedWorld world = cluster.World;
        Assert.True(world.RunUntil(() => cluster.Record.LatestTick >= 60, LongEnough));
        SimulatedMachine leader = Leader(cluster);
        string before = leader.Process!.Token;

        world.Network.Membership.DownWrongly(leader.Process!);

        Assert.True(world.RunUntil(() => cluster.Record.LeaderProcess != before, world.Now + TimeSpan.FromSeconds(2)));
        Assert.True(world.RunUntil(() => leader.Process is { } process && process.Token != before, world.Now + TimeSpan.FromSeconds(2)));
        SimulatedOutcome outcome = cluster.RunToTheEnd();
        Assert.True(outcome.Violations.Count == 0, outcome.Describe());
    }

    [Fact]
    public async Task Damaged_part_ends_the_run_as_failed_and_is_named()
    {
        SimulatedCluster cluster = Started(nodes: 2);
        SimulatedWorld world = cluster.World;
        Assert.True(world.RunUntil(() => cluster.Record.Commits >= 2, LongEnough));
        CheckpointManifest manifest = (await world.Database.Memory.ReadLatestAsync(SimulatedCluster.Run))!;

        world.Database.Memory.CheckpointsOf(SimulatedCluster.Run).Damage(manifest.Part("market").Sha256);
        Leader(cluster).Crash();

        Assert.True(world.RunUntil(() => cluster.Record.Failure is not null, world.Now + LongEnough));
        Assert.Contains("The part market of run run is damaged", cluster.Record.Failure, StringComparison.Ordinal);
        Assert.Equal(RunStatus.Failed, StatusOf(cluster));
    }

    private static SimulatedCluster Started(int nodes, ScenarioCheckpoint? checkpoint = null)
    {
        var cluster = new SimulatedCluster(seed: 1, new WorldVariant { HasFaults = false, Nodes = nodes, Checkpoint = checkpoint });
        cluster.Start();
        return cluster;
    }

    private static SimulatedMachine Leader(SimulatedCluster cluster) =>
        cluster.World.Machines.Single(machine => machine.Process?.Token == cluster.Record.LeaderProcess);

    private static RunStatus StatusOf(SimulatedCluster cluster) =>
        cluster.World.Database.Memory.ReadRunAsync(SimulatedCluster.Run).GetAwaiter().GetResult()!.Status;
}
