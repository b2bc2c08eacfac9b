using MarketSim.Reporting.Figures;
using MarketSim.Reporting.Learning;
using MarketSim.Simulation.MultiAgent;
using MarketSim.Simulation.Output;

namespace MarketSim.Reporting;

/// <summary>Pages of figures about runs that train.</summary>
public static class RunPlots
{
    /// <summary>Draws how rewards, wealth and losses of the system's training went, on one self-contained HTML page.</summary>
    /// <param name="path">Of the page, e.g. <c>rewards.html</c>; an earlier one is replaced.</param>
    /// <returns>Full path of the page.</returns>
    /// <exception cref="InvalidOperationException">Nothing was trained.</exception>
    public static string PlotRewards(this MultiAgentMarketSystem system, string path)
    {
        ArgumentNullException.ThrowIfNull(system);
        return PlotRewards(
            system.Training?.Folder ?? throw new InvalidOperationException("There are no rewards to draw yet; call Train first."), path);
    }

    /// <summary>Draws how rewards, wealth and losses of a training went, on one self-contained HTML page.</summary>
    /// <param name="runFolder">Of a run that has trained.</param>
    /// <param name="path">Of the page, e.g. <c>rewards.html</c>; an earlier one is replaced.</param>
    /// <returns>Full path of the page.</returns>
    /// <exception cref="RunFolderException">The run has no training, no episode of it has ended, or a table is malformed.</exception>
    public static string PlotRewards(string runFolder, string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(runFolder);
        TrainingModel training = TrainingModel.Read(runFolder)
            ?? throw new RunFolderException($"{runFolder} has no episode of a training that could be drawn. Give the folder of a run that trains, once its first episode has ended.");
        int episodes = training.Episodes.Max(outcome => outcome.Episode) + 1;
        return FigurePage.Write(path, "Rewards", $"{episodes} episodes.", [.. TrainingSections.Of(training, positions: null)]);
    }
}
