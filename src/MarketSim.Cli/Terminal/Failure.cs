using MarketSim.Cluster.Clients;
using MarketSim.Cluster.Local;
using MarketSim.Cluster.Profiles;
using MarketSim.Cluster.Remoting;
using MarketSim.Cluster.Security;
using MarketSim.Cluster.Store;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;
using MarketSim.Scenarios;
using MarketSim.Simulation.Running;

namespace MarketSim.Cli.Terminal;

/// <summary>The message and exit code for an exception.</summary>
/// <param name="IsExpected">True when the message suffices; otherwise the details are logged.</param>
internal sealed record Failure(string Message, int ExitCode, bool IsExpected)
{
    public static Failure Of(Exception exception) => exception switch
    {
        ScenarioException or RunFolderException or WrongUseException or ClusterSettingException or UnknownRunException => new Failure(exception.Message, Terminal.ExitCode.WrongUse, true),
        CheckpointException => new Failure(exception.Message, Terminal.ExitCode.Failed, true),
        StoreRefusedException or StoreUnavailableException or RunNameTakenException => new Failure(exception.Message, Terminal.ExitCode.Failed, true),
        CertificateException or ClusterJoinException or NodeRefusedException or LocalServerException => new Failure(exception.Message, Terminal.ExitCode.Failed, true),
        IOException or UnauthorizedAccessException => new Failure(exception.Message, Terminal.ExitCode.Failed, true),
        RunFailedException { InnerException: ScenarioException or IOException } => new Failure(exception.Message, Terminal.ExitCode.Failed, true),
        RunFailedException => new Failure(exception.Message, Terminal.ExitCode.Failed, false),
        _ => new Failure($"This should not have happened: {exception.Message}", Terminal.ExitCode.Failed, false),
    };
}
