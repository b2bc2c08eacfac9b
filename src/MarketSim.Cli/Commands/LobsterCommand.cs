using System.CommandLine;
using System.Globalization;
using MarketSim.Cli.Terminal;
using MarketSim.Market.Data;
using MarketSim.Market.Time;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim scenario lobster</c>: looks at a day of LOBSTER data.</summary>
internal static class LobsterCommand
{
    public static ExampleCommand Create(CommandConsole console)
    {
        var fileArgument = new Argument<string>("file") { Description = "The message file of a day (SYMBOL_DATE_START_END_message_LEVELS.csv)." };
        var bookOption = new Option<string?>("--book") { Description = "The order book file. Default: the one beside it whose name has orderbook for message.", HelpName = "FILE" };
        var command = new ExampleCommand("lobster", "Checks a day of LOBSTER data, row by row, and says what is in it.", "marketsim scenario lobster AAPL_2012-06-21_34200000_57600000_message_10.csv")
        {
            fileArgument,
            bookOption,
        };
        command.SetAction(parsed =>
        {
            string messages = parsed.GetRequiredValue(fileArgument);
            try
            {
                Write(console.Output, messages, parsed.GetValue(bookOption) ?? LobsterFile.BookBeside(messages));
                return ExitCode.Success;
            }
            catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                console.Error.WriteLine($"marketsim: {exception.Message}");
                return ExitCode.Failed;
            }
        });
        return command;
    }

    private static void Write(TextWriter output, string messagePath, string? bookPath)
    {
        LobsterDay day = LobsterDay.Read(messagePath, bookPath);
        output.WriteLine($"{Path.GetFileName(messagePath)}: {Count(day.Messages)} messages, {Clock(day.First)} to {Clock(day.Last)}");
        foreach (LobsterMessageType type in Enum.GetValues<LobsterMessageType>().Where(type => day.CountOf(type) > 0))
        {
            output.WriteLine($"  {type,-20} {Count(day.CountOf(type)),10}");
        }

        output.WriteLine($"  traded {Count(day.Traded)} shares at {Dollars(day.LowestTrade)} to {Dollars(day.HighestTrade)}");
        output.WriteLine(bookPath is null
            ? "  no order book file beside it; name one with --book"
            : $"  order book: {day.Levels} levels, as many rows; mean spread {Dollars(day.MeanSpread)}");
    }

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Dollars(double ticks) => double.IsFinite(ticks) ? (ticks / LobsterFile.TicksPerDollar).ToString("0.00##", CultureInfo.InvariantCulture) : "-";

    private static string Clock(SimulatedTime time) => TimeSpan.FromTicks(time.Nanoseconds / 100).ToString("hh\\:mm\\:ss\\.fff", CultureInfo.InvariantCulture);
}
