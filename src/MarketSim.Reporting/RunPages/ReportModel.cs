using MarketSim.Reporting.Charts;
using MarketSim.Reporting.Figures;
using MarketSim.Reporting.Learning;
using MarketSim.Reporting.RunFolders;
using MarketSim.Reporting.Series;
using MarketSim.Reporting.StylizedFacts;
using MarketSim.Simulation.Results;

namespace MarketSim.Reporting.RunPages;

/// <summary>Everything that the page shows.</summary>
/// <param name="Drawn">What the charts draw.</param>
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
    /// <summary>Null for a run without training.</summary>
    public TrainingModel? Training { get; init; }

    /// <summary>The positions of learners and their opponents; null for a run without training.</summary>
    public Figure? Positions { get; init; }

    /// <summary>Which options controllers had picked under the price, by hierarchical policy; empty where there is none.</summary>
    public IReadOnlyList<(string Policy, Figure Figure)> Options { get; init; } = [];
}
