using System.Globalization;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Numerics.Tables;

namespace MarketSim.Market.Data;

/// <summary>
/// Reads the two files of a LOBSTER day: messages, and the order book after each of them (lobsterdata.com, "Output structure"). Rows are read one after the other
/// as they are asked for, so that a day of any length takes no memory; what is wrong is told when its row is read.
/// </summary>
public static class LobsterFile
{
    private const int MessageColumns = 6;
    private const int ColumnsPerLevel = 4;
    private const long AbsentPrice = 9_999_999_999;
    private const decimal SecondsPerDay = 86_400;

    /// <returns>In the order of the file, whose times never run back.</returns>
    /// <exception cref="InvalidDataException">Names file, line, column, value and rule of the first thing that is wrong.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IEnumerable<LobsterMessage> ReadMessages(string path)
    {
        using StreamReader reader = new(path);
        foreach (LobsterMessage message in ReadMessages(reader, path))
        {
            yield return message;
        }
    }

    /// <param name="fileName">Name of the file in messages.</param>
    /// <inheritdoc cref="ReadMessages(string)"/>
    public static IEnumerable<LobsterMessage> ReadMessages(TextReader reader, string fileName)
    {
        using CsvRows rows = new(reader, fileName);
        SimulatedTime previous = default;
        while (rows.MoveNext())
        {
            rows.RequireFields(MessageColumns);
            LobsterMessage message = ReadMessage(rows);
            if (message.Time < previous)
            {
                throw rows.WrongField("time", rows.Fields[0], "at least that of the row before; times of a day do not run back");
            }

            previous = message.Time;
            yield return message;
        }
    }

    /// <exception cref="InvalidDataException">Names file, line, column, value and rule of the first thing that is wrong.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IEnumerable<LobsterSnapshot> ReadSnapshots(string path)
    {
        using StreamReader reader = new(path);
        foreach (LobsterSnapshot snapshot in ReadSnapshots(reader, path))
        {
            yield return snapshot;
        }
    }

    /// <param name="fileName">Name of the file in messages.</param>
    /// <inheritdoc cref="ReadSnapshots(string)"/>
    public static IEnumerable<LobsterSnapshot> ReadSnapshots(TextReader reader, string fileName)
    {
        using CsvRows rows = new(reader, fileName);
        int columns = 0;
        while (rows.MoveNext())
        {
            if (columns == 0)
            {
                columns = rows.Fields.Count;
            }

            if (columns % ColumnsPerLevel != 0)
            {
                throw rows.Wrong($"has {columns} columns; it must have ask price, ask size, bid price and bid size for each level");
            }

            rows.RequireFields(columns);
            yield return new LobsterSnapshot(ReadLevels(rows, Side.Buy), ReadLevels(rows, Side.Sell));
        }
    }

    /// <summary>Both files of a day side by side: each message with the book after it.</summary>
    /// <exception cref="InvalidDataException">A row is wrong, or one file has more rows than the other.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IEnumerable<(LobsterMessage Message, LobsterSnapshot Book)> ReadDay(string messagePath, string bookPath)
    {
        using IEnumerator<LobsterMessage> messages = ReadMessages(messagePath).GetEnumerator();
        using IEnumerator<LobsterSnapshot> books = ReadSnapshots(bookPath).GetEnumerator();
        long rows = 0;
        while (true)
        {
            (bool hasMessage, bool hasBook) = (messages.MoveNext(), books.MoveNext());
            if (hasMessage != hasBook)
            {
                (string longer, string shorter) = hasMessage ? (messagePath, bookPath) : (bookPath, messagePath);
                throw new InvalidDataException($"{shorter}: has {rows} rows, and {longer} has more; the two files of a day have a row for each message. Take both from one download.");
            }

            if (!hasMessage)
            {
                yield break;
            }

            rows++;
            yield return (messages.Current, books.Current);
        }
    }

    private static LobsterMessage ReadMessage(CsvRows rows)
    {
        SimulatedTime time = ReadTime(rows);
        LobsterMessageType type = (LobsterMessageType)rows.Integer(1, "type", 1, 7);
        OrderId order = new(rows.Integer(2, "order id", 0, long.MaxValue));
        Quantity size = new(rows.Integer(3, "size", 0, long.MaxValue));
        // A halt has -1, 0 or 1 in place of a price.
        Price price = new(rows.Integer(4, "price", type == LobsterMessageType.TradingHalt ? -1 : 0, long.MaxValue));
        string direction = rows.Fields[5];
        Side side = direction switch
        {
            "1" => Side.Buy,
            "-1" => Side.Sell,
            _ => throw rows.WrongField("direction", direction, "1 (buy) or -1 (sell)"),
        };
        return new LobsterMessage(time, type, order, size, price, side);
    }

    private static SimulatedTime ReadTime(CsvRows rows)
    {
        string text = rows.Fields[0];
        bool isNumber = decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal seconds);
        if (!isNumber || seconds > SecondsPerDay)
        {
            throw rows.WrongField("time", text, "seconds after midnight, 0 to 86400");
        }

        return new SimulatedTime((long)(seconds * SimulatedTime.NanosecondsPerSecond));
    }

    private static List<LobsterLevel> ReadLevels(CsvRows rows, Side side)
    {
        string name = side == Side.Buy ? "bid" : "ask";
        List<LobsterLevel> levels = [];
        for (int column = side == Side.Buy ? 2 : 0; column < rows.Fields.Count; column += ColumnsPerLevel)
        {
            int level = (column / ColumnsPerLevel) + 1;
            long price = rows.Integer(column, $"{name} price {level}", -AbsentPrice, AbsentPrice);
            long size = rows.Integer(column + 1, $"{name} size {level}", 0, long.MaxValue);
            if (Math.Abs(price) != AbsentPrice)
            {
                levels.Add(new LobsterLevel(new Price(price), new Quantity(size)));
            }
        }

        return levels;
    }
}
