using MarketSim.Simulation.Checkpoints;
using MarketSim.Simulation.Output;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Scenarios;
using MarketSim.Simulation.Training;

namespace MarketSim.Simulation.MultiAgent;

/// <summary>Begins a training's run in a folder, goes on with it, or takes its results when it is finished.</summary>
internal static class TrainingFolder
{
    public static async Task<RunResult> RunAsync(Scenario scenario, MultiAgentOptions options)
    {
        var run = new RunOptions { TimeProvider = options.TimeProvider ?? new StandingClock(), Threads = options.Threads, Interrupt = options.Interrupt };
        if (!File.Exists(Path.Combine(options.Folder, RunFolder.ScenarioFile)))
        {
            return await SimulationRun.StartAsync(scenario, options.Folder, run).ConfigureAwait(false);
        }

        RunFolder folder = RunFolder.Open(options.Folder);
        using (var store = new FolderCheckpointStore(folder.CheckpointsPath, scenario.Checkpoint.Keep))
        {
            CheckpointManifest? manifest = await store.ReadLatestAsync().ConfigureAwait(false);
            int? trained = manifest is null ? null : TrainedEpisodes.Of(scenario, manifest);
            if (trained == scenario.Training!.Episodes && folder.IsFinished())
            {
                return new RunResult(folder.FullPath, manifest!.Summary!);
            }

            if (manifest is { Status: RunStatus.Finished } && trained is null)
            {
                throw new RunFolderException(
                    $"{folder.FullPath} holds the training of another system: its environment, agents, rewards or seed differ. Train in another folder (MultiAgentOptions.Folder), or remove that one.");
            }

            if (trained > scenario.Training.Episodes)
            {
                throw new RunFolderException(
                    $"{folder.FullPath} holds a training of {trained} episodes, which is further on than the {scenario.Training.Episodes} asked for. Train for at least {trained}, or in another folder.");
            }
        }

        return await SimulationRun.ResumeAsync(scenario, options.Folder, run).ConfigureAwait(false);
    }
}
