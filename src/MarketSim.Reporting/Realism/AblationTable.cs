using System.Globalization;

namespace MarketSim.Reporting.Realism;

/// <summary>The facts of a scenario as it is, and without each of its mechanisms: a row each, as Markdown.</summary>
public sealed class AblationTable
{
    private readonly IReadOnlyList<RealismRow> _whole;
    private readonly List<string> _lines;

    /// <param name="whole">The facts of the scenario as it is.</param>
    public AblationTable(IReadOnlyList<RealismRow> whole)
    {
        ArgumentNullException.ThrowIfNull(whole);
        _whole = whole;
        _lines =
        [
            $"| taken out | what that is | expected to be lost | {string.Join(" | ", whole.Select(fact => fact.Name))} | lost |",
            $"|{string.Concat(Enumerable.Repeat("---|", whole.Count + 4))}",
        ];
        Add("nothing", "the scenario as it is", string.Empty, whole);
    }

    /// <summary>Head and rows, in the order in which they were added.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Adds the scenario without a mechanism.</summary>
    /// <param name="facts">The facts without it, in the order of the whole scenario's.</param>
    public void Add(Ablation ablation, IReadOnlyList<RealismRow> facts)
    {
        ArgumentNullException.ThrowIfNull(ablation);
        ArgumentNullException.ThrowIfNull(facts);
        Add(ablation.Name, ablation.TakenOut, ablation.Expected, facts);
    }

    private void Add(string name, string takenOut, string expected, IReadOnlyList<RealismRow> facts)
    {
        string[] lost = [.. facts.Where((fact, number) => IsLost(_whole[number], fact)).Select(fact => fact.Name)];
        _lines.Add($"| {name} | {takenOut} | {expected} | {string.Join(" | ", facts.Select(Cell))} | {(lost.Length == 0 ? "nothing" : string.Join("; ", lost))} |");
    }

    // A fact is lost where it held in most seeds and without the mechanism holds in fewer than half as many.
    private static bool IsLost(RealismRow whole, RealismRow without) => whole.Met * 2 > whole.Runs && without.Met * 2 < whole.Met;

    private static string Cell(RealismRow fact) => double.IsFinite(fact.Mean)
        ? string.Create(CultureInfo.InvariantCulture, $"{fact.Mean:0.00}, {fact.Met}/{fact.Runs}")
        : string.Create(CultureInfo.InvariantCulture, $"{fact.Met}/{fact.Runs}");
}
