using MarketSim.Market.Data;
using MarketSim.Market.Data.Bars;
using MarketSim.Market.Data.Bars.Layouts;

namespace MarketSim.Market.Tests.Data.Bars;

/// <summary>Files in the layouts that vendors, brokers and people write: what is right is that they are the same bars.</summary>
public sealed class SharedCaseTests
{
    private const double Rounding = 6e-5;

    private static readonly BarLayout PricesOnly = new() { Columns = new BarColumns(Time: "1", Open: "2", High: "3", Low: "4", Close: "5", Volume: "6") };

    [SharedCasesTheory]
    [InlineData("iso-offset.csv")]
    [InlineData("iso-zulu.csv")]
    [InlineData("epoch-milliseconds.csv")]
    [InlineData("thousands-in-quotes.csv")]
    [InlineData("unnamed-index.csv")]
    [InlineData("tabs-angle-brackets.csv")]
    [InlineData("ticker-column-compact-date.txt")]
    [InlineData("semicolon-decimal-comma.csv")]
    [InlineData("newest-first.csv")]
    [InlineData("adjusted-close.csv")]
    public void File_is_read_as_the_bars_it_was_made_of(string name)
    {
        BarReading reading = Read(name, BarLayout.Default);

        AssertReference(reading.Bars);
        Assert.All(reading.Bars.Zip(Reference()), pair => Assert.Equal(pair.Second.Time, pair.First.Time));
        Assert.All(reading.Bars.Zip(Reference()), pair => Assert.Equal(pair.Second.Volume, pair.First.Volume));
        Assert.Equal(252, reading.Calendar.BarsPerYear);
    }

    [SharedCasesTheory]
    [InlineData("date-and-time-columns.csv")]
    public void Date_and_time_in_two_columns_are_one_time(string name)
    {
        BarReading reading = Read(name, BarLayout.Default);

        AssertReference(reading.Bars);
        Assert.Equal(new DateTime(2021, 12, 31, 9, 0, 0), reading.Bars[0].Time);
        Assert.Equal(new DateTime(2021, 12, 31, 15, 39, 0), reading.Bars[399].Time);
        Assert.Equal(TimeSpan.FromMinutes(1), reading.Calendar.BarLength);
        Assert.Equal(400 * 252, reading.Calendar.BarsPerYear);
    }

    [SharedCasesTheory]
    [InlineData("no-volume.csv")]
    public void File_without_volume_is_read_and_says_so(string name)
    {
        BarReading reading = Read(name, BarLayout.Default);

        AssertReference(reading.Bars);
        Assert.False(reading.HasVolume);
        Assert.Contains("no volume", reading.Description, StringComparison.Ordinal);
    }

    [SharedCasesTheory]
    [InlineData("newest-first.csv")]
    public void Reversed_file_says_so(string name) =>
        Assert.Contains(Read(name, BarLayout.Default).Warnings, warning => warning.Contains("newest bar comes first", StringComparison.Ordinal));

    [SharedCasesTheory]
    [InlineData("epoch-seconds-no-header.csv", 1, "columns: [time, open, high, low, close, volume, skip]")]
    [InlineData("deci-cents.zip", 0.0001, "columns: [time, open, high, low, close, volume]")]
    public void File_without_header_is_read_when_its_columns_are_said(string name, double scale, string remedy)
    {
        string refusal = Assert.Throws<InvalidDataException>(() => Read(name, BarLayout.Default)).Message;

        Assert.Contains(remedy, refusal, StringComparison.Ordinal);
        AssertReference(Read(name, PricesOnly with { PriceScale = scale }).Bars);
    }

    [SharedCasesTheory]
    [InlineData("deci-cents.zip")]
    public void Prices_in_parts_of_cents_are_refused_with_the_key_that_scales_them(string name) =>
        Assert.Contains("priceScale: 0.0001", Assert.Throws<InvalidDataException>(() => Read(name, PricesOnly)).Message, StringComparison.Ordinal);

    [SharedCasesTheory]
    [InlineData("adjusted-close.csv")]
    public void Of_two_closes_the_scenario_chooses(string name)
    {
        BarReading traded = Read(name, BarLayout.Default);
        BarReading adjusted = Read(name, new BarLayout { Close = CloseChoice.Adjusted });
        BarReading named = Read(name, new BarLayout { Columns = new BarColumns(Close: "Adj Close") });

        Assert.Contains("close 'Close' (close: adjusted takes 'Adj Close')", traded.Description, StringComparison.Ordinal);
        Assert.Contains("close 'Adj Close'", adjusted.Description, StringComparison.Ordinal);
        Assert.Equal(98.4735, adjusted.Bars[0].Close, 1e-9);
        Assert.Equal(198.5285 * 98.4735 / 196.9469, adjusted.Bars[0].Open, 1e-9);
        Assert.Equal([.. adjusted.Bars], named.Bars);
    }

