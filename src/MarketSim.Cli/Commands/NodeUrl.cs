using System.CommandLine;
using MarketSim.Cli.Terminal;

namespace MarketSim.Cli.Commands;

/// <summary>Asks a node over HTTP, where it was told to listen (<c>marketsim node --listen</c>).</summary>
internal static class NodeUrl
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Argument<Uri> Argument(string path) => new("url")
    {
        Description = $"Where the node listens (`marketsim node --listen`), e.g. http://127.0.0.1:9464{path}.",
        CustomParser = parsed =>
        {
            string text = parsed.Tokens[^1].Value;
            if (Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https")
            {
                return uri.AbsolutePath == "/" ? new Uri(uri, path) : uri;
            }

            parsed.AddError($"url is {text}; it must be an address such as http://127.0.0.1:9464{path}");
            return null!;
        },
    };

    /// <returns>Null when no node answers; the user has been told then.</returns>
    public static async Task<(bool IsSuccess, string Body)?> AskAsync(CommandConsole console, Uri address, CancellationToken ct)
    {
        using var client = new HttpClient { Timeout = Patience };
        try
        {
            using HttpResponseMessage answer = await client.GetAsync(address, ct).ConfigureAwait(false);
            return (answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(ct).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            string reason = exception is TaskCanceledException ? $"no answer within {Patience.TotalSeconds:0} s" : exception.Message;
            await console.Error.WriteLineAsync($"marketsim: No node answers at {address}: {reason}").ConfigureAwait(false);
            return null;
        }
    }
}
