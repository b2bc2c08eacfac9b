using System.Globalization;
using System.Text;
using MarketSim.Market.Data;
using MarketSim.Scenarios.Bars;
using MarketSim.Scenarios.Documents;

namespace MarketSim.Scenarios.Tests.Markets;

/// <summary>Scenarios of bars that train in a fraction of a second.</summary>
internal static class SmallBars
{
    public const string FileName = "small-bars.yaml";

    public const string Yaml = """
        name: small-bars
        description: Three learners on a few bars.
        seed: 5
        bars:
          generated: { count: 240, persistence: 0.3 }
          split: { folds: 2, testBars: 60, gapBars: 8 }
        environment:
          episodeBars: 30
          cost: 0.1%
          barLengths: [1, 2]
          lags: 2
          volatilityBars: 6
          barsPerYear: 252
        learners:
          - name: one
            type: ppo
            steps: 600
            seeds: 2
            environments: 2
            parameters: { stepsPerUpdate: 60, hiddenSize: 8, batchSize: 30, epochs: 2, observations: normalized }
          - name: two
            type: a2c
            steps: 400
            environments: 2
            parameters: { stepsPerUpdate: 20, lstmSize: 4, hiddenSize: 8 }
          - name: three
            type: sac
            steps: 120
            environments: 2
            parameters: { hiddenSize: 8, learningStarts: 40, batchSize: 16, observations: normalized }
        """;

    public static BarsScenario Scenario(string yaml = Yaml) => Assert.IsType<BarsScenario>(ScenarioDocumentReader.Read(yaml, FileName));

    public static string With(string old, string replacement)
    {
        Assert.Contains(old, Yaml, StringComparison.Ordinal);
        return Yaml.Replace(old, replacement, StringComparison.Ordinal);
    }

    /// <summary>One learner, one fold, one seed, on a file.</summary>
    public static string OnFile(string path) => $$"""
        name: file-bars
        seed: 5
        bars:
          file: {{path}}
          split: { folds: 1, testBars: 60, gapBars: 10 }
        environment: { episodeBars: 30, barLengths: [1], lags: 1, volatilityBars: 6, cost: 0.1% }
        learners:
          - { name: one, type: ppo, steps: 300, environments: 2, parameters: { stepsPerUpdate: 60, hiddenSize: 8, observations: normalized } }
        """;

    public static string Csv(IEnumerable<Bar> bars)
    {
        var text = new StringBuilder("Date,Open,High,Low,Close,Volume\n");
        foreach (Bar bar in bars)
        {
            text.Append(CultureInfo.InvariantCulture, $"{bar.Time:yyyy-MM-dd},{bar.Open:R},{bar.High:R},{bar.Low:R},{bar.Close:R},{bar.Volume:R}\n");
        }

        return text.ToString();
    }

    /// <summary>Another price and volume at the same time.</summary>
    public static Bar Changed(Bar bar, double factor) =>
        bar with { Open = bar.Open * factor, High = bar.High * factor * 1.1, Low = bar.Low * factor * 0.9, Close = bar.Close * factor, Volume = bar.Volume * 3 };
}
