using MarketSim.Cluster.Store;
using MarketSim.Cluster.SubmittedScenarios;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;
using MarketSim.Results.Tables;
using MarketSim.Scenarios;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Training;

namespace MarketSim.Cluster.Clients;

/// <summary>
/// Downloads what a run has committed into a run folder like those of runs in one process: resumed there, it continues from the same checkpoint.
/// The folder appears whole or not at all.
/// </summary>
public sealed class RunFetcher(IClusterStore store)
{
    /// <summary>A run that continues may delete the checkpoint that is being read; its next one is then read instead.</summary>
    private const int Attempts = 5;

    /// <param name="folder">Must be new or empty.</param>
    /// <param name="finish">Adds to the folder before it gets its name, such as a report; null for nothing.</param>
    /// <exception cref="UnknownRunException">There is no such run.</exception>
    /// <exception cref="RunFolderException">The folder is taken.</exception>
    /// <exception cref="CheckpointException">What is stored is damaged.</exception>
    public Task<FetchedRun> FetchAsync(string run, string folder, Action<string>? finish = null) => FetchAsync(run, folder, withCheckpoint: true, finish);

    /// <summary>Downloads scenario, tables and summary alone, for a viewer: the folder cannot be resumed, and costs no reading of the checkpoint.</summary>
    /// <inheritdoc cref="FetchAsync(string, string, Action{string})"/>
    public Task<FetchedRun> FetchTablesAsync(string run, string folder) => FetchAsync(run, folder, withCheckpoint: false, finish: null);

    private async Task<FetchedRun> FetchAsync(string run, string folder, bool withCheckpoint, Action<string>? finish)
    {
        RunFolder target = RunFolder.Create(folder);
        for (int attempt = 1; ; attempt++)
        {
            RunRecord record = await store.ReadRunAsync(run).ConfigureAwait(false) ?? throw new UnknownRunException(run);
            CheckpointManifest? manifest = await store.ReadLatestAsync(run).ConfigureAwait(false);
            try
            {
                return await FetchAsync(record, manifest, target.FullPath, withCheckpoint, finish).ConfigureAwait(false);
            }
            catch (CheckpointException) when (attempt < Attempts)
            {
                CheckpointManifest? newest = await store.ReadLatestAsync(run).ConfigureAwait(false);
                if (newest?.Tick == manifest?.Tick)
                {
                    throw;
                }
            }
        }
    }

    private async Task<FetchedRun> FetchAsync(RunRecord record, CheckpointManifest? manifest, string folder, bool withCheckpoint, Action<string>? finish)
    {
        using var unfinished = new UnfinishedFolder(folder);
        RunFolder target = unfinished.Content;
        target.WriteScenario(record.Submission.Scenario);
        foreach (OutputLength output in manifest?.Outputs ?? [])
        {
            await FetchTableAsync(record.Submission.Run, output, target).ConfigureAwait(false);
        }

        IReadOnlyList<LearnerSummary> learners = withCheckpoint ? await FetchCheckpointAsync(record.Submission, manifest, target).ConfigureAwait(false) : [];
        IReadOnlyList<Recovery> recoveries = await store.ReadRecoveriesAsync(record.Submission.Run).ConfigureAwait(false);
        await File.WriteAllLinesAsync(target.PathOf(RunFolder.LogFile), FetchedLog.Lines(record, manifest, recoveries)).ConfigureAwait(false);
        RunSummary summary = RunSummaries.WithLearners(await SummaryAsync(record, manifest).ConfigureAwait(false), learners);
        target.WriteSummary(summary);
        if (withCheckpoint && summary.Status == RunStatus.Finished && (await SubmittedScenario.ReadAsync(store, record.Submission.Scenario).ConfigureAwait(false)).Output.Parquet)
        {
            await ParquetTables.WriteAsync(target).ConfigureAwait(false);
        }

        finish?.Invoke(target.FullPath);
        unfinished.Complete();
        return new FetchedRun(folder, summary, record);
    }

    private async Task<RunSummary> SummaryAsync(RunRecord record, CheckpointManifest? manifest)
    {
        if (record.Status == RunStatus.Failed && await store.ReadSummaryAsync(record.Submission.Run).ConfigureAwait(false) is { } failed)
        {
            return failed;
        }

        return manifest?.Summary ?? RunSummaries.NotBegun(await SubmittedScenario.ReadAsync(store, record.Submission.Scenario).ConfigureAwait(false));
    }

    /// <summary>Rows committed after the manifest was read do not belong to it.</summary>
    private async Task FetchTableAsync(string run, OutputLength output, RunFolder target)
    {
        long left = output.Length;
        FileStream file = File.Create(target.PathOf(output.File));
        await using (file.ConfigureAwait(false))
        {
            await foreach (ReadOnlyMemory<byte> rows in store.ReadOutputAsync(run, output.File).ConfigureAwait(false))
            {
                ReadOnlyMemory<byte> counted = rows.Length <= left ? rows : rows[..(int)left];
                await file.WriteAsync(counted).ConfigureAwait(false);
                left -= counted.Length;
                if (left == 0)
                {
                    return;
                }
            }
        }

        if (left > 0)
        {
            throw new CheckpointException($"The table {output.File} of run {run} ends {left} bytes before its checkpoint says. Fetch it again; should it stay so, restore the database from a backup.");
        }
    }

    /// <returns>Progress of the learners of a training run, as of the checkpoint.</returns>
    private async Task<IReadOnlyList<LearnerSummary>> FetchCheckpointAsync(RunSubmission submission, CheckpointManifest? manifest, RunFolder target)
    {
        using var checkpoints = new FolderCheckpointStore(target.CheckpointsPath, keep: 1);
        if (manifest is null)
        {
            return [];
        }

        foreach (PartReference part in manifest.Parts)
        {
            IReadOnlyList<byte[]> contents = await store.ReadPartsAsync(submission.Run, [part]).ConfigureAwait(false);
            await checkpoints.WriteAsync([new PartContent(part.Name, contents[0])]).ConfigureAwait(false);
        }

        // The rows are in the tables here.
        await checkpoints.CommitAsync(manifest with { Segments = [] }).ConfigureAwait(false);
        Scenario scenario = await SubmittedScenario.ReadAsync(store, submission.Scenario).ConfigureAwait(false);
        return await PolicyFiles.WriteAsync(target, scenario, checkpoints, manifest).ConfigureAwait(false);
    }
}

/// <summary>A run that was brought.</summary>
/// <param name="Record">The store's record of the run, which may have continued since.</param>
public sealed record FetchedRun(string Folder, RunSummary Summary, RunRecord Record);
