namespace MarketSim.Reporting.StylizedFacts;

/// <summary>A regularity of real markets, and whether the run shows it.</summary>
/// <param name="Name">As the report names it.</param>
/// <param name="Found">Finding of the run, as text.</param>
/// <param name="Gate">Condition that it must meet.</param>
/// <param name="RealMarkets">Published measurements of real markets.</param>
/// <param name="Verdict">True if <paramref name="Found"/> meets <paramref name="Gate"/>.</param>
/// <param name="Basis">Data that the value was computed from, and what is missing when they do not suffice.</param>
public sealed record StylizedFact(string Name, string Found, string Gate, string RealMarkets, FactVerdict Verdict, string Basis)
{
    /// <summary>The number behind what was found, where there is one; otherwise NaN.</summary>
    public double Value { get; init; } = double.NaN;

    /// <summary>A fact computed from <paramref name="count"/> things of which <paramref name="needed"/> make it sure.</summary>
    internal static StylizedFact Evaluate(string name, string gate, string realMarkets, string things, int count, int needed, Func<(string Found, bool IsMet, double Value)?> compute)
    {
        bool isEnough = count >= needed;
        (string Found, bool IsMet, double Value)? result = compute();
        return new StylizedFact(
            name,
            result?.Found ?? "–",
            gate,
            realMarkets,
            !isEnough || result is null ? FactVerdict.NotEnoughData : result.Value.IsMet ? FactVerdict.Met : FactVerdict.Missed,
            isEnough ? FormattableString.Invariant($"{count:#,0} {things}") : FormattableString.Invariant($"{count:#,0} {things}, {needed:#,0} needed"))
        {
            Value = result?.Value ?? double.NaN,
        };
    }
}
