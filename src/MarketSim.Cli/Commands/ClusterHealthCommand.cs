using System.CommandLine;
using MarketSim.Cli.Terminal;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim cluster health</c>: asks a node how it is, for container health checks that have no other client.</summary>
internal static class ClusterHealthCommand
{
    public static Command Create(CommandConsole console)
    {
        Argument<Uri> address = NodeUrl.Argument("/health");
        var command = new ExampleCommand(
            "health", "Asks a node how it is and prints its answer; the exit code is 0 when it is well, otherwise 1.", "marketsim cluster health http://127.0.0.1:9464/health")
        {
            address,
        };
        command.SetAction(async (parsed, ct) =>
        {
            if (await NodeUrl.AskAsync(console, parsed.GetRequiredValue(address), ct).ConfigureAwait(false) is not { } answer)
            {
                return ExitCode.Failed;
            }

            await console.Output.WriteLineAsync(answer.Body).ConfigureAwait(false);
            return answer.IsSuccess ? ExitCode.Success : ExitCode.Failed;
        });
        return command;
    }
}
