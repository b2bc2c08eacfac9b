using MarketSim.Results;
using MarketSim.Results.Checkpoints;
using MarketSim.Scenarios;
using MarketSim.Simulation.Running;

namespace MarketSim.Experiments.Sweeps;

/// <summary>Executes runs in this process. The folder of a run is kept until it has finished, so that an interrupted one resumes from its checkpoint; a folder with policies stays.</summary>
/// <param name="jobs">Runs at the same time, at least 1.</param>
/// <param name="measure">Measures runs that have finished; null for the figures of their summaries only.</param>
public sealed class LocalSweepRunner(SweepFolder folder, TimeProvider timeProvider, int jobs, RunMeasurement? measure = null) : ISweepRunner
{
    private readonly Lock _lock = new();

    /// <inheritdoc/>
    public Task RunAsync(Scenario scenario, IReadOnlyList<ulong> seeds, Action<SweepResult> report, CancellationToken interrupt) => Parallel.ForEachAsync(
        seeds,
        new ParallelOptions { MaxDegreeOfParallelism = jobs, CancellationToken = interrupt },
        async (seed, _) =>
        {
            SweepResult result = await RunAsync(scenario with { Seed = seed }, interrupt).ConfigureAwait(false);
            interrupt.ThrowIfCancellationRequested();
            lock (_lock)
            {
                report(result);
            }
        });

    private async Task<SweepResult> RunAsync(Scenario scenario, CancellationToken interrupt)
    {
        string path = folder.RunFolderOf(scenario.Seed);
        var options = new RunOptions
        {
            TimeProvider = timeProvider,
            Threads = Math.Max(1, (scenario.Execution.Threads ?? Environment.ProcessorCount) / jobs),
            Interrupt = interrupt,
        };
        try
        {
            RunResult result = await StartOrResumeAsync(scenario, path, options).ConfigureAwait(false);
            return result.Summary.Status == RunStatus.Finished ? Ended(result.Summary, path) : SweepResult.Of(result.Summary);
        }
        catch (RunFailedException exception)
        {
            // The other runs may do better; its folder stays.
            return SweepResult.Failed(scenario.Seed, exception.Message);
        }
    }

    private SweepResult Ended(RunSummary summary, string path)
    {
        if (folder.KeepsRuns)
        {
            folder.Keep(summary.Seed);
            return SweepResult.Of(summary, measured: measure?.Invoke(folder.TrainedFolderOf(summary.Seed)));
        }

        SweepResult result = SweepResult.Of(summary, measured: measure?.Invoke(path));
        Directory.Delete(path, recursive: true);
        return result;
    }

    private static async Task<RunResult> StartOrResumeAsync(Scenario scenario, string path, RunOptions options)
    {
        if (File.Exists(Path.Combine(path, RunFolder.ScenarioFile)))
        {
            try
            {
                return await SimulationRun.ResumeAsync(scenario, path, options).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is CheckpointException or RunFolderException)
            {
                Directory.Delete(path, recursive: true);
            }
        }

        return await SimulationRun.StartAsync(scenario, path, options).ConfigureAwait(false);
    }
}
