using MarketSim.Cluster.Leading;
using MarketSim.Cluster.ParticipantHosts;
using MarketSim.Cluster.Store;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Tests.Leading;

public sealed class FailureRulesTests
{
    [Fact]
    public void Lost_lease_ends_the_lead()
    {
        Assert.IsType<FailureDecision.StopLeading>(FailureRules.Of(new LeaseLostException("run", 3), hasTicked: true, committedTick: 5));
    }

    [Fact]
    public void Store_that_is_away_and_an_epoch_that_is_over_are_outages_and_no_failures()
    {
        Assert.Equal(new FailureDecision.Recover(RecoveryCause.Outage), FailureRules.Of(new StoreUnavailableException("away"), hasTicked: true, committedTick: 5));
        Assert.Equal(new FailureDecision.Recover(RecoveryCause.Outage), FailureRules.Of(new StaleEpochException("run", 3), hasTicked: false, committedTick: 5));
    }

    [Fact]
    public void Damaged_checkpoint_ends_the_run_and_names_its_tick()
    {
        var decision = Assert.IsType<FailureDecision.Fail>(FailureRules.Of(new InvalidDataException("bad part"), hasTicked: false, committedTick: 40));

        Assert.Equal("After the checkpoint of tick 40: bad part", decision.Reason);
    }

    [Fact]
    public void Anything_else_is_a_failure_once_the_epoch_has_ticked_and_an_interrupted_recovery_before()
    {
        Assert.Equal(new FailureDecision.Recover(RecoveryCause.NodeFailure), FailureRules.Of(new InvalidOperationException("bug"), hasTicked: true, committedTick: 5));
        Assert.Equal(new FailureDecision.Recover(RecoveryCause.Interrupted), FailureRules.Of(new InvalidOperationException("bug"), hasTicked: false, committedTick: 5));
    }

    [Theory]
    [InlineData(nameof(HostLoss.Gone), true, RecoveryCause.NodeFailure)]
    [InlineData(nameof(HostLoss.Gone), false, RecoveryCause.Interrupted)]
    [InlineData(nameof(HostLoss.Failed), true, RecoveryCause.NodeFailure)]
    [InlineData(nameof(HostLoss.Failed), false, RecoveryCause.Interrupted)]
    [InlineData(nameof(HostLoss.Silent), true, RecoveryCause.NodeFailure)]
    [InlineData(nameof(HostLoss.Silent), false, RecoveryCause.Outage)]
    [InlineData(nameof(HostLoss.Outage), true, RecoveryCause.Outage)]
    [InlineData(nameof(HostLoss.Outage), false, RecoveryCause.Outage)]
    public void Loss_of_a_node_is_its_failure_unless_nobody_can_know(string loss, bool hasTicked, RecoveryCause expected)
    {
        Assert.Equal(expected, FailureRules.Of(Enum.Parse<HostLoss>(loss), hasTicked));
    }
}
