using System.Globalization;
using MarketSim.Market.Orders;
using MarketSim.Numerics.Tables;

namespace MarketSim.Market.Data;

/// <summary>Reads a plain list of trades from a CSV file with the columns <c>time</c>, <c>side</c>, <c>price</c> and <c>quantity</c>, in any order and case.</summary>
/// <remarks>
/// Times are ISO 8601 with an offset (<c>2024-05-22T09:30:00Z</c>, <c>…+02:00</c>) or since 1970 in seconds, milliseconds or microseconds, which the number of
/// digits tells; bars are then taken to be by UTC. A time without offset is by the bars' own clock. Sides are <c>buy</c> and <c>sell</c>.
/// </remarks>
public static class ExpertTradeFile
{
    private const int SecondDigits = 11;
    private const int MillisecondDigits = 14;
    private const int MicrosecondDigits = 17;

    private static readonly string[] WithOffset = ["yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK"];
    private static readonly string[] WithoutOffset = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF"];

    /// <returns>At least one trade, in order of time.</returns>
    /// <exception cref="InvalidDataException">Names file, line, column, value, rule and remedy of the first thing that is wrong.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<ExpertTrade> Read(string path)
    {
        using StreamReader reader = new(path);
        return Read(reader, path);
    }

    /// <param name="fileName">Name of the file in messages.</param>
    /// <inheritdoc cref="Read(string)"/>
    public static IReadOnlyList<ExpertTrade> Read(TextReader reader, string fileName)
    {
        using CsvRows rows = new(reader, fileName);
        if (!rows.MoveNext())
        {
            throw new InvalidDataException($"{fileName}: the file is empty; it must have a header (time,side,price,quantity) and at least one trade.");
        }

        int time = Column(rows, "time");
        int side = Column(rows, "side");
        int price = Column(rows, "price");
        int quantity = Column(rows, "quantity");
        int width = rows.Fields.Count;
        List<ExpertTrade> trades = [];
        while (rows.MoveNext())
        {
            rows.RequireFields(width);
            var trade = new ExpertTrade(Time(rows, time), SideOf(rows, side), rows.PositiveNumber(price, "price"), rows.PositiveNumber(quantity, "quantity"), rows.Line);
            if (trades.Count > 0 && trade.Time < trades[^1].Time)
            {
                throw rows.WrongField("time", rows.Fields[time], "not earlier than that of the row before; sort the rows by time");
            }

            trades.Add(trade);
        }

        return trades.Count > 0 ? trades : throw new InvalidDataException($"{fileName}: there is a header but no trade; it must have at least one.");
    }

    private static int Column(CsvRows header, string name)
    {
        for (int column = 0; column < header.Fields.Count; column++)
        {
            if (string.Equals(header.Fields[column], name, StringComparison.OrdinalIgnoreCase))
            {
                return column;
            }
        }

        throw header.Wrong($"there is no column {name}; a list of trades has time, side, price and quantity, and demonstrations have episode, step, observation.NAME and action.NAME. Name the columns so");
    }

    private static Side SideOf(CsvRows rows, int column) => rows.Fields[column].ToUpperInvariant() switch
    {
        "BUY" => Side.Buy,
        "SELL" => Side.Sell,
        _ => throw rows.WrongField("side", rows.Fields[column], "buy or sell"),
    };

    private static DateTime Time(CsvRows rows, int column)
    {
        string text = rows.Fields[column];
        if (text.Length <= MicrosecondDigits && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long count))
        {
            double seconds = text.Length <= SecondDigits ? count : text.Length <= MillisecondDigits ? count / 1e3 : count / 1e6;
            return DateTime.UnixEpoch.AddTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond));
        }

        if (DateTime.TryParseExact(text, WithoutOffset, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local))
        {
            return local;
        }

        return DateTimeOffset.TryParseExact(text, WithOffset, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time.UtcDateTime
            : throw rows.WrongField("time", text, "ISO 8601 with an offset, e.g. 2024-05-22T09:30:00Z, or seconds, milliseconds or microseconds since 1970");
    }
}
