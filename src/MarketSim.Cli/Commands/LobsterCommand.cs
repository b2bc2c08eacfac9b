using System.CommandLine;
using System.Globalization;
using MarketSim.Cli.Terminal;
using MarketSim.Market.Data;
using MarketSim.Market.Time;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim scenario lobster</c>: looks at a day of LOBSTER data.</summary>
internal static class LobsterCommand
{
    private const double TicksPerDollar = 10_000;

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
                Write(console.Output, messages, parsed.GetValue(bookOption) ?? Beside(messages));
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

    private static string? Beside(string messages)
    {
        string book = Path.Combine(Path.GetDirectoryName(messages) ?? string.Empty, Path.GetFileName(messages).Replace("_message_", "_orderbook_", StringComparison.Ordinal));
        return book != messages && File.Exists(book) ? book : null;
    }

    private static void Write(TextWriter output, string messagePath, string? bookPath)
    {
        var day = new LobsterDay();
        foreach ((LobsterMessage message, LobsterSnapshot? book) in bookPath is null
            ? LobsterFile.ReadMessages(messagePath).Select(message => (message, default(LobsterSnapshot?)))
            : LobsterFile.ReadDay(messagePath, bookPath).Select(row => (row.Message, (LobsterSnapshot?)row.Book)))
        {
            day.Add(message, book);
        }

        if (day.Rows == 0)
        {
            throw new InvalidDataException($"{messagePath}: is empty; it must have a row for each message.");
        }

        output.WriteLine($"{Path.GetFileName(messagePath)}: {Count(day.Rows)} messages, {Clock(day.First)} to {Clock(day.Last)}");
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

    private static string Dollars(double ticks) => double.IsFinite(ticks) ? (ticks / TicksPerDollar).ToString("0.00##", CultureInfo.InvariantCulture) : "-";

    private static string Clock(SimulatedTime time) => TimeSpan.FromTicks(time.Nanoseconds / 100).ToString("hh\\:mm\\:ss\\.fff", CultureInfo.InvariantCulture);

    /// <summary>The counts of a day.</summary>
    private sealed class LobsterDay
    {
        private readonly long[] _counts = new long[8];
        private double _spreads;
        private long _quoted;

        public long Rows { get; private set; }

        public SimulatedTime First { get; private set; }

        public SimulatedTime Last { get; private set; }

        public long Traded { get; private set; }

        public double LowestTrade { get; private set; } = double.NaN;

        public double HighestTrade { get; private set; } = double.NaN;

        public int Levels { get; private set; }

        public double MeanSpread => _spreads / _quoted;

        public long CountOf(LobsterMessageType type) => _counts[(int)type];

        public void Add(LobsterMessage message, LobsterSnapshot? book)
        {
            First = Rows == 0 ? message.Time : First;
            Last = message.Time;
            Rows++;
            _counts[(int)message.Type]++;
            if (message.Type is LobsterMessageType.Execution or LobsterMessageType.HiddenExecution or LobsterMessageType.CrossTrade)
            {
                Traded += message.Size.Lots;
                LowestTrade = message.Price.Ticks < LowestTrade || double.IsNaN(LowestTrade) ? message.Price.Ticks : LowestTrade;
                HighestTrade = message.Price.Ticks > HighestTrade || double.IsNaN(HighestTrade) ? message.Price.Ticks : HighestTrade;
            }

            if (book is { Bids.Count: > 0, Asks.Count: > 0 })
            {
                Levels = Math.Max(Levels, Math.Max(book.Bids.Count, book.Asks.Count));
                _spreads += book.Asks[0].Price.Ticks - book.Bids[0].Price.Ticks;
                _quoted++;
            }
        }
    }
}
