using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.Evaluation;

namespace MarketSim.Experiments.Sweeps;

/// <summary>A finished sweep of a scenario that trains: the runs of all its seeds, with their policies.</summary>
/// <param name="Runs">In order of seeds; at least one.</param>
public sealed record TrainedSweep(SweepFolder Folder, IReadOnlyList<TrainedRun> Runs)
{
    /// <summary>Reads a sweep whose runs have all finished.</summary>
    /// <param name="path">Its folder.</param>
    /// <exception cref="RunFolderException">No agent learns in it, a seed is missing, or a run is of another scenario.</exception>
    public static TrainedSweep Read(string path)
    {
        var folder = SweepFolder.Open(path);
        if (!folder.KeepsRuns)
        {
            throw new RunFolderException($"Nobody learns in the sweep {folder.FullPath}; there are no trainings to compare. Its figures are in {SweepTable.FileName}; give the folder of a sweep of a scenario that trains, e.g. multi-agent-training.");
        }

        ThrowIfUnfinished(folder);
        return new TrainedSweep(folder, [.. folder.Table.Results.Where(result => folder.IsFinished(result.Seed)).Select(result => Run(folder, result.Seed))]);
    }

    private static void ThrowIfUnfinished(SweepFolder folder)
    {
        IReadOnlyList<ulong> missing = folder.MissingSeeds;
        if (missing.Count > 0 || !folder.Table.Results.Any(result => folder.IsFinished(result.Seed)))
        {
            string seeds = missing.Count > 0 ? $"; missing are the seeds {SeedList.Text(missing)}" : string.Empty;
            string again = missing.Count > 0 ? SeedList.Text(missing) : "1..5";
            throw new RunFolderException($"The sweep {folder.FullPath} is not finished{seeds}. Go on with it first: marketsim sweep <scenario> --seeds {again} --output {folder.FullPath}");
        }
    }

    private static TrainedRun Run(SweepFolder sweep, ulong seed)
    {
        string path = sweep.TrainedFolderOf(seed);
        RunFolder folder = RunFolder.Open(path);
        Scenario scenario = ScenarioReader.ReadFile(folder.PathOf(RunFolder.ScenarioFile));
        return sweep.IsOf(scenario) && scenario.Seed == seed
            ? new TrainedRun(seed, folder, scenario)
            : throw new RunFolderException(FormattableString.Invariant($"{path} is a run of another scenario or seed ({scenario.Name}, seed {scenario.Seed}) than the sweep's ({sweep.Scenario.Name}, seed {seed}); runs of one scenario are compared. Delete that folder and repeat the sweep."));
    }
}

/// <summary>The run of one seed.</summary>
public sealed record TrainedRun(ulong Seed, RunFolder Folder, Scenario Scenario);
