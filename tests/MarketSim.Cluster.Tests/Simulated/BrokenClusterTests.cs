using MarketSim.Cluster.Tests.Simulated.Broken;

namespace MarketSim.Cluster.Tests.Simulated;

/// <summary>What is broken on purpose is found: the oracle of the simulated cluster can fail.</summary>
public sealed class BrokenClusterTests
{
    [Fact]
    public void Store_that_checks_no_epoch_is_found_within_20_seeds() =>
        AssertFound(20, "epoch", new WorldVariant { Store = static (store, _) => new EpochBlindStore(store) });

    [Fact]
    public void Old_epoch_taken_for_the_present_is_found_within_30_seeds() =>
        AssertFound(30, string.Empty, new WorldVariant { IsRough = true, Ports = static (ports, _) => new EpochBlindPeers(ports) });

    [Fact]
    public void Parts_written_after_their_manifest_are_found_within_3_seeds() =>
        AssertFound(3, "is not in the store", new WorldVariant { Store = static (store, world) => new LatePartsStore(store, world) });

    [Fact]
    public void Frame_that_nobody_sends_again_is_found_by_a_run_that_stands_still() =>
        AssertFound(1, "did not finish", new WorldVariant
        {
            HasFaults = false,
            Nodes = 3,
            Ports = static (ports, _) => new FrameLosingPeers(ports, FrameLosingPeers.OpensLateTick, losesRepeats: true),
        });

    [Fact]
    public void Lost_frame_is_sent_again_and_changes_nothing()
    {
        SimulatedOutcome outcome = SimulatedCluster.Of(seed: 1, new WorldVariant
        {
            HasFaults = false,
            Nodes = 3,
            Ports = static (ports, _) => new FrameLosingPeers(ports, FrameLosingPeers.OpensLateTick, losesRepeats: false),
        });

        Assert.True(outcome.Violations.Count == 0, outcome.Describe());
    }

    /// <summary>As when a node is a member to others before its own actors are there: what comes until then is lost.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Lost_placement_is_sent_again_and_ends_no_epoch(ulong seed)
    {
        var sound = new WorldVariant { HasFaults = false, Nodes = 3 };
        SimulatedOutcome outcome = SimulatedCluster.Of(seed, sound with { Ports = static (ports, _) => new FrameLosingPeers(ports, FrameLosingPeers.Places, losesRepeats: false) });

        Assert.True(outcome.Violations.Count == 0, outcome.Describe());
        Assert.Equal(SimulatedCluster.Of(seed, sound).Epochs, outcome.Epochs);
    }

    private static void AssertFound(int seeds, string sign, WorldVariant variant)
    {
        for (ulong seed = 1; seed <= (ulong)seeds; seed++)
        {
            if (SimulatedCluster.Of(seed, variant).Violations.Any(violation => violation.Contains(sign, StringComparison.Ordinal)))
            {
                return;
            }
        }

        Assert.Fail($"What was broken on purpose was not found in {seeds} seeds.");
    }
}
