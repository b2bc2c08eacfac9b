using System.Text;
using MarketSim.Market.Data;
using MarketSim.Market.Data.Bars;
using MarketSim.Market.Data.Bars.Layouts;

namespace MarketSim.Market.Tests.Data.Bars;

public sealed class BarFileTests
{
    private const string Google = "ohlcv/STOCKS_GOOGL.csv";
    private const string Euro = "ohlcv/FOREX_EURUSD_1H_ASK.csv";

    [Fact]
    public void Bars_are_read_by_column_name_in_any_order_and_case()
    {
        IReadOnlyList<Bar> bars = Read("volume,CLOSE,Low,High,Open,note,Date\n10,4,1,5,2,x,2020-01-31\n\n0,3,3,3,3,,2020-02-03\n").Bars;

        Assert.Equal(
            [new Bar(new DateTime(2020, 1, 31), 2, 5, 1, 4, 10), new Bar(new DateTime(2020, 2, 3), 3, 3, 3, 3, 0)],
            bars);
    }

    [Theory]
    [InlineData("2017-01-02", 0, 0, 0)]
    [InlineData("2017-01-02 09:30:00", 9, 30, 0)]
    [InlineData("2017-01-02T09:30", 9, 30, 0)]
    [InlineData("2017-01-02T09:30:00.250", 9, 30, 250)]
    [InlineData("2017-01-02T09:30:00Z", 9, 30, 0)]
    [InlineData("2017-01-02T09:30:00.25+05:30", 9, 30, 250)]
    [InlineData("2017-01-02 09:30:00-0500", 9, 30, 0)]
    [InlineData("2017-01-02 09:30:00 UTC", 9, 30, 0)]
    [InlineData("02.01.2017 22:00:00.000", 22, 0, 0)]
    [InlineData("02.01.2017 22:00:00.000 GMT+0100", 22, 0, 0)]
    [InlineData("\"02.01.2017 22:00:00\"", 22, 0, 0)]
    [InlineData("2017/01/02 9:30", 9, 30, 0)]
    [InlineData("2017.01.02 09:30", 9, 30, 0)]
    [InlineData("20170102", 0, 0, 0)]
    [InlineData("20170102 093000", 9, 30, 0)]
    [InlineData("20170102 09:30", 9, 30, 0)]
    [InlineData("20170102093000", 9, 30, 0)]
    [InlineData("201701020930", 9, 30, 0)]
    [InlineData("1483349400", 9, 30, 0)]
    [InlineData("1483349400.25", 9, 30, 250)]
    [InlineData("1483349400250", 9, 30, 250)]
    [InlineData("1483349400250000", 9, 30, 250)]
    [InlineData("1483349400250000000", 9, 30, 250)]
    [InlineData("\"Jan 2, 2017\"", 0, 0, 0)]
    [InlineData("02-Jan-2017", 0, 0, 0)]
    [InlineData("2-Jan-17", 0, 0, 0)]
    [InlineData("2017-01-02 09-AM", 9, 0, 0)]
    [InlineData("2017-01-02 09:30:00 PM", 21, 30, 0)]
    public void Times_are_read_in_each_usual_form(string text, int hour, int minute, int millisecond)
    {
        Bar bar = Assert.Single(Read($"Timestamp,Open,High,Low,Close,Volume\n{text},1,1,1,1,1\n").Bars);

        Assert.Equal(new DateTime(2017, 1, 2, hour, minute, 0, millisecond), bar.Time);
    }

    [Fact]
    public void Times_with_an_offset_are_converted_to_the_zone_that_is_asked_for()
    {
        const string Text = "time,open,high,low,close\n2017-01-02T09:30:00-05:00,1,1,1,1\n2017-07-03T09:30:00-04:00,1,1,1,1\n";

        Assert.Equal([9.5, 9.5], Read(Text).Bars.Select(bar => bar.Time.TimeOfDay.TotalHours));
        Assert.Equal([14.5, 13.5], Read(Text, new BarLayout { TimeZone = "UTC" }).Bars.Select(bar => bar.Time.TimeOfDay.TotalHours));
        Assert.Equal([9.5, 9.5], Read(Text, new BarLayout { TimeZone = "America/New_York" }).Bars.Select(bar => bar.Time.TimeOfDay.TotalHours));
        Assert.Contains("timeZone: is 'Mars/Base'", Refusal(Text, new BarLayout { TimeZone = "Mars/Base" }), StringComparison.Ordinal);
    }

