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
    public void Password_comes_as_a_file_that_only_the_service_reads()
    {
        Assert.Contains("Environment=MARKETSIM_DATABASE_PASSWORD_FILE=%d/database-password", OperatorFiles.Settings(Unit), StringComparer.Ordinal);
        Assert.Equal("database-password:/etc/marketsim/database-password", OperatorFiles.Setting(Unit, "LoadCredential"));
    }

    [Fact]
    public void Service_is_started_when_the_node_says_that_it_is_ready_however_long_that_takes()
    {
        Assert.Equal("notify", OperatorFiles.Setting(Unit, "Type"));
        Assert.Equal("infinity", OperatorFiles.Setting(Unit, "TimeoutStartSec"));
        Assert.Contains("AF_UNIX", OperatorFiles.Setting(Unit, "RestrictAddressFamilies"), StringComparison.Ordinal);
    }
}
