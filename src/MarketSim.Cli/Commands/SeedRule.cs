using MarketSim.Experiments.Sweeps;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Cli.Commands;

/// <summary>The rule of options that take several seeds.</summary>
internal static class SeedRule
{
    public static ValueRule<IReadOnlyList<ulong>> Several { get; } = new(
        "seeds and ranges of them, at most 100,000, e.g. 1..100 or 1,5,9 or 1..10,42",
        text => SeedList.Parse(text) is { } seeds ? new(seeds) : null);
}
