using System.Globalization;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;
using MarketSim.Scenarios;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Training;

namespace MarketSim.Simulation.MultiAgent;

/// <summary>Begins a training's run in a folder, resumes it, or reads its results when it is finished.</summary>
internal static class TrainingFolder
{
    /// <summary>
    /// Runs in the folder of the options; where they name none, in the first of <paramref name="defaultFolder"/>, the same with <c>-2</c>, <c>-3</c>, … that
    /// is new or holds the same training, so that a program that is run again with other settings trains beside its earlier training.
    /// </summary>
    /// <param name="progress">Called after each episode; null for none.</param>
    /// <exception cref="RunFolderException">The folder that the options name holds something else.</exception>
    public static async Task<RunResult> RunAsync(Scenario scenario, MultiAgentOptions options, string defaultFolder, IProgress<TrainingStatus>? progress)
    {
        var run = new RunOptions
        {
            TimeProvider = options.TimeProvider ?? new FrozenClock(),
            Threads = options.Threads,
            Interrupt = options.Interrupt,
            Progress = progress is null ? null : new EpisodeReports(progress).Report,
            ProgressInterval = TimeSpan.Zero,
        };
        if (options.Folder is { } named)
        {
            return await RunAsync(scenario, named, run).ConfigureAwait(false);
        }

        string folder = defaultFolder;
        for (int number = 2; await RefusalOfAsync(scenario, folder).ConfigureAwait(false) is not null; number++)
        {
            folder = string.Create(CultureInfo.InvariantCulture, $"{defaultFolder}-{number}");
        }

        return await RunAsync(scenario, folder, run).ConfigureAwait(false);
    }

    private static async Task<RunResult> RunAsync(Scenario scenario, string path, RunOptions run)
    {
        if (!File.Exists(Path.Combine(path, RunFolder.ScenarioFile)))
        {
            return await SimulationRun.StartAsync(scenario, path, run).ConfigureAwait(false);
        }

        if (await RefusalOfAsync(scenario, path).ConfigureAwait(false) is { } refusal)
        {
            throw new RunFolderException(refusal);
        }

        RunFolder folder = RunFolder.Open(path);
        CheckpointManifest? manifest = await LatestOfAsync(folder, scenario).ConfigureAwait(false);
        return manifest?.Summary is { } summary && TrainedEpisodes.Of(scenario, manifest) == scenario.Training!.Episodes && folder.IsFinished()
            ? new RunResult(folder.FullPath, summary)
            : await SimulationRun.ResumeAsync(scenario, path, run).ConfigureAwait(false);
    }

    /// <summary>The reason why a training cannot continue in a folder, with the remedy; null when it can.</summary>
    private static async Task<string?> RefusalOfAsync(Scenario scenario, string path)
    {
        if (!File.Exists(Path.Combine(path, RunFolder.ScenarioFile)))
        {
            // Not a run's: a new one may find it empty, or not.
            return Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()
                ? $"The folder {Path.GetFullPath(path)} exists and is not empty; train in another one (MultiAgentOptions.Folder)."
                : null;
        }

        RunFolder folder = RunFolder.Open(path);
        CheckpointManifest? manifest = await LatestOfAsync(folder, scenario).ConfigureAwait(false);
        int? trained = manifest is null ? null : TrainedEpisodes.Of(scenario, manifest);
        if (manifest is { Status: RunStatus.Finished } && trained is null)
        {
            return $"{folder.FullPath} holds the training of another system: its environment, agents, rewards or seed differ. Train in another folder (MultiAgentOptions.Folder; left out, a free one is found), or remove that one.";
        }

        return trained > scenario.Training!.Episodes
            ? $"{folder.FullPath} holds a training of {trained} episodes, which is further on than the {scenario.Training.Episodes} asked for. Train for at least {trained}, or in another folder (MultiAgentOptions.Folder; left out, a free one is found)."
            : null;
    }

    private static async Task<CheckpointManifest?> LatestOfAsync(RunFolder folder, Scenario scenario)
    {
        using var store = new FolderCheckpointStore(folder.CheckpointsPath, scenario.Checkpoint.Keep);
        return await store.ReadLatestAsync().ConfigureAwait(false);
    }

    /// <summary>Passes on what is new: an episode that has ended.</summary>
    private sealed class EpisodeReports(IProgress<TrainingStatus> progress)
    {
        private int _ended;

        public void Report(RunProgress run)
        {
            if (run.Training is { } training && training.EndedEpisodes > _ended)
            {
                _ended = training.EndedEpisodes;
                progress.Report(training);
            }
        }
    }
}
