using MarketSim.Market.Fundamentals;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Scenarios.Documents;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Scenarios.Tests.Fundamentals;

public sealed class FundamentalTests : IDisposable
{
    private const string Bars = """
        Date,Open,High,Low,Close,Volume
        2020-01-01,98,102,97,100.004,1000
        2020-01-02,100,110,99,110,1000

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("marketsim-fundamental-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("{ type: constant }")]
    [InlineData("{ type: mean_reverting, halfLife: 10min, volatility: 30%, jumpRate: 0.5/h }")]
    [InlineData("{ type: geometric_brownian, volatility: 30% }")]
    [InlineData("{ type: trending, volatility: 30%, trend: 500%, trendHalfLife: 20min }")]
    public void Value_starts_at_the_initial_price(string fundamental)
    {
        Scenario scenario = Read(fundamental);

        Assert.Equal(10_000, Create(scenario).Value, 1e-6);
    }

    [Fact]
    public void Volatility_per_annum_is_spread_over_252_days_of_the_stated_length()
    {
        // One day of 30 % a year is 0.3 / sqrt(252) = 1.89 %; the deviation of 400 seeds' closes is known to a tenth of that.
        Scenario scenario = Read("{ type: geometric_brownian, volatility: 30%, tradingDay: 6.5h }");
        double sum = 0;
        for (ulong seed = 0; seed < 400; seed++)
        {
            IFundamentalValue value = Create(scenario with { Seed = seed });
            value.AdvanceTo(scenario.Market.Session.Close);
            double change = (value.Value / 10_000) - 1;
            sum += change * change;
        }

        Assert.InRange(Math.Sqrt(sum / 400), 0.017, 0.021);
    }

    [Fact]
    public void Bars_are_followed_from_the_first_close_on()
    {
        string path = WriteBars(Bars);
        Scenario scenario = ScenarioReader.ReadFile(path);

        Assert.Equal(new Price(10_000), scenario.Market.InitialPrice);
        IFundamentalValue value = Create(scenario);
        value.AdvanceTo(scenario.Market.Session.Open);
        Assert.Equal(10_000.4, value.Value, 1e-6);
        value.AdvanceTo(scenario.Market.Session.Open + 60_000_000_000);
        Assert.Equal(11_000, value.Value, 1e-6);
    }

    [Fact]
    public void Resolved_scenario_names_the_file_by_digest_and_refuses_another_one()
    {
        Scenario scenario = ScenarioReader.ReadFile(WriteBars(Bars));
        string resolved = ScenarioWriter.Write(scenario);
        Assert.Equal(scenario.Market.Fundamental.File, ScenarioReader.Read(resolved, "elsewhere/scenario.yaml").Market.Fundamental.File);

        WriteBars(Bars.Replace("110,1000", "109,1000", StringComparison.Ordinal));

        string whileReading = Assert.Throws<ScenarioException>(() => ScenarioReader.Read(resolved, "scenario.yaml")).Message;
        Assert.Contains("bars.csv, which has changed: its SHA-256 is ", whileReading, StringComparison.Ordinal);
        string whileCreating = Assert.Throws<ScenarioException>(() => Create(scenario)).Message;
        Assert.Contains("bars.csv: the file has changed since the scenario was read", whileCreating, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_file_is_named_with_its_full_path()
    {
        string path = WriteBars(Bars);
        File.Delete(Path.Combine(_folder, "bars.csv"));

        string message = Assert.Throws<ScenarioException>(() => ScenarioReader.ReadFile(path)).Message;

        Assert.Equal($"{path}:12: market.fundamental.file is bars.csv; it must be a file that can be read; {Path.Combine(_folder, "bars.csv")} does not exist", message.Split('\n')[0].Trim());
    }

    [Fact]
    public void Wrong_bar_is_named_with_its_line()
    {
        string message = Assert.Throws<ScenarioException>(
            () => ScenarioReader.ReadFile(WriteBars(Bars.Replace("110,99,110", "110,99,-1", StringComparison.Ordinal)))).Message;

        Assert.Contains("market.fundamental.file: ", message, StringComparison.Ordinal);
        Assert.Contains("bars.csv:3", message, StringComparison.Ordinal);
        Assert.Contains("Close", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Value_keeps_to_the_times_of_the_file_where_no_bar_length_is_stated()
    {
        Scenario scenario = ReadBars("Time,Open,High,Low,Close\n2020-01-02 09:30,100,100,100,100\n2020-01-02 09:31,400,400,400,400\n2020-01-02 09:33,100,100,100,100\n", string.Empty);
        IFundamentalValue value = Create(scenario);
        SimulatedTime open = scenario.Market.Session.Open;

        Assert.Equal(10_000, value.Value, 1e-6);
        Assert.Equal([20_000.0, 40_000.0, 20_000.0, 10_000.0, 10_000.0], new double[] { 30, 60, 120, 180, 1_000 }.Select(seconds =>
        {
            value.AdvanceTo(open + (long)(seconds * 1e9));
            return Math.Round(value.Value, 6);
        }));
        Assert.DoesNotContain(MarketWarnings.Of(scenario), warning => warning.Contains("barLength", StringComparison.Ordinal));
    }

    [Fact]
    public void Bars_that_pass_faster_than_they_came_are_warned_of()
    {
        string hours = "Time,Open,High,Low,Close\n" + string.Concat(Enumerable.Range(0, 20).Select(hour => $"2020-01-{2 + (hour / 24):00} {hour % 24:00}:00,100,100,100,100\n"));

        Assert.Contains("market.fundamental.barLength is 60s, but the bars of bars.csv are 3600s apart: they pass 60 times as fast as they came. Leave barLength out to keep to their times.", MarketWarnings.Of(ReadBars(hours, ", barLength: 1min")), StringComparer.Ordinal);
        Scenario own = ReadBars(hours, string.Empty);
        double hoursOfSession = (own.Market.Session.Close - own.Market.Session.Open) / 3_600e9;
        Assert.Contains(MarketWarnings.Of(own), warning => warning.EndsWith($"uses {Math.Floor(hoursOfSession) + 1} of 20 bars of bars.csv.", StringComparison.Ordinal));
    }

    [Fact]
    public void Value_far_from_the_initial_price_and_a_large_tick_are_warned_of()
    {
        const string Flat = "Time,Open,High,Low,Close\n2020-01-02 09:30,150,150,150,150\n2020-01-02 09:31,150,150,150,150\n";
        string path = WriteBars(Flat);
        File.WriteAllText(path, File.ReadAllText(path).Replace("  fundamental:", "  initialPrice: 100\n  fundamental:", StringComparison.Ordinal));

        Assert.Contains(MarketWarnings.Of(ScenarioReader.ReadFile(path)), warning => warning.StartsWith("The fundamental value is 150, 50 % above market.initialPrice, 100:", StringComparison.Ordinal));
        Assert.Contains(MarketWarnings.Of(Read("{ type: mean_reverting, level: 2 }")), warning => warning.StartsWith("The fundamental value is 200, 100 % above market.initialPrice, 100:", StringComparison.Ordinal));
        Scenario coarse = ScenarioReader.Read(ScenarioYaml.With("tickSize: 0.01", "tickSize: 1"), ScenarioYaml.FileName);
        Assert.Contains(MarketWarnings.Of(coarse), warning => warning.StartsWith("market.tickSize is 1, 1 % of market.initialPrice, 100:", StringComparison.Ordinal));
    }

    [Fact]
    public void Built_in_scenarios_have_nothing_to_be_warned_of() => Assert.All(
        ScenarioCatalog.Names.Select(static name => ScenarioDocumentReader.ReadBuiltIn(name)).OfType<Scenario>(), scenario => Assert.Empty(MarketWarnings.Of(scenario)));

    private Scenario ReadBars(string bars, string barLength)
    {
        string path = WriteBars(bars);
        File.WriteAllText(path, File.ReadAllText(path).Replace(", barLength: 60s", barLength, StringComparison.Ordinal));
        return ScenarioReader.ReadFile(path);
    }

    private static Scenario Read(string fundamental) => ScenarioReader.Read(
        ScenarioYaml.With("fundamental:\n    type: constant", $"fundamental: {fundamental}"), ScenarioYaml.FileName);

    private static IFundamentalValue Create(Scenario scenario) => scenario.Market.Fundamental.Create(
        new FundamentalMarket(scenario.Market.Instrument, scenario.Market.Session, scenario.Market.InitialPrice, scenario.Seed));

    private string WriteBars(string bars)
    {
        File.WriteAllText(Path.Combine(_folder, "bars.csv"), bars);
        string path = Path.Combine(_folder, "scenario.yaml");
        File.WriteAllText(path, ScenarioYaml.With("  initialPrice: 100.00\n", string.Empty)
            .Replace("fundamental:\n    type: constant", "fundamental: { type: bars, file: bars.csv, barLength: 60s }", StringComparison.Ordinal));
        return path;
    }
}
