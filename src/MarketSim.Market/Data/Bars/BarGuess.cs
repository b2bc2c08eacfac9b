using MarketSim.Market.Data.Bars.Layouts;

namespace MarketSim.Market.Data.Bars;

/// <summary>How a file of bars seems to be written.</summary>
/// <param name="Layout">With everything said that the file shows.</param>
/// <param name="Open">What it leaves open, and was guessed: one sentence each.</param>
public sealed record BarGuess(BarLayout Layout, IReadOnlyList<string> Open);
