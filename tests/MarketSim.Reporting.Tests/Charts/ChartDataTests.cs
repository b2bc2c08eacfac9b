using System.Text.Json;
using MarketSim.Reporting.Tests.Runs;

namespace MarketSim.Reporting.Tests.Charts;

/// <summary>The numbers that the charts of <see cref="SmallRun"/> draw, computed by hand.</summary>
public sealed class ChartDataTests : IDisposable
{
    private readonly TemporaryFolder _folder = SmallRun.Create();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Price_chart_draws_the_samples_that_have_a_mid()
    {
        JsonElement price = Chart("price");

        Assert.Equal([36_000, 36_010, 36_030], price.Numbers("time"));
        Assert.Equal([100, 100.5, 100.5], price.Numbers("mid"));
        Assert.Equal([null, 100.5, 100], price.Numbers("last"));
        Assert.Equal([99.5, 99.5, 100], price.Numbers("bid"));
        Assert.Equal([100.5, 101.5, 101], price.Numbers("ask"));
        Assert.Equal([101, 101, 102], price.Numbers("fundamental"));
    }

    [Fact]
    public void Spread_is_counted_in_ticks_and_left_out_where_a_side_is_empty()
    {
        JsonElement spread = Chart("spread");

        Assert.Equal([36_000, 36_010, 36_030], spread.Numbers("time"));
        Assert.Equal([2, 4, 2], spread.Numbers("mean"));
    }

    [Fact]
    public void Volume_is_split_by_the_side_that_took_the_initiative()
    {
        JsonElement volume = Chart("volume");
        JsonElement sides = volume.GetProperty("sides");

        Assert.Equal(1, volume.GetProperty("intervalSeconds").GetDouble());
        Assert.Equal(30, volume.Numbers("start").Length);
        Assert.Equal(36_003, volume.Numbers("start")[3]);
        Assert.Equal(5, sides.Numbers("buyerInitiated")[3]);
        Assert.Equal(20, sides.Numbers("buyerInitiated")[14]);
        Assert.Equal(2, sides.Numbers("trades")[14]);
        Assert.Equal(15, sides.Numbers("sellerInitiated")[28]);
        Assert.Equal(40, volume.Numbers("volume").Sum());
    }

    [Fact]
    public void Volume_of_a_run_that_kept_no_trades_comes_from_its_samples()
    {
        _folder.Delete("trades.csv");

        JsonElement volume = Chart("volume");

        Assert.Equal(JsonValueKind.Null, volume.GetProperty("sides").ValueKind);
        Assert.Equal(5, volume.Numbers("volume")[0]);
        Assert.Equal(20, volume.Numbers("volume")[10]);
        Assert.Equal(15, volume.Numbers("volume")[20]);
        Assert.Equal(40, volume.Numbers("volume").Sum());
    }

    [Fact]
    public void Depth_cells_hold_the_quantity_at_each_price_negative_for_bids()
    {
        JsonElement depth = Chart("depth");
        double?[] cells = depth.Numbers("cells");
        var quantities = new Dictionary<(int Column, double Price), double>();
        for (int index = 0; index < cells.Length; index += 3)
        {
            // A row begins half a tick below its price.
            double price = depth.GetProperty("lowestPrice").GetDouble() + 0.25 + (cells[index + 1]!.Value * depth.GetProperty("priceStep").GetDouble());
            quantities[((int)cells[index]!.Value, price)] = cells[index + 2]!.Value;
        }

        Assert.Equal(4, depth.GetProperty("columns").GetInt32());
        Assert.Equal(0.5, depth.GetProperty("priceStep").GetDouble());
        Assert.Equal(-10, quantities[(0, 99.5)]);
        Assert.Equal(40, quantities[(0, 101)]);
        Assert.Equal(-12, quantities[(1, 99.5)]);
        Assert.Equal(7, quantities[(2, 101)]);
        Assert.Equal(-30, quantities[(3, 99)]);
        Assert.DoesNotContain((2, 99.0), quantities.Keys);
    }

    [Fact]
    public void Mean_depth_by_level_counts_empty_sides_as_nothing()
    {
        JsonElement levels = Chart("depth").GetProperty("levels");

        Assert.Equal((10 + 12 + 10) / 4.0, levels[0].GetProperty("bidQuantity").GetDouble());
        Assert.Equal((20 + 20 + 7 + 20) / 4.0, levels[0].GetProperty("askQuantity").GetDouble());
        Assert.Equal(90 / 4.0, levels[1].GetProperty("bidQuantity").GetDouble());
        Assert.Equal(40, levels[1].GetProperty("askQuantity").GetDouble());
    }

