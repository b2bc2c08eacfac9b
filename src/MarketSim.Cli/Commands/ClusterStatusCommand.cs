using System.CommandLine;
using System.Text.Json;
using MarketSim.Cli.Results;
using MarketSim.Cli.Terminal;
using MarketSim.Cluster.Observing;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim cluster status</c>: lists the members of a cluster, as one of its nodes sees them.</summary>
internal static class ClusterStatusCommand
{
    public static Command Create(CommandConsole console)
    {
        Argument<Uri> address = NodeUrl.Argument("/members");
        var json = new Option<bool>("--json") { Description = "Print the node's answer, one JSON object, instead of a table." };
        var command = new ExampleCommand(
            "status",
            "Lists the members of the cluster as one of its nodes sees them: roles, capacity, age, address, and those that it cannot reach.",
            "marketsim cluster status http://market-1.example:9464")
        {
            address,
            json,
        };
        command.SetAction(async (parsed, ct) =>
        {
            Uri uri = parsed.GetRequiredValue(address);
            if (await NodeUrl.AskAsync(console, uri, ct).ConfigureAwait(false) is not { IsSuccess: true } answer)
            {
                return ExitCode.Failed;
            }

            try
            {
                MembersBody members = MembersBody.Parse(answer.Body);
                if (parsed.GetValue(json))
                {
                    await console.Output.WriteLineAsync(answer.Body.TrimEnd()).ConfigureAwait(false);
                }
                else
                {
                    MembersView.Write(console, members);
                }

                return ExitCode.Success;
            }
            catch (JsonException)
            {
                await console.Error.WriteLineAsync($"marketsim: What answers at {uri} is no node of MarketSim").ConfigureAwait(false);
                return ExitCode.Failed;
            }
        });
        return command;
    }
}
