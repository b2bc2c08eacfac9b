using Akka.Actor;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Participants;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;
using MarketSim.Results.Recording;
using MarketSim.Results.Tables;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.Participants;
using MarketSim.Simulation.Training;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketSim.Simulation.Running;

/// <summary>Runs scenarios in this process.</summary>
public static class SimulationRun
{
    /// <summary>Starts a run in a separate folder and ends with its result.</summary>
    /// <exception cref="RunFolderException">The folder is taken.</exception>
    public static Task<RunResult> StartAsync(Scenario scenario, string folder, RunOptions options) => StartAsync(scenario, folder, replay: null, options);

    /// <summary>
    /// Resumes an interrupted run from its last checkpoint; without one, from the beginning. A replay resumes by its log. A finished
    /// training continues as well when its scenario now has more episodes, and ends as if it had had them from the start.
    /// </summary>
    /// <exception cref="RunFolderException">There is no such run, it is finished, or it is running elsewhere.</exception>
    /// <exception cref="CheckpointException">The checkpoint is damaged or of another version.</exception>
    /// <exception cref="ScenarioException">The run's scenario cannot be read any more.</exception>
    public static Task<RunResult> ResumeAsync(string folder, RunOptions options)
    {
        RunFolder runFolder = RunFolder.Open(folder);
        return ResumeAsync(ScenarioReader.ReadFile(runFolder.PathOf(RunFolder.ScenarioFile)), folder, options);
    }

    /// <summary>Resumes an interrupted run whose scenario holds strategies of the caller's own, which a file cannot name.</summary>
    /// <inheritdoc cref="ResumeAsync(string, RunOptions)"/>
    public static async Task<RunResult> ResumeAsync(Scenario scenario, string folder, RunOptions options)
    {
        RunFolder runFolder = RunFolder.Open(folder);
        RunFolder.ThrowIfServed(runFolder.FullPath);
        using RunFolderLock folderLock = runFolder.Lock();
        using var store = new FolderCheckpointStore(runFolder.CheckpointsPath, scenario.Checkpoint.Keep);
        CheckpointManifest? manifest = await store.ReadLatestAsync().ConfigureAwait(false);
        // A run that died after its last checkpoint and before its results were written is settled once more.
        bool isSame = manifest is null || manifest.ScenarioDigest == scenario.Digest();
        if (isSame && manifest is { Status: RunStatus.Finished } && runFolder.IsFinished())
        {
            throw new RunFolderException($"The run in {runFolder.FullPath} is finished; there is nothing to resume.");
        }

        if (!isSame && TrainedEpisodes.Of(scenario, manifest!) < scenario.Training?.Episodes)
        {
            // Until the first checkpoint of the further episodes the folder must not look finished.
            runFolder.WriteSummary(manifest!.Summary! with { Status = RunStatus.Running });
            runFolder.WriteScenario(ScenarioWriter.Write(scenario));

            // Of further episodes no log says anything: a repetition is a separate run from here on.
            File.Delete(runFolder.PathOf(RunFolder.ReplayFile));
        }
        else if (!isSame)
        {
            throw new RunFolderException(
                $"The scenario is not the one that the checkpoint in {runFolder.FullPath} was taken of; only its sections checkpoint, execution and cluster, and the actors of a group, may change and, once it is finished, training.episodes grow. Restore {RunFolder.ScenarioFile}, or start a new run.");
        }

        if (manifest is null)
        {
            LoggerOf(options).RunBeginsAgain(runFolder.FullPath);
            runFolder.DeleteTables();
        }

        return await RunAsync(scenario, runFolder, store, manifest, ReplayLog.ReadFrom(runFolder), options).ConfigureAwait(false);
    }

    /// <summary>
    /// Repeats a finished run in a separate folder, learners included: where they trained beside the market, new weights come at the ticks at which they
    /// came then. The result is the same.
    /// </summary>
    /// <param name="folder">Of the run to repeat.</param>
    /// <param name="replayFolder">New or empty.</param>
    /// <exception cref="RunFolderException">There is no such run, it is not finished, or the new folder is taken.</exception>
    /// <exception cref="CheckpointException">Its last checkpoint is damaged or of another version.</exception>
    public static async Task<RunResult> ReplayAsync(string folder, string replayFolder, RunOptions options)
    {
        RunFolder original = RunFolder.Open(folder);
        Scenario scenario = ScenarioReader.ReadFile(original.PathOf(RunFolder.ScenarioFile));
        ReplayLog log;
        using (var store = new FolderCheckpointStore(original.CheckpointsPath, scenario.Checkpoint.Keep))
        {
            CheckpointManifest? manifest = await store.ReadLatestAsync().ConfigureAwait(false);
            if (manifest is not { Status: RunStatus.Finished })
            {
                throw new RunFolderException($"The run in {original.FullPath} is not finished, so there is no whole run to repeat; resume it first.");
            }

            log = await ReplayLog.OfAsync(original.FullPath, scenario, store, manifest).ConfigureAwait(false);
        }

        return await StartAsync(scenario, replayFolder, log, options).ConfigureAwait(false);
    }

    private static async Task<RunResult> StartAsync(Scenario scenario, string folder, ReplayLog? replay, RunOptions options)
    {
        RunFolder runFolder = RunFolder.Create(folder);
        if (scenario.Training is null && scenario.Agents.FirstOrDefault(group => group.Learns) is { } learning)
        {
            throw new ArgumentException($"Group {learning.Name} learns, but the scenario has no Training; give it one, or freeze the group.", nameof(scenario));
        }

        using RunFolderLock folderLock = runFolder.Lock();
        runFolder.ThrowIfBegun();

        // Before there is a run that could be resumed: a replay never resumes without it.
        replay?.WriteTo(runFolder);
        runFolder.WriteScenario(ScenarioWriter.Write(scenario));
        runFolder.WriteSummary(RunSummaries.NotBegun(scenario));
        using var store = new FolderCheckpointStore(runFolder.CheckpointsPath, scenario.Checkpoint.Keep);
        return await RunAsync(scenario, runFolder, store, restoreFrom: null, replay, options).ConfigureAwait(false);
    }

