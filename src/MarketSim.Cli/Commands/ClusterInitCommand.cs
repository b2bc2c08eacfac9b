using System.CommandLine;
using MarketSim.Cli.Terminal;
using MarketSim.Cluster.Profiles;
using MarketSim.Cluster.Store.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim cluster init</c>: makes the tables of a cluster.</summary>
internal static class ClusterInitCommand
{
    public static Command Create(CommandConsole console)
    {
        var cluster = new StoreOptions();
        var grant = new Option<string?>("--grant") { Description = "Also give a role the rights that nodes need, and no more.", HelpName = "ROLE" };
        var command = new ExampleCommand(
            "init",
            "Makes the tables in a cluster's database, or brings them up to date; where they are up to date it changes nothing. A SQLite file needs none of it: it is made when it is opened first.",
            "marketsim cluster init --cluster cluster.yaml",
            "marketsim cluster init --store postgresql://marketsim_owner@database.example/marketsim --grant marketsim_node");
        cluster.AddTo(command);
        command.Options.Add(grant);
        command.SetAction(async (parsed, _) =>
        {
            PostgresOptions options = cluster.Of(parsed) is StoreAddress.Database database
                ? database.Options
                : throw new ClusterSettingException("`cluster init` is for a database; a SQLite file is made, with its tables, when a node or a command opens it first");
            await PostgresSchema.CreateAsync(options, NullLogger.Instance).ConfigureAwait(false);
            if (parsed.GetValue(grant) is { } role)
            {
                await PostgresSchema.GrantAsync(options, role).ConfigureAwait(false);
            }

            await console.Output.WriteLineAsync(
                FormattableString.Invariant($"The tables of MarketSim in the database {options} are up to date (version {PostgresSchema.CurrentVersion}).")).ConfigureAwait(false);
            return ExitCode.Success;
        });
        return command;
    }
}
