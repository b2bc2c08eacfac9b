using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Bars;

namespace MarketSim.Experiments.Bars.Training;

/// <summary>Trains every learner of a scenario on every fold with every seed. What is kept are the weights at the end: nothing is selected.</summary>
public sealed class BarsRun
{
    /// <summary>Folder within the run folder with a folder per training, which holds its <c>metrics.csv</c>.</summary>
    public const string TrainingsFolder = "trainings";

    private readonly BarsTask _task;
    private readonly RunFolder _folder;
    private readonly BarsFolder _files;
    private readonly BarsRunOptions _options;
    private readonly long _start;
    private readonly double _secondsBefore;
    private readonly long _totalSteps;
    private long _steps;

    private BarsRun(BarsScenario scenario, RunFolder folder, double secondsBefore, BarsRunOptions options)
    {
        _task = new BarsTask(scenario);
        _folder = folder;
        _files = new BarsFolder(folder);
        _options = options;
        _secondsBefore = secondsBefore;
        _start = options.TimeProvider.GetTimestamp();
        _totalSteps = _task.Trainings.Sum(training => training.Learner.Steps);
    }

    /// <summary>Begins a run in an empty folder.</summary>
    /// <exception cref="RunFolderException">The folder holds a run already.</exception>
    public static BarsRunSummary Start(BarsScenario scenario, string path, BarsRunOptions options)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(options);
        RunFolder folder = RunFolder.Create(path);
        using RunFolderLock folderLock = folder.Lock();
        folder.ThrowIfBegun();
        var run = new BarsRun(scenario, folder, 0, options);
        folder.WriteScenario(BarsScenarioWriter.Write(scenario));
        return run.Train();
    }

    /// <summary>Resumes a run; it ends as it would have without the interruption.</summary>
    /// <exception cref="RunFolderException">There is no such run, or it is in use.</exception>
    public static BarsRunSummary Resume(BarsScenario scenario, string path, BarsRunOptions options)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(options);
        RunFolder folder = RunFolder.Open(path);
        RunFolder.ThrowIfServed(folder.FullPath);
        using RunFolderLock folderLock = folder.Lock();
        return new BarsRun(scenario, folder, SecondsOf(folder), options).Train();
    }

    /// <summary>True when a folder holds a training on bars, running or done.</summary>
    public static bool IsIn(string path)
    {
        try
        {
            using JsonDocument summary = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(path, RunFolder.SummaryFile)));
            return summary.RootElement.ValueKind == JsonValueKind.Object && summary.RootElement.TryGetProperty("folds", out _);
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The progress of a run, from <c>run.json</c>.</summary>
    /// <exception cref="RunFolderException">There is no such file, or it is damaged.</exception>
    public static BarsRunSummary ReadSummary(RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string path = folder.PathOf(RunFolder.SummaryFile);
        try
        {
            return JsonSerializer.Deserialize<BarsRunSummary>(File.ReadAllBytes(path), JsonSerializerOptions.Web)!;
        }
        catch (Exception exception) when (exception is JsonException or FileNotFoundException)
        {
            throw new RunFolderException($"{path}: {exception.Message} Resume the run to have it written again.", exception);
        }
    }

    /// <summary>Takes the name of a training's folder apart; fold and seed count from 1.</summary>
    public static bool TryParseTraining(string name, out string learner, out int fold, out int seed)
    {
        ArgumentNullException.ThrowIfNull(name);
        (learner, fold, seed) = (string.Empty, 0, 0);
        int foldAt = name.LastIndexOf("-fold", StringComparison.Ordinal);
        int seedAt = name.LastIndexOf("-seed", StringComparison.Ordinal);
        if (foldAt < 1 || seedAt < foldAt)
        {
            return false;
        }

        learner = name[..foldAt];
        return int.TryParse(name.AsSpan(foldAt + 5, seedAt - foldAt - 5), NumberStyles.None, CultureInfo.InvariantCulture, out fold)
            && int.TryParse(name.AsSpan(seedAt + 5), NumberStyles.None, CultureInfo.InvariantCulture, out seed);
    }

    private BarsRunSummary Train()
    {
        _folder.WriteSummary(Summary([], RunStatus.Running));
        IReadOnlyList<BarsTrainingName> trainings = _task.Trainings;
        var done = new ConcurrentDictionary<int, BarsTrainingSummary>();
        int threads = _options.Threads ?? _task.Scenario.Threads ?? System.Environment.ProcessorCount;
        try
        {
            // In order, one at a time per thread, so that little is unfinished when the run is interrupted.
            Parallel.ForEach(
                Partitioner.Create(trainings.Select((name, number) => (name, number)), EnumerablePartitionerOptions.NoBuffering),
                new ParallelOptions { MaxDegreeOfParallelism = threads },
                training =>
                {
                    if (RunOne(training.name) is { } result)
                    {
                        done[training.number] = result;
                    }
                });
        }
        catch (AggregateException exception)
        {
            _folder.WriteSummary(Summary([.. done.OrderBy(pair => pair.Key).Select(pair => pair.Value)], RunStatus.Failed));
            throw exception.Flatten().InnerExceptions[0];
        }

        BarsRunSummary summary = Summary([.. done.OrderBy(pair => pair.Key).Select(pair => pair.Value)], done.Count == trainings.Count ? RunStatus.Finished : RunStatus.Interrupted);
        _folder.WriteSummary(summary);
        return summary;
    }

    private BarsTrainingSummary? RunOne(BarsTrainingName name)
    {
        if (_files.ReadResult(name) is { } result)
        {
            Tell(result.Steps);
            return result;
        }

        return _options.Interrupt.IsCancellationRequested ? null : new BarsTraining(_task, name, _files, _options).Run(Tell);
    }

    private void Tell(long steps)
    {
        long done = Interlocked.Add(ref _steps, steps);
        _options.Progress?.Invoke(Math.Min(done, _totalSteps), _totalSteps);
    }

    private BarsRunSummary Summary(IReadOnlyList<BarsTrainingSummary> done, RunStatus status) => new()
    {
        Version = ProgramVersion.Text,
        Scenario = _task.Scenario.Name,
        Seed = _task.Scenario.Seed,
        StateDigest = status == RunStatus.Finished ? _files.DigestOf(_task.Trainings) : string.Empty,
        Bars = _task.Bars.Count,
        BarsPerYear = _task.AnnualBars,
        Folds = [.. _task.Folds.Select((fold, number) => new BarsFoldSummary(
            number + 1,
            fold.Training.Start,
            fold.Training.End - 1,
            _task.Bars[fold.Training.Start].Time,
            _task.Bars[fold.Training.End - 1].Time,
            fold.Test.Start,
            fold.Test.End - 1,
            _task.Bars[fold.Test.Start].Time,
            _task.Bars[fold.Test.End - 1].Time))],
        Steps = Interlocked.Read(ref _steps),
        TotalSteps = _totalSteps,
        Trainings = done,
        WallSeconds = Math.Round(_secondsBefore + _options.TimeProvider.GetElapsedTime(_start).TotalSeconds, 3),
        Status = status,
        Notes = [.. _task.Warnings, .. done.Where(training => training.StoppedBecause.Length > 0).Select(training => $"Training {training.Name} stopped at step {training.Steps}: {training.StoppedBecause} Its last good weights are kept.")],
    };

    private static double SecondsOf(RunFolder folder)
    {
        try
        {
            return ReadSummary(folder).WallSeconds;
        }
        catch (RunFolderException)
        {
            return 0;
        }
    }
}
