using System.Globalization;

namespace MarketSim.TestKit;

/// <summary>The YAML of a market small enough to be run many times in a test: what such markets share, and the groups and sections of one of them.</summary>
/// <param name="seconds">Length of the session.</param>
public sealed class TestMarketYaml(string name, int seconds)
{
    private readonly List<string> _groups = [];
    private readonly List<string> _sections = [];
    private string _fees = "\n  fees: { maker: -0.1bp, taker: 0.3bp }";

    /// <summary>Of the scenario.</summary>
    public int Seed { get; init; } = 7;

    /// <summary>Length of a tick.</summary>
    public string Tick { get; init; } = "1s";

    /// <summary>Length of the session where it is no number of seconds.</summary>
    public string Length { get; init; } = string.Create(CultureInfo.InvariantCulture, $"{seconds}s");

    /// <summary>No trade costs anything.</summary>
    public TestMarketYaml WithoutFees()
    {
        _fees = string.Empty;
        return this;
    }

    /// <summary>Adds a group of agents.</summary>
    /// <param name="lines">Its keys, each on a line, e.g. <c>name: ppo</c>.</param>
    public TestMarketYaml With(string lines)
    {
        _groups.Add($"  - {lines.ReplaceLineEndings("\n    ")}");
        return this;
    }

    /// <summary>Adds liquidity: agents that trade at random.</summary>
    public TestMarketYaml WithNoise(int count = 20, string meanInterval = "4s") => With(string.Create(CultureInfo.InvariantCulture, $$"""
        name: noise
        type: noise
        count: {{count}}
        cash: 1000000
        latency: { median: 20ms, dispersion: 0.8, jitter: 300ms }
        parameters: { meanInterval: {{meanInterval}} }
        """));

    /// <summary>Adds agents that trade towards the fundamental value.</summary>
    public TestMarketYaml WithValue(int count = 10) => With(string.Create(CultureInfo.InvariantCulture, $$"""
        name: value
        type: value
        count: {{count}}
        cash: 1000000
        inventory: 100
        latency: { median: 400ms, dispersion: 1.2, jitter: 800ms }
        parameters: { meanInterval: 5s }
        """));

    /// <summary>Adds two trend followers that compete with the learners.</summary>
    public TestMarketYaml WithCompetingMomentum() => With("""
        name: momentum
        type: momentum
        count: 2
        cash: 1000000
        competes: true
        latency: { median: 5ms }
        parameters: { meanInterval: 3s, fastWindow: 2, slowWindow: 5 }
        """);

    /// <summary>Adds lines behind the agents, e.g. <c>training: { episodes: 3 }</c>.</summary>
    public TestMarketYaml Section(string lines)
    {
        _sections.Add(lines.ReplaceLineEndings("\n"));
        return this;
    }

    /// <summary>The scenario as a file would hold it.</summary>
    public string Text() => string.Create(CultureInfo.InvariantCulture, $$"""
        name: {{name}}
        seed: {{Seed}}
        market:
          symbol: SIM
          tickSize: 0.01
          tick: {{Tick}}
          open: "09:30:00"
          length: {{Length}}
          initialPrice: 100.00{{_fees}}
          fundamental: { type: mean_reverting }
        agents:
        """).ReplaceLineEndings("\n") + string.Concat(_groups.Concat(_sections).Select(static lines => $"\n{lines}"));
}
