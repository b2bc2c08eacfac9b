namespace MarketSim.Cluster.Tests.Operations;

public sealed class ServiceUnitTests
{
    private const string Unit = "cluster-config/systemd/marketsim-node.service";

    [Fact]
    public void Node_runs_without_root_and_without_capabilities()
    {
        Assert.Equal("marketsim", OperatorFiles.Setting(Unit, "User"));
        Assert.Equal("", OperatorFiles.Setting(Unit, "CapabilityBoundingSet"));
        Assert.Equal("yes", OperatorFiles.Setting(Unit, "NoNewPrivileges"));
        Assert.Equal("strict", OperatorFiles.Setting(Unit, "ProtectSystem"));
    }

    [Fact]
    public void Node_is_asked_to_leave_before_it_is_killed()
    {
        Assert.Equal("SIGTERM", OperatorFiles.Setting(Unit, "KillSignal"));
        Assert.Equal("60", OperatorFiles.Setting(Unit, "TimeoutStopSec"));
    }

    [Fact]
    public void Node_that_crashed_is_started_again_and_one_that_was_misused_is_not()
    {
        Assert.Equal("always", OperatorFiles.Setting(Unit, "Restart"));
        Assert.Equal("2", OperatorFiles.Setting(Unit, "RestartPreventExitStatus"));
    }

    [Fact]
    public void Passwords_come_as_files_that_only_the_service_reads() => Assert.All(
        new[] { "MARKETSIM_BROKER_PASSWORD_FILE=%d/broker-password", "MARKETSIM_DATABASE_PASSWORD_FILE=%d/database-password" },
        variable => Assert.Contains($"Environment={variable}", OperatorFiles.Settings(Unit), StringComparer.Ordinal));
}
