using MarketSim.Environments.Bars;
using MarketSim.Learning.Imitation;
using MarketSim.Learning.Imitation.Demonstrations;
using MarketSim.Market.Data;

namespace MarketSim.Environments.Tests.Bars;

/// <summary>A list of trades becomes what an expert would have shown in a trading environment.</summary>
public sealed class TradeAlignmentTests
{
    private const string Header = "time,side,price,quantity\n";

    /// <summary>Look-back 3 bars: the first decision follows the bar of 3 January and is carried out in that of 4 January.</summary>
    [Fact]
    public void Trades_become_target_positions_of_the_bars_before()
    {
        // 500 units at 100 are half of 100,000; then sold again two bars later.
        DemonstrationSet set = Align(Header + "2024-01-05T10:00:00Z,buy,100,500\n2024-01-07T00:00:00+00:00,sell,100,500\n");
        Assert.Equal([4, 4, 1], set.Episodes.Select(static episode => episode.Length));
        float[] actions = [.. set.Episodes.SelectMany(static episode => episode.Actions.ToArray())];
        Assert.Equal(0, actions[0]);
        Assert.Equal(0.5f, actions[1], 3);
        Assert.Equal(0.5f, actions[2], 3);
        Assert.All(actions[3..], static action => Assert.Equal(0, action));
    }

    [Theory]
    [InlineData("2024-01-05T01:00:00+01:00")]
    [InlineData("1704412800")]
    [InlineData("1704412800000")]
    [InlineData("1704412800000000")]
    [InlineData("2024-01-05")]
    public void Times_are_read_in_every_documented_form(string time)
    {
        DemonstrationSet set = Align($"{Header}{time},buy,100,500\n");
        Assert.Equal(0.5f, set.Episodes[0].Actions[1], 3);
    }

    [Theory]
    [InlineData("", "t.csv: the file is empty", "time,side,price,quantity")]
    [InlineData(Header, "t.csv: there is a header but no trade", "at least one")]
    [InlineData("time,side,price\n", "t.csv:1: there is no column quantity", "Name the columns")]
    [InlineData(Header + "yesterday,buy,100,1\n", "t.csv:2: column 'time' is 'yesterday'", "ISO 8601")]
    [InlineData(Header + "2024-01-05T00:00:00Z,hold,100,1\n", "t.csv:2: column 'side' is 'hold'", "buy or sell")]
    [InlineData(Header + "2024-01-05T00:00:00Z,buy,NaN,1\n", "t.csv:2: column 'price' is 'NaN'", "greater than 0")]
    [InlineData(Header + "2024-01-05T00:00:00Z,buy,100,-1\n", "t.csv:2: column 'quantity' is '-1'", "greater than 0")]
    [InlineData(Header + "2024-01-06T00:00:00Z,buy,100,1\n2024-01-05T00:00:00Z,sell,100,1\n", "t.csv:3: column 'time' is '2024-01-05T00:00:00Z'", "sort the rows")]
    [InlineData(Header + "2024-01-02T00:00:00Z,buy,100,1\n", "t.csv:2: column 'time' is '2024-01-02T00:00:00'", "look-back")]
    [InlineData(Header + "2024-03-02T00:00:00Z,buy,100,1\n", "t.csv:2: column 'time' is '2024-03-02T00:00:00'", "leave the trade out")]
    [InlineData(Header + "2024-01-05T00:00:00Z,buy,150,1\n", "t.csv:2: column 'price' is '150'", "same instrument")]
    [InlineData(Header + "2024-01-05T00:00:00Z,buy,100,1500\n", "t.csv:2: column 'quantity' is '1500'", "Raise InitialCash")]
    public void Wrong_trades_are_refused_with_place_and_remedy(string content, string place, string remedy)
    {
        string message = Assert.Throws<InvalidDataException>(() => Align(content)).Message;
        Assert.StartsWith(place, message, StringComparison.Ordinal);
        Assert.Contains(remedy, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Five_lines_clone_a_list_of_trades()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.FullPath, "expert_trades.csv");
        File.WriteAllText(path, Header + "2024-01-05T10:00:00Z,buy,100,500\n2024-01-08T10:00:00Z,sell,100,500\n");
        var imitation = new ImitationLearning(New(), expertDataPath: path, method: "behavioral_cloning", modelType: "lstm", hiddenSizes: [8, 4]);
        ImitationResult result = imitation.Train(epochs: 3, batchSize: 64);
        Assert.Equal(3, result.Epochs.Count);
        Assert.Equal(5, imitation.Evaluate(numEpisodes: 5).Returns.Count);
    }

    private static DemonstrationSet Align(string content) => TradeAlignment.Align(New(), ExpertTradeFile.Read(new StringReader(content), "t.csv"), "t.csv");

    /// <summary>Bars that stand still at 100, each day one.</summary>
    private static TradingEnvironment New() => new(new TradingSettings
    {
        Bars = [.. Enumerable.Range(0, 12).Select(static day => new Bar(new DateTime(2024, 1, 1 + day, 0, 0, 0, DateTimeKind.Unspecified), 100, 101, 99, 100, 1000))],
        EpisodeBars = 4,
        BarLengths = [1],
        Lags = 1,
        VolatilityBars = 2,
        CostRate = 0,
        InitialCash = 100_000,
    });
}
