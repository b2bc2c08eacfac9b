using MarketSim.Experiments.Sweeps;
using MarketSim.Reporting;
using MarketSim.Results;

namespace MarketSim.Cli.Sweeps;

/// <summary>The page of a sweep's learning curves.</summary>
internal static class SweepCurves
{
    private const string FileName = "curves.html";

    /// <summary>Draws the learning curves of all seeds that have finished so far.</summary>
    /// <param name="output">The folder of the page; null for the sweep's.</param>
    /// <returns>Path of the page.</returns>
    /// <exception cref="RunFolderException">A run's folder is missing or malformed.</exception>
    public static string Draw(SweepFolder folder, string? output = null) => RunPlots.PlotLearningCurves(
        [.. folder.Table.Results.Where(result => folder.IsFinished(result.Seed)).Select(result => folder.TrainedFolderOf(result.Seed))],
        Path.Combine(output ?? folder.FullPath, FileName),
        $"{folder.Scenario.Name}: learning curves");
}
