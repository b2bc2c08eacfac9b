using MarketSim.Market.Data.Bars.Layouts;

namespace MarketSim.Market.Data.Bars;

/// <summary>The detected format of a file of bars.</summary>
/// <param name="Layout">With everything said that the file shows.</param>
/// <param name="Open">Ambiguities that were resolved by a guess: one sentence each.</param>
public sealed record BarGuess(BarLayout Layout, IReadOnlyList<string> Open);
