using System.Globalization;

namespace MarketSim.Learning.Training.Callbacks;

/// <summary>Saves the model every so many steps, as <c>name-00100000.model</c>.</summary>
/// <param name="folder">Made when it is missing.</param>
/// <param name="everySteps">Environment steps between checkpoints.</param>
/// <param name="name">What file names begin with; null for the algorithm's name.</param>
/// <param name="kept">Files that are kept, the newest; null for all.</param>
public sealed class CheckpointCallback(string folder, long everySteps, string? name = null, int? kept = null) : TrainingCallback
{
    private readonly Queue<string> _files = [];
    private long _nextAt;

    /// <summary>The newest file; null before the first.</summary>
    public string? LastPath { get; private set; }

    public override void Begin(LearningAlgorithm algorithm, long totalSteps)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        ArgumentOutOfRangeException.ThrowIfLessThan(everySteps, 1);
        Directory.CreateDirectory(folder);
        _nextAt = ((algorithm.Steps / everySteps) + 1) * everySteps;
    }

    public override bool AfterUpdate(LearningAlgorithm algorithm, TrainingProgress progress)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        if (progress.Steps < _nextAt)
        {
            return true;
        }

        _nextAt = ((progress.Steps / everySteps) + 1) * everySteps;
        string file = string.Create(CultureInfo.InvariantCulture, $"{name ?? algorithm.Name.ToLowerInvariant()}-{progress.Steps:D8}.model");
        LastPath = Path.Combine(folder, file);
        algorithm.Save(LastPath);
        _files.Enqueue(LastPath);
        while (_files.Count > (kept ?? int.MaxValue))
        {
            File.Delete(_files.Dequeue());
        }

        return true;
    }
}
