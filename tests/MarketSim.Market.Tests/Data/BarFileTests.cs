using MarketSim.Market.Data;

namespace MarketSim.Market.Tests.Data;

public sealed class BarFileTests
{
    private const string Google = "ohlcv/STOCKS_GOOGL.csv";
    private const string Euro = "ohlcv/FOREX_EURUSD_1H_ASK.csv";

    [Fact]
    public void Bars_are_read_by_column_name_in_any_order_and_case()
    {
        IReadOnlyList<Bar> bars = Read("volume,CLOSE,Low,High,Open,note,Date\n10,4,1,5,2,x,2020-01-31\n\n0,3,3,3,3,,2020-02-03\n");

        Assert.Equal(
            [new Bar(new DateTime(2020, 1, 31), 2, 5, 1, 4, 10), new Bar(new DateTime(2020, 2, 3), 3, 3, 3, 3, 0)],
            bars);
    }

    [Theory]
    [InlineData("2017-01-02", 0, 0)]
    [InlineData("2017-01-02 09:30:00", 9, 30)]
    [InlineData("2017-01-02T09:30:00", 9, 30)]
    [InlineData("02.01.2017 22:00:00.000", 22, 0)]
    [InlineData("\"02.01.2017 22:00:00\"", 22, 0)]
    public void Times_are_read_in_each_documented_form(string text, int hour, int minute)
    {
        Bar bar = Assert.Single(Read($"Timestamp,Open,High,Low,Close,Volume\n{text},1,1,1,1,1\n"));

        Assert.Equal(new DateTime(2017, 1, 2, hour, minute, 0), bar.Time);
    }

    [Theory]
    [InlineData("", "bars.csv: is empty; it must have a header and at least one bar.")]
    [InlineData("Date,Open,High,Low,Close,Volume\n", "bars.csv: has a header but no bar; it must have at least one.")]
    [InlineData("Day,Open,High,Low,Close,Volume\n", "bars.csv:1: the header has no column 'Date', 'Time', 'Timestamp'; it must have one of them.")]
    [InlineData("Date,Open,High,Low,Volume\n", "bars.csv:1: the header has no column 'Close'.")]
    public void File_without_what_it_needs_is_refused(string text, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => Read(text)).Message);

    [Theory]
    [InlineData("2020-01-02,1,1,1,1", "has 5 columns; it must have 6.")]
    [InlineData("2020-01-02,abc,1,1,1,1", "column 'Open' is 'abc'; it must be a number greater than 0, e.g. 101.25.")]
    [InlineData("2020-01-02,,1,1,1,1", "column 'Open' is ''; it must be a number greater than 0, e.g. 101.25.")]
    [InlineData("2020-01-02,1,1,1,0,1", "column 'Close' is '0'; it must be a number greater than 0, e.g. 101.25.")]
    [InlineData("2020-01-02,1,NaN,1,1,1", "column 'High' is 'NaN'; it must be a number greater than 0, e.g. 101.25.")]
    [InlineData("2020-01-02,1,1,1e999,1,1", "column 'Low' is '1e999'; it must be a number greater than 0, e.g. 101.25.")]
    [InlineData("2020-01-02,1,1,1,1,-1", "column 'Volume' is '-1'; it must be a number not below 0.")]
    [InlineData("2020-01-02,2,1.5,1,1,1", "column 'High' is '1.5'; it must be at least Open and Close.")]
    [InlineData("2020-01-02,2,3,1.5,1,1", "column 'Low' is '1.5'; it must be at most Open and Close.")]
    [InlineData("2020-01-01,1,1,1,1,1", "column 'Date' is '2020-01-01'; it must be later than the row before.")]
    [InlineData("01/02/2020,1,1,1,1,1", "column 'Date' is '01/02/2020'; it must be a time such as 2009-05-22, 2009-05-22 09:30:00 or 22.05.2009 09:30:00.000.")]
    public void Wrong_field_is_named_with_file_line_column_value_and_rule(string row, string complaint)
    {
        string text = $"Date,Open,High,Low,Close,Volume\n2020-01-01,1,1,1,1,1\n\n{row}\n";

        // The empty line counts: an editor shows the row at line 4.
        Assert.Equal($"bars.csv:4: {complaint}", Assert.Throws<InvalidDataException>(() => Read(text)).Message);
    }

    [Fact]
    public void Quote_that_is_never_closed_is_refused_with_its_line()
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Read("Date,Open,High,Low,Close,Volume\n\"2020-01-01,1,1,1,1,1\n"));

        Assert.StartsWith("bars.csv:2: is no row of comma-separated values", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_file_is_named()
    {
        FileNotFoundException error = Assert.Throws<FileNotFoundException>(() => BarFile.Read(Path.Combine(AppContext.BaseDirectory, "no-such-bars.csv")));

        Assert.Contains("no-such-bars.csv", error.Message, StringComparison.Ordinal);
    }

    [SharedDataFact(Google)]
    public void Daily_bars_of_a_share_are_read_whole()
    {
        IReadOnlyList<Bar> bars = BarFile.Read(SharedDataFactAttribute.Require(Google));

        Assert.Equal(2_335, bars.Count);
        Assert.Equal(new Bar(new DateTime(2009, 5, 22), 198.528534, 199.524521, 196.196198, 196.946945, 3_433_700), bars[0]);
    }

    [SharedDataFact(Euro)]
    public void Hourly_bars_of_a_currency_are_read_whole()
    {
        IReadOnlyList<Bar> bars = BarFile.Read(SharedDataFactAttribute.Require(Euro));

        Assert.Equal(6_225, bars.Count);
        Assert.Equal(new Bar(new DateTime(2017, 1, 1, 22, 0, 0), 1.05236, 1.05253, 1.05221, 1.05227, 143_539_993.3), bars[0]);
    }

    private static IReadOnlyList<Bar> Read(string text) => BarFile.Read(new StringReader(text), "bars.csv");
}
