using System.Globalization;

namespace MarketSim.Learning.Training.Callbacks;

/// <summary>Saves the model every so many steps, as <c>name-00100000.model</c>.</summary>
/// <param name="folder">Made when it is missing; empty for the working directory.</param>
/// <param name="everySteps">Environment steps between checkpoints.</param>
/// <param name="name">Prefix of file names; null for the algorithm's name.</param>
/// <param name="kept">Files that are kept, the newest, at least 1; null for all. Those of a resumed training's earlier part count.</param>
public sealed class CheckpointCallback(string folder, long everySteps, string? name = null, int? kept = null) : TrainingCallback
{
    private const string Extension = ".model";
    private readonly Queue<string> _files = [];
    private string _folder = string.Empty;
    private long _nextAt;

    /// <summary>The newest file; null before the first.</summary>
    public string? LastPath { get; private set; }

    /// <inheritdoc/>
    public override void Begin(LearningAlgorithm algorithm, long totalSteps)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        ArgumentOutOfRangeException.ThrowIfLessThan(everySteps, 1);
        if (kept is { } most)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(most, 1, nameof(kept));
        }

        _folder = Directory.CreateDirectory(Path.GetFullPath(folder.Length == 0 ? "." : folder)).FullName;
        _nextAt = ((algorithm.Steps / everySteps) + 1) * everySteps;
        FindEarlier(algorithm);
    }

    /// <inheritdoc/>
    public override bool AfterUpdate(LearningAlgorithm algorithm, TrainingProgress progress)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        if (progress.Steps < _nextAt)
        {
            return true;
        }

        _nextAt = ((progress.Steps / everySteps) + 1) * everySteps;
        LastPath = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix(algorithm)}{progress.Steps:D8}{Extension}"));
        algorithm.Save(LastPath);
        _files.Enqueue(LastPath);
        while (_files.Count > (kept ?? int.MaxValue))
        {
            File.Delete(_files.Dequeue());
        }

        return true;
    }

    private string Prefix(LearningAlgorithm algorithm) => $"{name ?? algorithm.Name.ToLowerInvariant()}-";

    /// <summary>Finds the checkpoints that this training saved before it was resumed. Those with more steps than it has now belong to another training.</summary>
    private void FindEarlier(LearningAlgorithm algorithm)
    {
        int start = Prefix(algorithm).Length;
        List<(long Steps, string Path)> found = [];
        foreach (string path in Directory.EnumerateFiles(_folder, $"{Prefix(algorithm)}*{Extension}"))
        {
            string digits = Path.GetFileNameWithoutExtension(path)[start..];
            if (long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long steps) && steps <= algorithm.Steps)
            {
                found.Add((steps, path));
            }
        }

        _files.Clear();
        foreach ((long _, string path) in found.Order())
        {
            _files.Enqueue(path);
        }
    }
}
