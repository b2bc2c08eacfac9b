using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Tests.Simulated.Machines;
using MarketSim.Results.Checkpoints;
using MarketSim.Scenarios;

namespace MarketSim.Cluster.Tests.Simulated;

/// <summary>Learners on torch are hosted by nodes of one self-test: the one in the run's checkpoints.</summary>
public sealed class TorchHostTests
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Node_with_another_self_test_is_refused_in_words_and_the_run_waits_for_one_of_its_own(ulong seed)
    {
        // The first node leads and has no torch; the other two compute differently.
        var cluster = new SimulatedCluster(seed, VariantOf(static name => name switch { "a" => NodeDescription.NoTorch, "b" => "bbbb", _ => "cccc" }, nodes: 3));
        cluster.Start();
        SimulatedWorld world = cluster.World;
        Assert.True(world.RunUntil(() => cluster.Record.Commits >= 3 && cluster.Record.LeaderProcess is not null, LongEnough));
        string selfTest = Assert.Single(Manifest(cluster).TorchSelfTests);
        string hosting = selfTest[..1];
        string other = hosting == "b" ? "c" : "b";
        Assert.Contains(world.Trace.Lines, line => line.Contains($"Node {other} hosts no learner of run run: its processor computes other gradients and actions on torch", StringComparison.Ordinal));
        Assert.Contains(world.Trace.Lines, line => line.Contains("Node a hosts no learner of run run: it does not offer torch", StringComparison.Ordinal));

        SimulatedMachine machine = world.Machines.Single(candidate => candidate.Name == hosting);
        machine.Crash();
        long epochs = cluster.Record.Epochs;
        Assert.True(world.RunUntil(() => world.Trace.Lines.Any(line => line.Contains($"waits: No live node computes on torch what run run was trained with (self-test {selfTest})", StringComparison.Ordinal)), world.Now + LongEnough));
        int commits = cluster.Record.Commits;
        world.RunUntil(static () => false, world.Now + TimeSpan.FromSeconds(5));
        Assert.Equal(commits, cluster.Record.Commits);
        Assert.False(cluster.Record.IsOver);

        machine.Start();
        SimulatedOutcome outcome = cluster.RunToTheEnd();
        Assert.True(outcome.Violations.Count == 0, outcome.Describe());
        Assert.True(cluster.Record.Epochs > epochs);
        Assert.Equal(selfTest, Assert.Single(Manifest(cluster).TorchSelfTests));
    }

    [Fact]
    public void Learner_whose_node_is_lost_learns_on_at_once_on_another_of_the_same_self_test()
    {
        var cluster = new SimulatedCluster(3, VariantOf(static name => name == "a" ? NodeDescription.NoTorch : "same", nodes: 3));
        cluster.Start();
        SimulatedWorld world = cluster.World;
        Assert.True(world.RunUntil(() => cluster.Record.Commits >= 3, LongEnough));
        foreach (SimulatedMachine machine in world.Machines.Where(static machine => machine.Name == "b"))
        {
            machine.Crash();
        }

        SimulatedOutcome outcome = cluster.RunToTheEnd();
        Assert.True(outcome.Violations.Count == 0, outcome.Describe());
        Assert.Equal("same", Assert.Single(Manifest(cluster).TorchSelfTests));
    }

    private static WorldVariant VariantOf(Func<string, string> selfTests, int nodes) => new()
    {
        HasFaults = false,
        Nodes = nodes,
        Training = TrainingMode.Lockstep,
        Checkpoint = new ScenarioCheckpoint { Every = null, EveryTicks = 10 },
        TorchSelfTests = selfTests,
        TracesLogs = true,
    };

    private static CheckpointManifest Manifest(SimulatedCluster cluster) =>
        cluster.World.Database.Memory.ReadLatestAsync(SimulatedCluster.Run).GetAwaiter().GetResult()!;
}