    private static async Task<RunResult> RunAsync(
        Scenario scenario, RunFolder folder, ICheckpointStore store, CheckpointManifest? restoreFrom, ReplayLog? replay, RunOptions options)
    {
        MarketDefinition market = scenario.ToMarket();
        IReadOnlyList<ParticipantDefinition> participants = options.Participants(scenario, replay);
        int threads = Math.Max(1, options.Threads ?? scenario.Execution.Threads ?? Environment.ProcessorCount);
        int partitions = Math.Clamp(options.Partitions ?? scenario.Execution.Partitions ?? threads, 1, Math.Max(1, market.Population.BlockCount));
        ILogger logger = LoggerOf(options);
        logger.RunBegins(scenario.Name, scenario.Seed, scenario.AgentCount, folder.FullPath, restoreFrom?.Tick ?? -1, partitions, threads);
        try
        {
            RunOutcome end = await RunActorsAsync(
                recorder => new CoordinatorPlan(
                    new RunContext
                    {
                        Scenario = scenario,
                        Market = market,
                        Slots = BarrierSlot.Spread(market.Population, partitions, participants.Select(participant => participant.Name)),
                        Store = store,
                        Recorder = recorder,
                        Progress = new ProgressReporter(options, scenario.TickCount),
                        RestoreFrom = restoreFrom,
                    },
                    Elsewhere: new Dictionary<int, IActorRef>(),
                    participants,
                    logger,
                    options.TimeProvider,
                    new TaskCompletionSource<RunOutcome>(TaskCreationOptions.RunContinuationsAsynchronously))
                {
                    TorchSelfTest = PolicyDefinition.Of(market).FirstOrDefault(static policy => policy.NeedsTorch)?.HostDigest(),
                },
                () => new RunRecorder(new FolderOutputFiles(folder), scenario, market, restoreFrom?.Outputs, options.Observer),
                threads,
                options.Interrupt).ConfigureAwait(false);
            if (scenario.Output.Parquet && end.Manifest.Status == RunStatus.Finished)
            {
                await ParquetTables.WriteAsync(folder).ConfigureAwait(false);
            }

            return Complete(folder, end, await PolicyFiles.WriteAsync(folder, scenario, store, end.Manifest).ConfigureAwait(false));
        }
        catch (InvalidDataException exception)
        {
            throw new CheckpointException($"The checkpoint after tick {restoreFrom?.Tick} cannot be restored: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is not (CheckpointException or RunFolderException))
        {
            await TrySummariseAsync(scenario, folder, store, exception).ConfigureAwait(false);
            throw new RunFailedException($"The run failed: {exception.Message}{Remedy(exception)}", exception);
        }
    }

    private static ILogger LoggerOf(RunOptions options) => (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger(typeof(SimulationRun).Namespace!);

    // When it returns, actors and tables are closed, however the run ended.
    private static async Task<RunOutcome> RunActorsAsync(
        Func<RunRecorder, CoordinatorPlan> planOf, Func<RunRecorder> openRecorder, int threads, CancellationToken interrupt)
    {
        using RunRecorder recorder = openRecorder();
        CoordinatorPlan plan = planOf(recorder);
        await using RunActorSystem actors = await RunActorSystem.StartAsync(plan, threads).ConfigureAwait(false);
        await using CancellationTokenRegistration registration = interrupt.Register(() => actors.Run.Tell(new InterruptRun()));
        return await EndOf(plan.Outcome.Task, actors.System).ConfigureAwait(false);
    }

    private static string Remedy(Exception exception) =>
        exception is IOException ? " Mend the cause, for instance free some space, and resume the run." : string.Empty;

    // What ended the run may also be in the way of saying so; the first failure is the one to tell.
    private static async Task TrySummariseAsync(Scenario scenario, RunFolder folder, ICheckpointStore store, Exception cause)
    {
        try
        {
            CheckpointManifest? last = await store.ReadLatestAsync().ConfigureAwait(false);
            folder.WriteSummary(RunSummaries.Failed(scenario, cause.Message, last?.Summary));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CheckpointException)
        {
        }
    }

    // Running out of memory ends the actor system without a word from the coordinator.
    private static async Task<RunOutcome> EndOf(Task<RunOutcome> outcome, ActorSystem system)
    {
        if (await Task.WhenAny(outcome, system.WhenTerminated).ConfigureAwait(false) != outcome)
        {
            await system.WhenTerminated.ConfigureAwait(false);
            throw new InvalidOperationException("The actors of the run ended before the run did.");
        }

        return await outcome.ConfigureAwait(false);
    }

    private static RunResult Complete(RunFolder folder, RunOutcome end, IReadOnlyList<LearnerSummary> learners)
    {
        RunSummary summary = RunSummaries.WithLearners(end.Manifest.Summary!, learners);
        folder.WriteSummary(summary);
        return new RunResult(folder.FullPath, summary);
    }
}

/// <summary>A run could not continue; the message says why.</summary>
public sealed class RunFailedException(string message, Exception innerException) : Exception(message, innerException);

/// <summary>The result of a run.</summary>
public sealed record RunResult(string Folder, RunSummary Summary)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Summary} in {Folder}";
}
