using MarketSim.Cluster.Leading;

namespace MarketSim.Cluster.Tests.Leading;

public sealed class LeadStateTests
{
    // The way to each phase from the first.
    private static readonly Dictionary<LeadPhase, LeadPhase[]> Ways = new()
    {
        [LeadPhase.Loading] = [],
        [LeadPhase.AwaitingNodes] = [LeadPhase.AwaitingNodes],
        [LeadPhase.Running] = [LeadPhase.Running],
        [LeadPhase.RaisingEpoch] = [LeadPhase.Running, LeadPhase.RaisingEpoch],
        [LeadPhase.Releasing] = [LeadPhase.Releasing],
        [LeadPhase.Failing] = [LeadPhase.Failing],
        [LeadPhase.Ended] = [LeadPhase.Ended],
    };

    [Fact]
    public void Run_that_recovers_is_loaded_again_under_the_next_epoch()
    {
        LeadState state = Of(LeadPhase.RaisingEpoch);

        state.Enter(LeadPhase.Loading);
        state.Enter(LeadPhase.AwaitingNodes);
        state.Enter(LeadPhase.Running);

        Assert.Equal(LeadPhase.Running, state.Phase);
    }

    [Theory]
    [InlineData(nameof(LeadPhase.Loading), nameof(LeadPhase.RaisingEpoch))]
    [InlineData(nameof(LeadPhase.AwaitingNodes), nameof(LeadPhase.Loading))]
    [InlineData(nameof(LeadPhase.AwaitingNodes), nameof(LeadPhase.RaisingEpoch))]
    [InlineData(nameof(LeadPhase.Running), nameof(LeadPhase.Loading))]
    [InlineData(nameof(LeadPhase.Running), nameof(LeadPhase.AwaitingNodes))]
    [InlineData(nameof(LeadPhase.RaisingEpoch), nameof(LeadPhase.Running))]
    [InlineData(nameof(LeadPhase.RaisingEpoch), nameof(LeadPhase.AwaitingNodes))]
    [InlineData(nameof(LeadPhase.Releasing), nameof(LeadPhase.Running))]
    [InlineData(nameof(LeadPhase.Releasing), nameof(LeadPhase.Loading))]
    [InlineData(nameof(LeadPhase.Failing), nameof(LeadPhase.Loading))]
    [InlineData(nameof(LeadPhase.Failing), nameof(LeadPhase.Releasing))]
    [InlineData(nameof(LeadPhase.Ended), nameof(LeadPhase.Loading))]
    [InlineData(nameof(LeadPhase.Ended), nameof(LeadPhase.Failing))]
    public void Step_that_would_lead_a_run_twice_or_lose_its_lease_is_refused(string from, string to)
    {
        LeadState state = Of(Enum.Parse<LeadPhase>(from));

        Assert.Throws<InvalidOperationException>(() => state.Enter(Enum.Parse<LeadPhase>(to)));

        Assert.Equal(from, state.Phase.ToString());
    }

    [Theory]
    [InlineData(nameof(LeadPhase.Loading))]
    [InlineData(nameof(LeadPhase.AwaitingNodes))]
    [InlineData(nameof(LeadPhase.Running))]
    [InlineData(nameof(LeadPhase.RaisingEpoch))]
    [InlineData(nameof(LeadPhase.Releasing))]
    public void Lead_can_fail_or_end_in_any_phase(string from)
    {
        LeadState failing = Of(Enum.Parse<LeadPhase>(from));
        failing.Enter(LeadPhase.Failing);
        LeadState ended = Of(Enum.Parse<LeadPhase>(from));
        ended.Enter(LeadPhase.Ended);

        Assert.Equal((LeadPhase.Failing, LeadPhase.Ended), (failing.Phase, ended.Phase));
    }

    [Fact]
    public void Stepping_down_outlasts_a_recovery()
    {
        LeadState state = Of(LeadPhase.Running);

        state.StepDown();
        state.Enter(LeadPhase.RaisingEpoch);

        Assert.True(state.IsSteppingDown);
    }

    private static LeadState Of(LeadPhase phase)
    {
        var state = new LeadState();
        foreach (LeadPhase step in Ways[phase])
        {
            state.Enter(step);
        }

        return state;
    }
}
