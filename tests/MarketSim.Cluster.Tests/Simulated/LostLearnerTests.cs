using MarketSim.Cluster.Tests.Simulated.Machines;
using MarketSim.Scenarios;
using MarketSim.Simulation.Training;

namespace MarketSim.Cluster.Tests.Simulated;

/// <summary>A training beside the market loses the machine that learns in the middle of an update.</summary>
public sealed class LostLearnerTests
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Learner_lost_in_an_update_learns_on_elsewhere_and_the_log_of_what_lasts_replays(ulong seed)
    {
        var cluster = new SimulatedCluster(seed, new WorldVariant
        {
            HasFaults = false,
            Nodes = 3,
            Training = TrainingMode.Async,
            Checkpoint = new ScenarioCheckpoint { Every = null, EveryTicks = 10 },
        });
        cluster.Start();
        SimulatedWorld world = cluster.World;
        SimulatedMachine? learning = null;
        Assert.True(world.RunUntil(() => cluster.Record.Commits >= 4 && (learning = BeginsUpdate(cluster)) is not null, LongEnough));

        long epochs = cluster.Record.Epochs;
        int commits = cluster.Record.Commits;
        long updates = UpdatesIn(cluster.Log);
        learning!.Crash();

        // While the machine is away, others learn what it had begun, from the checkpoint on.
        Assert.True(world.RunUntil(() => cluster.Record.Epochs > epochs && cluster.Record.Commits >= commits + 4, world.Now + LongEnough));
        Assert.True(UpdatesIn(cluster.Log) > updates, "nothing was learned while the machine was away");
        Assert.Null(learning.Process);
        Assert.False(cluster.Record.IsFinished);
        learning.Start();
        SimulatedOutcome outcome = cluster.RunToTheEnd();

        Assert.True(outcome.Violations.Count == 0, outcome.Describe());
    }

    private static long UpdatesIn(ReplayLog log) => log.Completed.Values.Sum(updates => updates.Count);

    /// <summary>The machine, other than the leader's, on which a learner has just been told to begin an update.</summary>
    private static SimulatedMachine? BeginsUpdate(SimulatedCluster cluster) => cluster.World.Machines.FirstOrDefault(machine =>
        machine.Process is { } process && process.Token != cluster.Record.LeaderProcess && process.LatestUpdateAt == cluster.World.Now);
}
