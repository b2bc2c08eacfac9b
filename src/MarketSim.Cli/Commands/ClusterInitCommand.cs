using System.CommandLine;
using MarketSim.Cli.Terminal;
using MarketSim.Cluster.Store.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim cluster init</c>: makes the tables of a cluster.</summary>
internal static class ClusterInitCommand
{
    public static Command Create(CommandConsole console)
    {
        var cluster = new DatabaseOptions();
        var command = new ExampleCommand(
            "init",
            "Makes the tables in a cluster's database, or brings them up to date; where they are up to date it changes nothing.",
            "marketsim cluster init --cluster cluster.yaml",
            "marketsim cluster init --database postgresql://marketsim_owner@database.example/marketsim");
        cluster.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            PostgresOptions options = cluster.Of(parsed);
            await PostgresSchema.CreateAsync(options, NullLogger.Instance).ConfigureAwait(false);
            await console.Output.WriteLineAsync(
                FormattableString.Invariant($"The tables of MarketSim in the database {options} are up to date (version {PostgresSchema.CurrentVersion}).")).ConfigureAwait(false);
            return ExitCode.Success;
        });
        return command;
    }
}
