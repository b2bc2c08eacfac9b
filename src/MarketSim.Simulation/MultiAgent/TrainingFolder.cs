using MarketSim.Simulation.Checkpoints;
using MarketSim.Simulation.Output;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Scenarios;

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
            if (manifest is { Status: RunStatus.Finished, Summary: { } summary } && manifest.ScenarioDigest == scenario.Digest() && folder.IsFinished())
            {
                return new RunResult(folder.FullPath, summary);
            }
        }

        return await SimulationRun.ResumeAsync(scenario, options.Folder, run).ConfigureAwait(false);
    }
}
