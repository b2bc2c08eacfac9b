using MarketSim.Cli.Terminal;

namespace MarketSim.Cli.Tests;

/// <summary>One command that was run in this process, and what came out.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public IReadOnlyList<string> OutputLines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public IReadOnlyList<string> ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static Task<CommandRun> OfAsync(params string[] args) => OfAsync(width: null, args);

    /// <param name="width">Columns of the output; null for a file.</param>
    public static async Task<CommandRun> OfAsync(int? width, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        int exitCode = await CommandLine.RunAsync(args, new CommandConsole(output, error, IsTerminal: false, width), TimeProvider.System);
        return new CommandRun(exitCode, output.ToString(), error.ToString());
    }
}
