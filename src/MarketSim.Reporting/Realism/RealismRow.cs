using System.Globalization;
using MarketSim.Numerics.Statistics;
using MarketSim.Reporting.Html;

namespace MarketSim.Reporting.Realism;

/// <summary>A fact over all runs.</summary>
/// <param name="Gate">Condition that a run must meet.</param>
/// <param name="RealMarkets">Published measurements of real markets.</param>
public sealed record RealismRow(string Name, string Gate, string RealMarkets)
{
    /// <summary>One per run; NaN where a run does not tell.</summary>
    public required IReadOnlyList<double> Values { get; init; }

    /// <summary>One per run, for people.</summary>
    public required IReadOnlyList<string> Found { get; init; }

    /// <summary>Mean of the available values.</summary>
    public required double Mean { get; init; }

    /// <summary>95 % confidence interval of the mean over runs, by Student's t; NaN with fewer than two values.</summary>
    public required ConfidenceInterval Interval { get; init; }

    /// <summary>Runs in which the fact holds.</summary>
    public required int Met { get; init; }

    /// <summary>Runs with enough data.</summary>
    public required int Evaluated { get; init; }

    /// <summary>Number of runs.</summary>
    public required int Runs { get; init; }

    /// <summary>Value of the real series beside it; null without one, or where it is not defined.</summary>
    public string? RealValue { get; init; }

    /// <summary>The values of runs under other conditions.</summary>
    public IReadOnlyList<(string Label, string Found)> Variants { get; init; } = [];

    /// <summary>Mean and interval, for people.</summary>
    public string Summary => double.IsFinite(Mean)
        ? double.IsFinite(Interval.Lower)
            ? string.Create(CultureInfo.InvariantCulture, $"{Mean:0.00} [{Interval.Lower:0.00}, {Interval.Upper:0.00}]")
            : Mean.ToString("0.00", CultureInfo.InvariantCulture)
        : Numbers.Absent;

    /// <summary>Number of runs in which it holds, as text.</summary>
    public string Verdict => Evaluated == 0
        ? "not enough data"
        : string.Create(CultureInfo.InvariantCulture, $"{Met} of {Runs}{(Evaluated < Runs ? $" ({Evaluated} with enough data)" : string.Empty)}");
}
