using MarketSim.Reporting.Charts;
using MarketSim.Reporting.Figures;
using MarketSim.Reporting.Learning;
using MarketSim.Reporting.Series;
using MarketSim.Reporting.StylizedFacts;
using MarketSim.Results;
using MarketSim.Results.Tables;

namespace MarketSim.Reporting.RunPages;

/// <summary>Everything that the page shows.</summary>
/// <param name="Drawn">Series of the charts.</param>
/// <param name="Listed">The same, coarse enough for tables.</param>
internal sealed record ReportModel(
    RunSummary Run,
    SimulatedClock Clock,
    MarketSummary Market,
    IReadOnlyList<GroupOutcome> Results,
    IReadOnlyList<StylizedFact> StylizedFacts,
    ChartData Drawn,
    ChartData Listed)
{
    /// <summary>The training; null for a run without one.</summary>
    public TrainingModel? Training { get; init; }

    /// <summary>The positions of learners and their opponents; null for a run without training.</summary>
    public Figure? Positions { get; init; }

    /// <summary>The options of controllers drawn below the price, by hierarchical policy; empty when there is none.</summary>
    public IReadOnlyList<(string Policy, Figure Figure)> Options { get; init; } = [];
}
