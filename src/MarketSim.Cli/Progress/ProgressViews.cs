using MarketSim.Cli.Terminal;
using MarketSim.Scenarios;
using Spectre.Console;

namespace MarketSim.Cli.Progress;

/// <summary>Picks the view that suits the output.</summary>
internal static class ProgressViews
{
    public static IProgressView Create(CommandConsole console, TimeProvider timeProvider, Scenario scenario, string folder, bool isShown) =>
        new ExpendableProgress(ViewOf(console, timeProvider, scenario, folder, isShown));

    private static IProgressView ViewOf(CommandConsole console, TimeProvider timeProvider, Scenario scenario, string folder, bool isShown)
    {
        if (!isShown)
        {
            return new NoProgress(console.Error);
        }

        IAnsiConsole rich = console.Rich();
        var words = new ProgressFormatter(scenario, folder);
        var speed = new RunSpeed(timeProvider);
        return console.IsTerminal && rich.Profile.Capabilities.Ansi
            ? new LiveProgress(rich, words, speed, timeProvider)
            : new PlainProgress(console.Output, console.Error, words, speed, timeProvider);
    }
}
