namespace MarketSim.Scenarios.Tests;

/// <summary>A small scenario that is right, to make one thing wrong in at a time.</summary>
internal static class ScenarioYaml
{
    public const string FileName = "market.yaml";

    public const string Right = """
        name: small
        seed: 7
        market:
          symbol: ABC
          tickSize: 0.01
          lotSize: 1
          tick: 1s
          open: "09:30:00"
          close: "16:00:00"
          initialPrice: 100.00
          snapshotLevels: 5
          fees: { maker: -0.2bp, taker: 0.3bp }
          fundamental:
            type: constant
        agents:
          - name: crowd
            type: noise
            count: 20
            cash: 1000
            inventory: 10
            latency: { median: 5ms, dispersion: 0.5, jitter: 1ms }
            parameters:
              meanInterval: 90s
              marketShare: 25%
          - name: informed
            type: value
            count: 3
        output: { sampleInterval: 5s, bookLevels: 3, trades: false }
        checkpoint: { every: 2min, everyTicks: 5000, keep: 2 }
        execution: { partitions: 4, threads: 2 }
        cluster: { nodes: 3 }
        """;

    /// <summary>The right scenario with one text replaced by another.</summary>
    public static string With(string found, string replacement)
    {
        int place = Right.IndexOf(found, StringComparison.Ordinal);
        Assert.True(place >= 0, $"the scenario does not contain {found}");
        return string.Concat(Right.AsSpan(0, place), replacement, Right.AsSpan(place + found.Length));
    }
}