    [SharedCasesTheory]
    [InlineData("year-missing.csv")]
    public void Hole_of_a_year_is_told_and_makes_no_year_of_fewer_bars(string name)
    {
        BarReading reading = Read(name, BarLayout.Default);

        Assert.Equal(150, reading.Bars.Count);
        Assert.Equal(252, reading.Calendar.BarsPerYear);
        Assert.Equal([new BarBreak(100, BarBreakKind.Hole)], reading.Bars.Breaks);
        string warning = Assert.Single(reading.Warnings);
        Assert.Contains("year-missing.csv:102: a hole of 364 days, from 2009-10-13 (line 101) to 2010-10-12 (line 102)", warning, StringComparison.Ordinal);
        Assert.Empty(Read(name, new BarLayout { Holes = HoleRule.Bridge }).Bars.Breaks);
        Assert.Throws<InvalidDataException>(() => Read(name, new BarLayout { Holes = HoleRule.Refuse }));
    }

    [SharedCasesTheory]
    [InlineData("split-20-to-1.csv")]
    public void Split_is_told_with_line_and_ratio_and_repaired_when_asked(string name)
    {
        BarReading asIs = Read(name, BarLayout.Default);
        BarReading repaired = Read(name, new BarLayout { Splits = SplitRule.Adjust });

        string warning = Assert.Single(asIs.Warnings);
        Assert.Contains("split-20-to-1.csv:202:", warning, StringComparison.Ordinal);
        Assert.Contains("ratio 19.87, like a split of 20 for 1", warning, StringComparison.Ordinal);
        Bar[] reference = Reference();
        Assert.All(Enumerable.Range(0, 400), bar => Assert.Equal(reference[bar].Close / 20, repaired.Bars[bar].Close, 1e-4));
        Assert.Throws<InvalidDataException>(() => Read(name, new BarLayout { Splits = SplitRule.Refuse }));
    }

    [SharedCasesTheory]
    [InlineData("fat-finger.csv")]
    public void Outlier_is_told_with_line_and_ratio_and_dropped_or_refused_when_asked(string name)
    {
        BarReading asIs = Read(name, BarLayout.Default);
        BarReading dropped = Read(name, new BarLayout { Outliers = OutlierRule.Drop });

        string warning = Assert.Single(asIs.Warnings);
        Assert.Matches(@"fat-finger\.csv:224: Close is 28665\.16, (99|100|101)(\.\d+)? times the prices around it", warning);
        Assert.Equal(399, dropped.Bars.Count);
        Assert.InRange(dropped.Bars.Max(bar => bar.Close), 100, 350);
        Assert.Throws<InvalidDataException>(() => Read(name, new BarLayout { Outliers = OutlierRule.Refuse }));
    }

    [SharedCasesTheory]
    [InlineData("semicolon-decimal-comma.csv")]
    [InlineData("epoch-seconds-no-header.csv")]
    [InlineData("deci-cents.zip")]
    [InlineData("tabs-angle-brackets.csv")]
    [InlineData("unnamed-index.csv")]
    public void Guessed_layout_reads_the_file(string name)
    {
        string path = SharedCasesTheoryAttribute.Require(name);

        AssertReference(BarFile.Read(path, BarFile.Guess(path).Layout).Bars);
    }

    private static BarReading Read(string name, BarLayout layout) => BarFile.Read(SharedCasesTheoryAttribute.Require(name), layout);

    private static Bar[] Reference() => [.. BarFile.Read(SharedDataFactAttribute.Require("ohlcv/STOCKS_GOOGL.csv")).Take(400)];

    private static void AssertReference(IReadOnlyList<Bar> bars)
    {
        Bar[] reference = Reference();
        Assert.Equal(400, bars.Count);
        Assert.All(bars.Zip(reference), pair =>
        {
            Assert.Equal(pair.Second.Open, pair.First.Open, Rounding);
            Assert.Equal(pair.Second.High, pair.First.High, Rounding);
            Assert.Equal(pair.Second.Low, pair.First.Low, Rounding);
            Assert.Equal(pair.Second.Close, pair.First.Close, Rounding);
        });
    }
}
