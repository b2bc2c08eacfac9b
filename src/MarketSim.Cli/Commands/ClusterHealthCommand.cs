using System.CommandLine;
using System.Net;
using MarketSim.Cli.Terminal;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim cluster health</c>: asks a node how it is, for container health checks that have no other client.</summary>
internal static class ClusterHealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Create(CommandConsole console)
    {
        var address = new Argument<Uri>("url")
        {
            Description = "Where the node listens (`marketsim node --listen`), e.g. http://127.0.0.1:9464/health.",
            CustomParser = parsed =>
            {
                string text = parsed.Tokens[^1].Value;
                if (Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https")
                {
                    return uri;
                }

                parsed.AddError($"url is {text}; it must be an address such as http://127.0.0.1:9464/health");
                return null!;
            },
        };
        var command = new ExampleCommand(
            "health", "Asks a node how it is and prints its answer; the exit code is 0 when it is well, otherwise 1.", "marketsim cluster health http://127.0.0.1:9464/health")
        {
            address,
        };
        command.SetAction((parsed, ct) => AskAsync(console, parsed.GetRequiredValue(address), ct));
        return command;
    }

    private static async Task<int> AskAsync(CommandConsole console, Uri address, CancellationToken ct)
    {
        using var client = new HttpClient { Timeout = Patience };
        try
        {
            using HttpResponseMessage answer = await client.GetAsync(address, ct).ConfigureAwait(false);
            await console.Output.WriteLineAsync(await answer.Content.ReadAsStringAsync(ct).ConfigureAwait(false)).ConfigureAwait(false);
            return answer.StatusCode == HttpStatusCode.OK ? ExitCode.Success : ExitCode.Failed;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            string reason = exception is TaskCanceledException ? $"no answer within {Patience.TotalSeconds:0} s" : exception.Message;
            await console.Error.WriteLineAsync($"marketsim: No node answers at {address}: {reason}").ConfigureAwait(false);
            return ExitCode.Failed;
        }
    }
}
