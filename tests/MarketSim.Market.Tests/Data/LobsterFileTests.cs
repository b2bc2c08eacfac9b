using MarketSim.Market.Data;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;

namespace MarketSim.Market.Tests.Data;

public sealed class LobsterFileTests
{
    [Fact]
    public void Message_is_read_to_the_nanosecond()
    {
        LobsterMessage message = Assert.Single(Messages("34200.004241176,4,16113575,18,5853300,-1\n"));

        Assert.Equal(
            new LobsterMessage(
                new SimulatedTime(34_200_004_241_176), LobsterMessageType.Execution, new OrderId(16_113_575), new Quantity(18), new Price(5_853_300), Side.Sell),
            message);
    }

    [Fact]
    public void Snapshot_leaves_absent_levels_out()
    {
        LobsterSnapshot snapshot = Assert.Single(Snapshots("101,5,99,7,102,3,-9999999999,0,9999999999,0,-9999999999,0\n"));

        Assert.Equal([new LobsterLevel(new Price(101), new Quantity(5)), new LobsterLevel(new Price(102), new Quantity(3))], snapshot.Asks);
        Assert.Equal([new LobsterLevel(new Price(99), new Quantity(7))], snapshot.Bids);
    }

    [Theory]
    [InlineData("34200.1,1,5,100,100", "has 5 columns; it must have 6.")]
    [InlineData("x,1,5,100,100,1", "column 'time' is 'x'; it must be seconds after midnight, 0 to 86400.")]
    [InlineData("86400.1,1,5,100,100,1", "column 'time' is '86400.1'; it must be seconds after midnight, 0 to 86400.")]
    [InlineData("34200.1,8,5,100,100,1", "column 'type' is '8'; it must be an integer from 1 to 7.")]
    [InlineData("34200.1,1,5,-1,100,1", "column 'size' is '-1'; it must be an integer from 0 to 9223372036854775807.")]
    [InlineData("34200.1,1,5,1,1.5,1", "column 'price' is '1.5'; it must be an integer from 0 to 9223372036854775807.")]
    [InlineData("34200.1,1,5,1,100,0", "column 'direction' is '0'; it must be 1 (buy) or -1 (sell).")]
    public void Wrong_message_is_named_with_file_line_column_value_and_rule(string row, string complaint)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Messages($"34200.0,1,5,100,100,1\n{row}\n"));

        Assert.Equal($"messages.csv:2: {complaint}", error.Message);
    }

    [Theory]
    [InlineData("1,2,3", "snapshots.csv:1: has 3 columns; it must have ask price, ask size, bid price and bid size for each level.")]
    [InlineData("1,2,3,4\n1,2,3,4,5,6,7,8", "snapshots.csv:2: has 8 columns; it must have 4.")]
    [InlineData("1,2,3,-4", "snapshots.csv:1: column 'bid size 1' is '-4'; it must be an integer from 0 to 9223372036854775807.")]
    [InlineData("1,2,3,4,1,2,x,4", "snapshots.csv:1: column 'bid price 2' is 'x'; it must be an integer from -9999999999 to 9999999999.")]
    public void Wrong_snapshot_is_named_with_file_line_column_value_and_rule(string text, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => Snapshots(text)).Message);

    [Fact]
    public void Time_that_runs_back_is_refused_with_its_line() => Assert.Equal(
        "messages.csv:3: column 'time' is '34200.1'; it must be at least that of the row before; times of a day do not run back.",
        Assert.Throws<InvalidDataException>(() => Messages("34200.1,1,5,100,100,1\n34200.2,1,6,100,100,1\n34200.1,1,7,100,100,1\n")).Message);

    [Theory]
    [InlineData(2, 1, "book.csv: has 1 rows, and ")]
    [InlineData(1, 2, "messages.csv: has 1 rows, and ")]
    public void Files_of_unequal_length_are_refused(int messages, int books, string refusal)
    {
        string folder = Directory.CreateTempSubdirectory("marketsim-lobster-").FullName;
        string messagePath = Path.Combine(folder, "messages.csv");
        string bookPath = Path.Combine(folder, "book.csv");
        File.WriteAllLines(messagePath, Enumerable.Repeat("34200.1,1,5,100,100,1", messages));
        File.WriteAllLines(bookPath, Enumerable.Repeat("101,5,99,7", books));

        Assert.Contains(refusal, Assert.Throws<InvalidDataException>(() => LobsterFile.ReadDay(messagePath, bookPath).Count()).Message, StringComparison.Ordinal);
        Assert.Single(LobsterFile.ReadDay(messagePath, bookPath).Take(1));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Rows_are_read_as_they_are_asked_for()
    {
        // A reader without end: a list of it would never come back.
        using var endless = new EndlessReader("34200.1,1,5,100,100,1\n");

        Assert.Equal(1_000, LobsterFile.ReadMessages(endless, "messages.csv").Take(1_000).Count());
    }

    private sealed class EndlessReader(string line) : TextReader
    {
        private int _at;

        public override int Read(char[] buffer, int index, int count)
        {
            for (int written = 0; written < count; written++)
            {
                buffer[index + written] = line[_at++ % line.Length];
            }

            return count;
        }

        public override int Read(Span<char> buffer)
        {
            foreach (ref char character in buffer)
            {
                character = line[_at++ % line.Length];
            }

            return buffer.Length;
        }

        public override int Peek() => line[_at % line.Length];

        public override int Read() => line[_at++ % line.Length];
    }

    private static IReadOnlyList<LobsterMessage> Messages(string text) => [.. LobsterFile.ReadMessages(new StringReader(text), "messages.csv")];

    private static IReadOnlyList<LobsterSnapshot> Snapshots(string text) => [.. LobsterFile.ReadSnapshots(new StringReader(text), "snapshots.csv")];
}