    [Fact]
    public void Rates_are_differences_of_the_counters_per_second()
    {
        JsonElement rates = Chart("rates");

        Assert.Equal([36_000, 36_010, 36_020], rates.Numbers("time"));
        Assert.Equal([2, 3, 0.5], rates.Numbers("orders"));
        Assert.Equal([0.5, 0, 0.5], rates.Numbers("cancels"));
        Assert.Equal([0.1, 0.2, 0.1], rates.Numbers("trades"));
        Assert.Equal([0, 0.2, 0], rates.Numbers("refusals"));
    }

    [Fact]
    public void Groups_have_their_profit_and_inventory_over_time()
    {
        JsonElement groups = Chart("groups");
        JsonElement maker = groups.GetProperty("groups")[1];

        Assert.Equal([36_000, 36_010, 36_020, 36_030], groups.Numbers("time"));
        Assert.Equal("maker", maker.GetProperty("name").GetString());
        Assert.Equal([0, 2.5, 10, 12.5], maker.Numbers("profit"));
        Assert.Equal([0, -5, -25, -10], maker.Numbers("inventory"));
    }

    [Fact]
    public void Candles_are_of_the_trades_of_each_interval_and_absent_where_nothing_was_traded()
    {
        _folder.Write("trades.csv", SmallRun.Trades.Replace("14,36014,101,8,buy", "14,36014.5,102,8,buy", StringComparison.Ordinal));

        JsonElement candles = Chart("candles");

        Assert.Equal(Chart("volume").Numbers("start"), candles.Numbers("start"));
        Assert.Equal(
            (101, 102, 101, 102),
            (candles.Numbers("open")[14], candles.Numbers("high")[14], candles.Numbers("low")[14], candles.Numbers("close")[14]));
        Assert.Equal((100.5, 100, null), (candles.Numbers("close")[3], candles.Numbers("open")[28], candles.Numbers("open")[4]));
    }

    [Fact]
    public void Candles_of_a_run_that_kept_no_trades_come_from_the_last_prices_of_its_samples()
    {
        _folder.Delete("trades.csv");

        JsonElement candles = Chart("candles");

        Assert.Equal((100.5, 101, 100, null), (candles.Numbers("close")[0], candles.Numbers("close")[10], candles.Numbers("close")[20], candles.Numbers("close")[5]));
    }

    [Fact]
    public void Drawdown_is_the_profit_below_the_highest_so_far()
    {
        _folder.Write("groups.csv", SmallRun.Groups.Replace("1,2500,-25,10\n", "1,2500,-25,1\n", StringComparison.Ordinal));

        JsonElement groups = Chart("groups").GetProperty("groups");

        Assert.Equal([0, -2.5, -10, -12.5], groups[0].Numbers("drawdown"));
        Assert.Equal([0, 0, -1.5, 0], groups[1].Numbers("drawdown"));
    }

    [Fact]
    public void Markers_are_the_fills_of_one_agent_whichever_side_took_the_initiative()
    {
        string path = Path.Combine(_folder.Path, "marked.html");
        HtmlReport.Write(_folder.Path, ReportData.LibraryText, path, agent: 1);
        string html = File.ReadAllText(path);

        JsonElement markers = PageData.Of(html, "chart-data").GetProperty("markers");

        // It bought as the aggressor three times, and as the resting side when agent 3 sold.
        Assert.Equal([36_003.25, 36_014, 36_014, 36_028.5], markers.Numbers("time"));
        Assert.Equal([1, 1, 1, 1], markers.Numbers("buys"));
        Assert.Contains("Triangles mark the 4 fills of agent 1", html, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, Chart("markers").ValueKind);
    }

    [Fact]
    public void Agent_that_does_not_exist_is_refused_by_number() => Assert.Contains(
        "There is no agent 3",
        Assert.Throws<MarketSim.Results.RunFolderException>(() => HtmlReport.WriteTo(Path.Combine(_folder.Path, "marked.html"), _folder.Path, agent: 3)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Charts_without_data_are_absent()
    {
        Assert.Equal(JsonValueKind.Null, Chart("returns").ValueKind);
        Assert.Equal(JsonValueKind.Null, Chart("autocorrelation").ValueKind);
    }

    private JsonElement Chart(string name) => ReportData.Of(_folder.Path).GetProperty(name);
}
