using MarketSim.Cluster.Profiles;
using MarketSim.Cluster.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;

namespace MarketSim.Cli.Terminal;

/// <summary>The output streams of a command, and their abilities.</summary>
/// <param name="IsTerminal">True for a terminal, on which lines may be redrawn.</param>
/// <param name="Width">Columns of the output; null to ask the terminal.</param>
internal sealed record CommandConsole(TextWriter Output, TextWriter Error, bool IsTerminal, int? Width)
{
    /// <summary>A file or pipe has no width; lines are broken so that people can still read them.</summary>
    private const int WidthOfFiles = 120;

    /// <summary>Opens the store of a cluster; tests put their own in.</summary>
    public Func<StoreAddress, Task<IClusterStore>> OpenStore { get; init; } =
        static address => address.OpenAsync(TimeProvider.System, NullLogger.Instance);

    public static CommandConsole OfProcess() => new(Console.Out, Console.Error, !Console.IsOutputRedirected, Width: null);

    /// <summary>The output with tables and, where the terminal has them, colours; NO_COLOR is heeded.</summary>
    public IAnsiConsole Rich()
    {
        IAnsiConsole rich = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Output),
            Ansi = IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = IsTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = IsTerminal ? InteractionSupport.Yes : InteractionSupport.No,
        });
        if (Width is { } width)
            rich.Profile.Width = width;
        else if (!IsTerminal)
            rich.Profile.Width = WidthOfFiles;
        return rich;
    }
}
