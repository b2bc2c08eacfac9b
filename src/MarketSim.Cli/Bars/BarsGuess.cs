using System.CommandLine;
using MarketSim.Cli.Terminal;
using MarketSim.Market.Data.Bars;
using MarketSim.Scenarios;

namespace MarketSim.Cli.Bars;

/// <summary><c>marketsim scenario bars --guess FILE</c>: writes the section that reads a file, with everything said that was found in it.</summary>
internal static class BarsGuess
{
    public static Command AddTo(CommandConsole console, Command command)
    {
        var guessOption = new Option<string?>("--guess")
        {
            Description = "Write the section bars that reads this file, with all that was found in it, instead of the list.",
            HelpName = "FILE",
        };
        System.CommandLine.Invocation.CommandLineAction? list = command.Action;
        command.Options.Add(guessOption);
        command.SetAction(parsed => parsed.GetValue(guessOption) is { } path
            ? Write(console, path)
            : ((System.CommandLine.Invocation.SynchronousCommandLineAction)list!).Invoke(parsed));
        return command;
    }

    private static int Write(CommandConsole console, string path)
    {
        try
        {
            BarGuess guess = BarFile.Guess(path);
            console.Output.Write(BarSectionText.Of(path, guess.Layout));
            foreach (string open in guess.Open)
            {
                console.Output.WriteLine($"# guessed, please check: {open}");
            }

            BarReading reading = BarFile.Read(path, guess.Layout);
            console.Output.WriteLine($"# {reading.Description}");
            foreach (string warning in reading.Warnings)
            {
                console.Output.WriteLine($"# warning: {warning}");
            }

            return ExitCode.Success;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            console.Error.WriteLine($"marketsim: {exception.Message}");
            return ExitCode.Failed;
        }
    }
}
