using MarketSim.Market.Data;

namespace MarketSim.Market.Tests.Data;

public sealed class LobsterDayTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("marketsim-lobster-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Day_is_counted_by_type_of_message_with_its_trades_and_its_mean_spread()
    {
        string messages = Write("X_message_2.csv", "34200.1,1,5,100,1000000,1", "34200.2,4,5,60,1000000,1", "34200.3,5,0,40,1000100,-1", "34200.4,3,6,10,999900,1");
        string book = Write("X_orderbook_2.csv", "1000200,5,1000000,100", "1000200,5,1000000,40", "1000400,5,1000000,40", "9999999999,0,1000000,40");

        LobsterDay day = LobsterDay.Read(messages, LobsterFile.BookBeside(messages));

        Assert.Equal((4, 34_200_100_000_000, 34_200_400_000_000), (day.Messages, day.First.Nanoseconds, day.Last.Nanoseconds));
        Assert.Equal([1, 0, 1, 1, 1, 0, 0], Enum.GetValues<LobsterMessageType>().Select(day.CountOf));
        Assert.Equal((100, 1_000_000, 1_000_100), (day.Traded, day.LowestTrade, day.HighestTrade));

        // Of the three rows with both sides.
        Assert.Equal((1, 800 / 3.0), (day.Levels, day.MeanSpread));
        Assert.Equal(book, LobsterFile.BookBeside(messages));
    }

    [Fact]
    public void Day_without_an_order_book_has_no_spread()
    {
        string messages = Write("day.csv", "34200.1,1,5,100,1000000,1");

        LobsterDay day = LobsterDay.Read(messages, LobsterFile.BookBeside(messages));

        Assert.Equal((0, double.NaN, double.NaN), (day.Levels, day.MeanSpread, day.LowestTrade));
    }

    [Fact]
    public void Day_without_messages_is_refused() =>
        Assert.EndsWith("is empty; it must have a row for each message.", Assert.Throws<InvalidDataException>(() => LobsterDay.Read(Write("day.csv"), null)).Message, StringComparison.Ordinal);

    private string Write(string name, params string[] rows)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllLines(path, rows);
        return path;
    }
}
