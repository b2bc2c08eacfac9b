using System.CommandLine;
using MarketSim.Cli.Terminal;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim cluster</c>: sets a cluster up, says how it stands, ends its runs.</summary>
internal static class ClusterCommand
{
    public static Command Create(CommandConsole console) => new("cluster", "Sets a cluster's database up, lists nodes and runs, stops and resumes runs.")
    {
        ClusterInitCommand.Create(console),
    };
}