    [Fact]
    public void Clock_that_is_set_back_is_refused_with_the_key_that_helps()
    {
        const string Text = "time,open,high,low,close\n2017-11-05T01:30:00-04:00,1,1,1,1\n2017-11-05T01:30:00-05:00,1,1,1,1\n";

        Assert.Contains("timeZone: UTC", Refusal(Text), StringComparison.Ordinal);
        Assert.Equal([5.5, 6.5], Read(Text, new BarLayout { TimeZone = "UTC" }).Bars.Select(bar => bar.Time.TimeOfDay.TotalHours));
    }

    [Theory]
    [InlineData("05/12/2020", "14/12/2020", "2020-12-05")]
    [InlineData("05/12/2020", "05/14/2020", "2020-05-12")]
    [InlineData("05-12-2020 10:30", "14-12-2020 10:30", "2020-12-05")]
    [InlineData("5/12/20", "14/12/20", "2020-12-05")]
    public void Day_and_month_are_told_apart_by_the_whole_file(string first, string last, string expected)
    {

        BarSeries bars = Read($"Date,Open,High,Low,Close\n{first},1,1,1,1\n{last},1,1,1,1\n").Bars;

        Assert.Equal(DateTime.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), bars[0].Time.Date);
    }

    [Fact]
    public void Day_above_twelve_in_the_last_of_many_rows_decides()
    {
        var text = new StringBuilder("Date,Open,High,Low,Close\n");
        for (int year = 1900; year < 2000; year++)
        {
            for (int month = 1; month <= 12; month++)
            {
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"01/{month:00}/{year},1,1,1,1\n");
            }
        }

        Assert.Contains("timeFormat: d/M/yyyy or timeFormat: M/d/yyyy", Refusal("Date,Open,High,Low,Close\n01/02/2020,1,1,1,1\n"), StringComparison.Ordinal);
        Assert.Equal(new DateTime(1999, 12, 13), Read(text + "13/12/1999,1,1,1,1\n").Bars[^1].Time);
    }

    [Fact]
    public void Order_of_the_rows_tells_day_and_month_apart_where_no_day_does()
    {
        BarSeries bars = Read("Date,Open,High,Low,Close\n01/11/2020,1,1,1,1\n02/10/2020,1,1,1,1\n03/09/2020,1,1,1,1\n04/01/2021,1,1,1,1\n").Bars;

        Assert.Equal(new DateTime(2020, 1, 11), bars[0].Time);
    }

    [Fact]
    public void Date_that_stays_ambiguous_is_read_as_the_scenario_says()
    {
        const string Text = "Date,Open,High,Low,Close\n01/02/2020,1,1,1,1\n";

        Assert.Equal(new DateTime(2020, 2, 1), Read(Text, new BarLayout { TimeFormat = "dd/MM/yyyy" }).Bars[0].Time);
        Assert.Equal(new DateTime(2020, 1, 2), Read(Text, new BarLayout { TimeFormat = "MM/dd/yyyy" }).Bars[0].Time);
    }

    [Theory]
    [InlineData("Date|Open|High|Low|Close|Volume\n2020-01-02|1.5|2|1|1.25|7\n")]
    [InlineData("Date;Open;High;Low;Close;Volume\r\n2020-01-02;1,5;2,0;1,0;1,25;7\r\n")]
    [InlineData("\uFEFFdate\topen\thigh\tlow\tclose\tvol\n2020-01-02\t1.5\t2\t1\t1.25\t7\n")]
    [InlineData("Date,Close/Last,Volume,Open,High,Low\n2020-01-02,$1.25,7,$1.5,$2,$1\n")]
    [InlineData("Date,Price,Open,High,Low,Vol.,Change %\n2020-01-02,1.25,1.5,2,1,0.007K,0.1%\n")]
    [InlineData("timestamp,\"1. open\",\"2. high\",\"3. low\",\"4. close\",\"5. volume\"\n2020-01-02,1.5,2,1,1.25,7\n")]
    [InlineData("https://www.example.com\nExported 2020-02-02\n\nDate,Open,High,Low,Close,Volume\n2020-01-02,1.5,2,1,1.25,7\n")]
    [InlineData("Price,Close,High,Low,Open,Volume\nTicker,X,X,X,X,X\nDate,,,,,\n2020-01-02,1.25,2,1,1.5,7\n")]
    [InlineData("{\"results\":[{\"t\":1577923200000,\"o\":1.5,\"h\":2,\"l\":1,\"c\":1.25,\"v\":7}]}")]
    [InlineData("[{\"date\":\"2020-01-02\",\"open\":\"1.5\",\"high\":2,\"low\":1,\"close\":1.25,\"volume\":7,\"extra\":null}]")]
    [InlineData("{\"Meta\":{\"a\":\"b\"},\"Time Series (Daily)\":{\"2020-01-02\":{\"1. open\":\"1.5\",\"2. high\":\"2\",\"3. low\":\"1\",\"4. close\":\"1.25\",\"5. volume\":\"7\"}}}")]
    [InlineData("{\"columns\":[\"open\",\"high\",\"low\",\"close\",\"volume\"],\"index\":[\"2020-01-02\"],\"data\":[[1.5,2,1,1.25,7]]}")]
    [InlineData("{\"Open\":{\"2020-01-02\":1.5},\"High\":{\"2020-01-02\":2},\"Low\":{\"2020-01-02\":1},\"Close\":{\"2020-01-02\":1.25},\"Volume\":{\"2020-01-02\":7}}")]
    [InlineData("unix,date,symbol,open,high,low,close,Volume BTC,volume\n1577923200000,2020-01-02 00:00:00,A/B,1.5,2,1,1.25,3,7\n")]
    [InlineData("Date Open High Low Close Volume\n2020-01-02 1.5 2 1 1.25 7\n")]
    [InlineData("sep=;\nDate;Open;High;Low;Close;Volume\n2020-01-02;1.5;2;1;1.25;7\n")]
    [InlineData("{\"s\":\"ok\",\"t\":[1577923200],\"o\":[1.5],\"h\":[2],\"l\":[1],\"c\":[1.25],\"v\":[7]}")]
    [InlineData("{\"values\":[{\"datetime\":\"2020-01-02\",\"open\":\"1.5\",\"high\":\"2\",\"low\":\"1\",\"close\":\"1.25\",\"volume\":\"7\"}],\"status\":\"ok\"}")]
    public void Layout_of_a_vendor_is_read(string text) =>
        Assert.Equal(new Bar(new DateTime(2020, 1, 2), 1.5, 2, 1, 1.25, 7), Assert.Single(Read(text).Bars));

    [Theory]
    [InlineData("1.234,5;1.234,5;1.234,5;1.234,5", 1234.5)]
    [InlineData("0,123;0,123;0,123;0,123", 0.123)]
    [InlineData("1 234,50;1 234,50;1 234,50;1 234,50", 1234.5)]
    public void Decimal_comma_is_found(string prices, double expected) => Assert.Equal(expected, Read($"Date;Open;High;Low;Close\n2020-01-02;{prices}\n").Bars[0].Close);

    [Fact]
    public void Decimal_mark_that_stays_ambiguous_is_asked_for()
    {
        const string Text = "Date;Open;High;Low;Close\n2020-01-02;1,234;1,234;1,234;1,234\n";

        Assert.Contains("decimal: \",\" or decimal: \".\"", Refusal(Text), StringComparison.Ordinal);
        Assert.Equal(1.234, Read(Text, new BarLayout { DecimalMark = ',' }).Bars[0].Close);
        Assert.Equal(1234, Read(Text, new BarLayout { DecimalMark = '.' }).Bars[0].Close);
    }

    [Fact]
    public void Columns_of_one_name_are_told_with_line_and_ratio()
    {
        const string Text = "Date,Open,High,Low,Close,Close\n2020-01-02,1,1,1,1,1\n2020-01-03,1,3,1,3,1.5\n";

        string warning = Assert.Single(Read(Text).Warnings);
        Assert.Contains("columns 5 and 6 are both called 'Close', and differ from line 3 on (3 and 1.5, ratio 2)", warning, StringComparison.Ordinal);
        Assert.Equal(3, Read(Text).Bars[1].Close);
        Assert.Equal(1.5, Read(Text, new BarLayout { Columns = new BarColumns(Close: "6") }).Bars[1].Close);
        Assert.Contains("columns: { close: 5 }", Refusal(Text, new BarLayout { Duplicates = DuplicateRule.Refuse }), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_of_a_bar_a_line_is_read()
    {
        const string Text = "{\"date\":\"2020-01-02\",\"open\":1.5,\"high\":2,\"low\":1,\"close\":1.25}\n{\"date\":\"2020-01-03\",\"open\":1.5,\"high\":2,\"low\":1,\"close\":1.75}\n";

        Assert.Equal([1.25, 1.75], Read(Text).Bars.Select(bar => bar.Close));
    }

    [Fact]
    public void High_that_is_rounded_below_the_close_is_the_close() =>
        Assert.Equal(208.823824, Read("Date,Open,High,Low,Close\n2020-01-02,206,208.8238,205,208.823824\n").Bars[0].High);

    [Fact]
    public void File_of_several_instruments_is_refused_until_one_is_named()
    {
        const string Text = "symbol,date,open,high,low,close\nA,2020-01-02,1,1,1,1\nB,2020-01-02,2,2,2,2\nA,2020-01-03,1,1,1,1\n";

        Assert.Contains("symbol: B", Refusal(Text), StringComparison.Ordinal);
        Assert.Equal(2, Read(Text, new BarLayout { Symbol = "B" }).Bars.Single().Close);
        Assert.Equal("bars.csv: has no row of symbol 'C'.", Refusal(Text, new BarLayout { Symbol = "C" }));
    }

    [Fact]
    public void Rows_without_prices_are_left_out_and_counted()
    {
        BarReading reading = Read("Date,Open,High,Low,Close,Volume\n2020-01-02,1,1,1,1,1\n2020-01-03,null,null,null,null,null\n2020-01-06,1,1,1,1,-\n");

        Assert.Equal(2, reading.Bars.Count);
        Assert.Contains(reading.Warnings, warning => warning.Contains("1 rows without prices", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "bars.csv: is empty; it must have at least one bar.")]
    [InlineData("Date,Open,High,Low,Close,Volume\n", "bars.csv: has a header but no bar; it must have at least one.")]
    [InlineData("Date,Open,High,Low,Volume\n2020-01-02,1,1,1,1\n", "bars.csv:1: there is no column of the close that could be found by its name. The header has 'Date', 'Open', 'High', 'Low', 'Volume'; name the column with columns:, e.g. columns: { close: NAME } or its number from 1.")]
    [InlineData("What,Open,High,Low,Close,Volume\nx,1,1,1,1,1\n", "bars.csv:1: there is no column of times that could be found by its name. The header has 'What', 'Open', 'High', 'Low', 'Close', 'Volume'; name the column with columns:, e.g. columns: { time: NAME } or its number from 1.")]
    public void File_without_what_it_needs_is_refused(string text, string message) => Assert.Equal(message, Refusal(text));

    [Theory]
    [InlineData("2020-01-02,1,1,1", "has 4 columns; it must have 6.")]
    [InlineData("2020-01-02,abc,1,1,1,1", "column 'Open' is 'abc'; it must be a number greater than 0, e.g. 101.25.")]
    [InlineData("2020-01-02,,1,1,1,1", "column 'Open' is ''; it must be a number greater than 0, e.g. 101.25.")]
    [InlineData("2020-01-02,1,1,1,0,1", "column 'Close' is '0'; it must be a number greater than 0, e.g. 101.25.")]
    [InlineData("2020-01-02,1,NaN,1,1,1", "column 'High' is 'NaN'; it must be a number greater than 0, e.g. 101.25.")]
    [InlineData("2020-01-02,1,1,1e999,1,1", "column 'Low' is '1e999'; it must be a number greater than 0, e.g. 101.25.")]
    [InlineData("2020-01-02,1,1,1,1,-1", "column 'Volume' is '-1'; it must be a number not below 0.")]
    [InlineData("2020-01-02,2,1.5,1,1,1", "column 'High' is '1.5'; it must be at least Open and Close.")]
    [InlineData("2020-01-02,2,3,1.5,1,1", "column 'Low' is '1.5'; it must be at most Open and Close.")]
    [InlineData("2020-01-01,1,1,1,1,1", "column 'Date' is '2020-01-01'; it must be another time than that of the row before.")]
    [InlineData("01/02/2020,1,1,1,1,1", "column 'Date' is '01/02/2020'; it must be a time such as the first one of the file, yyyy-M-d.")]
    public void Wrong_field_is_named_with_file_line_column_value_and_rule(string row, string complaint)
    {
        string text = $"Date,Open,High,Low,Close,Volume\n2020-01-01,1,1,1,1,1\n\n{row}\n";

        // The empty line counts: an editor shows the row at line 4.
        Assert.Equal($"bars.csv:4: {complaint}", Refusal(text));
    }

    [Fact]
    public void Row_out_of_order_is_named_by_its_line() => Assert.Equal(
        "bars.csv:4: column 'Date' is '2020-01-01'; it must be later than the row before, as in the rows before it; sort the rows by time, and keep one of each.",
        Refusal("Date,Open,High,Low,Close\n2020-01-01,1,1,1,1\n2020-01-02,1,1,1,1\n2020-01-01,1,1,1,1\n"));

    [Fact]
    public void Quote_that_is_never_closed_is_refused_with_its_line() =>
        Assert.StartsWith("bars.csv:2: is no row of separated values", Refusal("Date,Open,High,Low,Close,Volume\n\"2020-01-01,1,1,1,1,1\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData("hello world\nthis is no table\n")]
    [InlineData("{\"a\": 1}")]
    [InlineData("[1, 2")]
    public void File_that_is_no_table_is_refused(string text) => Assert.StartsWith("bars.csv", Refusal(text), StringComparison.Ordinal);

    [Fact]
    public void Missing_file_is_named()
    {
        FileNotFoundException error = Assert.Throws<FileNotFoundException>(() => BarFile.Read(Path.Combine(AppContext.BaseDirectory, "no-such-bars.csv")));

        Assert.Contains("no-such-bars.csv", error.Message, StringComparison.Ordinal);
    }

    [SharedDataFact(Google)]
    public void Daily_bars_of_a_share_are_read_whole()
    {
        BarReading reading = BarFile.Read(SharedDataFactAttribute.Require(Google), BarLayout.Default);

        Assert.Equal(2_335, reading.Bars.Count);
        Assert.Equal(new Bar(new DateTime(2009, 5, 22), 198.528534, 199.524521, 196.196198, 196.946945, 3_433_700), reading.Bars[0]);
        Assert.Empty(reading.Warnings);
        Assert.Equal(
            "STOCKS_GOOGL.csv (2,335 bars of 1 day): 2009-05-22 to 2018-08-29, no time zone given; 2,335 sessions, 252 bars a year, no holes; close 'Close' (close: adjusted takes 'Adj Close')",
            reading.Description);
    }

    [SharedDataFact(Euro)]
    public void Hourly_bars_of_a_currency_are_read_whole()
    {
        BarReading reading = BarFile.Read(SharedDataFactAttribute.Require(Euro), BarLayout.Default);

        Assert.Equal(6_225, reading.Bars.Count);
        Assert.Equal(new Bar(new DateTime(2017, 1, 1, 22, 0, 0), 1.05236, 1.05253, 1.05221, 1.05227, 143_539_993.3), reading.Bars[0]);
        Assert.InRange(reading.Calendar.BarsPerYear, 6_200, 6_280);
        Assert.Equal(51, reading.Bars.Breaks.Count(gap => gap.Kind == BarBreakKind.Session));
        Assert.Equal(1, reading.Bars.Breaks.Count(gap => gap.Kind == BarBreakKind.Hole));
    }

    private static string Refusal(string text, BarLayout? layout = null) => Assert.Throws<InvalidDataException>(() => Read(text, layout)).Message;

    private static BarReading Read(string text, BarLayout? layout = null) =>
        BarFile.Read("bars.csv", () => new MemoryStream(Encoding.UTF8.GetBytes(text)), layout ?? BarLayout.Default);
}
