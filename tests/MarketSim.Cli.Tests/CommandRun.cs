using MarketSim.Cli.Terminal;
using MarketSim.Cluster.Profiles;
using MarketSim.Cluster.Store;

namespace MarketSim.Cli.Tests;

/// <summary>One command that was run in this process, and what came out.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public IReadOnlyList<string> OutputLines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public IReadOnlyList<string> ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static Task<CommandRun> OfAsync(params string[] args) => OfAsync(width: null, args);

    /// <param name="store">What every cluster's database is taken to be.</param>
    public static Task<CommandRun> WithStoreAsync(IClusterStore store, params string[] args) => OfAsync(width: null, args, _ => Task.FromResult(store));

    /// <param name="width">Columns of the output; null for a file.</param>
    public static Task<CommandRun> OfAsync(int? width, params string[] args) => OfAsync(width, args, openStore: null);

    private static async Task<CommandRun> OfAsync(int? width, string[] args, Func<StoreAddress, Task<IClusterStore>>? openStore)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var console = new CommandConsole(output, error, IsTerminal: false, width);
        console = openStore is null ? console : console with { OpenStore = openStore };
        int exitCode = await CommandLine.RunAsync(args, console, TimeProvider.System);
        return new CommandRun(exitCode, output.ToString(), error.ToString());
    }
}
