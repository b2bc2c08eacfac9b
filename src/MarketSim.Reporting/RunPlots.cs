using MarketSim.Experiments.Sweeps;
using MarketSim.Reporting.Figures;
using MarketSim.Reporting.Learning;
using MarketSim.Reporting.Page;
using MarketSim.Results;
using MarketSim.Results.Tables;
using MarketSim.Simulation.MultiAgent;

namespace MarketSim.Reporting;

/// <summary>Pages of figures about runs that train.</summary>
public static class RunPlots
{
    /// <summary>Draws how rewards, wealth, positions and losses of the system's training went, on one self-contained HTML page.</summary>
    /// <param name="path">Of the page, e.g. <c>rewards.html</c>; an earlier one is replaced.</param>
    /// <returns>Full path of the page.</returns>
    /// <exception cref="InvalidOperationException">Nothing was trained.</exception>
    public static string PlotRewards(this MultiAgentMarketSystem system, string path)
    {
        ArgumentNullException.ThrowIfNull(system);
        return PlotRewards(
            system.Training?.Folder ?? throw new InvalidOperationException("There are no rewards to draw yet; call Train first."), path);
    }

    /// <summary>Draws how stages, rewards, wealth, options, positions and losses of the academy's training went, on one self-contained HTML page.</summary>
    /// <inheritdoc cref="PlotRewards(MultiAgentMarketSystem, string)"/>
    public static string PlotRewards(this AcademyExperiment academy, string path)
    {
        ArgumentNullException.ThrowIfNull(academy);
        return PlotRewards(
            academy.Training?.Folder ?? throw new InvalidOperationException("There are no rewards to draw yet; call Train first."), path);
    }

    /// <summary>Draws how rewards, wealth, positions and losses of a training went, on one self-contained HTML page.</summary>
    /// <param name="runFolder">Of a run that has trained.</param>
    /// <param name="path">Of the page, e.g. <c>rewards.html</c>; an earlier one is replaced.</param>
    /// <returns>Full path of the page.</returns>
    /// <exception cref="RunFolderException">The run has no training, no episode of it has ended, or a table is malformed.</exception>
    public static string PlotRewards(string runFolder, string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(runFolder);
        TrainingModel training = Required(runFolder);
        RunSummary run = SummaryFile.Read(runFolder);
        int episodes = training.Episodes.Max(outcome => outcome.Episode) + 1;
        return FigurePage.Write(path, "Rewards", $"{run.Scenario}, seed {run.Seed}: {episodes} episodes.", [.. TrainingSections.Of(training, PositionsOf(runFolder, training), OptionsOf(runFolder, training))]);
    }

    /// <summary>
    /// Draws the learning curves of runs that differ by their seeds: for each learner the reward of every run and their mean with a band, the change of wealth
    /// of everybody, and where each run ended.
    /// </summary>
    /// <param name="runFolders">At least one, all of runs of one scenario that have trained.</param>
    /// <param name="path">Of the page, e.g. <c>curves.html</c>; an earlier one is replaced.</param>
    /// <param name="title">Of the page; null for <c>Learning curves</c>.</param>
    /// <returns>Full path of the page.</returns>
    /// <exception cref="RunFolderException">A run has no summary yet or no training, no episode of it has ended, a table is malformed, or other agents trained in one than in another.</exception>
    public static string PlotLearningCurves(IReadOnlyList<string> runFolders, string path, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(runFolders);
        ArgumentOutOfRangeException.ThrowIfZero(runFolders.Count, nameof(runFolders));
        SeedTraining[] trainings = [.. runFolders.Select(folder => new SeedTraining(SummaryFile.Read(folder).Seed, Required(folder)))];
        for (int run = 1; run < trainings.Length; run++)
        {
            if (!trainings[run].Training.CompetingAgents.SequenceEqual(trainings[0].Training.CompetingAgents, StringComparer.Ordinal))
            {
                throw new RunFolderException(
                    $"{runFolders[run]} trained other agents than {runFolders[0]}: {string.Join(", ", trainings[run].Training.CompetingAgents)}. Curves are of runs of one scenario that differ by their seeds.");
            }
        }

        string runs = runFolders.Count == 1 ? "One run." : $"{runFolders.Count} runs that differ by their seeds.";
        return FigurePage.Write(path, title ?? "Learning curves", runs, SeedSections.Of(trainings));
    }

    /// <summary>Draws the learning curves of all seeds of a sweep that have finished so far, as <c>curves.html</c>; an earlier page is replaced.</summary>
    /// <param name="sweep">A sweep whose runs train, at least one of them finished.</param>
    /// <param name="output">The folder of the page; null for the sweep's.</param>
    /// <returns>Full path of the page.</returns>
    /// <exception cref="ArgumentOutOfRangeException">No run has finished.</exception>
    /// <exception cref="RunFolderException">A run's folder is missing or malformed.</exception>
    public static string PlotLearningCurves(this SweepFolder sweep, string? output = null)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        return PlotLearningCurves(
            [.. sweep.Table.Results.Where(result => sweep.IsFinished(result.Seed)).Select(result => sweep.TrainedFolderOf(result.Seed))],
            Path.Combine(output ?? sweep.FullPath, "curves.html"),
            $"{sweep.Scenario.Name}: learning curves");
    }

    internal static Figure? PositionsOf(string runFolder, TrainingModel training)
    {
        RunSummary run = SummaryFile.Read(runFolder);
        return PositionFigure.Of(training, BookFile.ReadBestPrices(runFolder), GroupFile.Read(runFolder), run.TickNanoseconds / 1e9, run.OpenSeconds);
    }

    internal static IReadOnlyList<(string Policy, Figure Figure)> OptionsOf(string runFolder, TrainingModel training)
    {
        RunSummary run = SummaryFile.Read(runFolder);
        return OptionBandsFigure.Of(training, BookFile.ReadBestPrices(runFolder), run.TickNanoseconds / 1e9, run.OpenSeconds);
    }

    private static TrainingModel Required(string runFolder) => TrainingModel.Read(runFolder)
        ?? throw new RunFolderException($"{runFolder} has no episode of a training that could be drawn. Give the folder of a run that trains, once its first episode has ended.");
}
