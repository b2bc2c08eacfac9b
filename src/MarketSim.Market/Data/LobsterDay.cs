using MarketSim.Market.Time;

namespace MarketSim.Market.Data;

/// <summary>The counts of a day of LOBSTER data.</summary>
public sealed class LobsterDay
{
    private readonly long[] _counts = new long[(int)LobsterMessageType.TradingHalt + 1];
    private double _spreads;
    private long _quoted;

    private LobsterDay()
    {
    }

    /// <summary>Rows of the message file, at least 1.</summary>
    public long Messages { get; private set; }

    /// <summary>Time of the first message, since midnight.</summary>
    public SimulatedTime First { get; private set; }

    /// <summary>Time of the last message, since midnight.</summary>
    public SimulatedTime Last { get; private set; }

    /// <summary>Shares that were traded, hidden orders and auctions included.</summary>
    public long Traded { get; private set; }

    /// <summary>In ticks of 1/10,000 dollar; NaN when nothing was traded.</summary>
    public double LowestTrade { get; private set; } = double.NaN;

    /// <summary>In ticks of 1/10,000 dollar; NaN when nothing was traded.</summary>
    public double HighestTrade { get; private set; } = double.NaN;

    /// <summary>Largest number of levels of a side of the order book; 0 without an order book file.</summary>
    public int Levels { get; private set; }

    /// <summary>Mean over the rows whose book has both sides, in ticks of 1/10,000 dollar; NaN when there are none.</summary>
    public double MeanSpread => _spreads / _quoted;

    /// <summary>Number of messages of a type.</summary>
    public long CountOf(LobsterMessageType type) => _counts[(int)type];

    /// <summary>Reads and checks a day, row by row.</summary>
    /// <param name="messagePath">The message file.</param>
    /// <param name="bookPath">The order book file; null for none.</param>
    /// <exception cref="InvalidDataException">A file is malformed, the message file is empty, or their lengths differ.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static LobsterDay Read(string messagePath, string? bookPath)
    {
        var day = new LobsterDay();
        foreach ((LobsterMessage message, LobsterSnapshot? book) in bookPath is null
            ? LobsterFile.ReadMessages(messagePath).Select(message => (message, default(LobsterSnapshot?)))
            : LobsterFile.ReadDay(messagePath, bookPath).Select(row => (row.Message, (LobsterSnapshot?)row.Book)))
        {
            day.Add(message, book);
        }

        return day.Messages > 0 ? day : throw new InvalidDataException($"{messagePath}: is empty; it must have a row for each message.");
    }

    private void Add(LobsterMessage message, LobsterSnapshot? book)
    {
        First = Messages == 0 ? message.Time : First;
        Last = message.Time;
        Messages++;
        _counts[(int)message.Type]++;
        if (message.Type is LobsterMessageType.Execution or LobsterMessageType.HiddenExecution or LobsterMessageType.CrossTrade)
        {
            Traded += message.Size.Lots;
            LowestTrade = double.MinNumber(message.Price.Ticks, LowestTrade);
            HighestTrade = double.MaxNumber(message.Price.Ticks, HighestTrade);
        }

        if (book is { Bids.Count: > 0, Asks.Count: > 0 })
        {
            Levels = Math.Max(Levels, Math.Max(book.Bids.Count, book.Asks.Count));
            _spreads += book.Asks[0].Price.Ticks - book.Bids[0].Price.Ticks;
            _quoted++;
        }
    }
}
