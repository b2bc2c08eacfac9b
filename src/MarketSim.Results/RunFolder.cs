using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MarketSim.Numerics.Storage;

namespace MarketSim.Results;

/// <summary>The files of a run, by their names. A run never overwrites another.</summary>
public sealed class RunFolder
{
    /// <summary>Name of a file of the folder.</summary>
    public const string ScenarioFile = "scenario.yaml";
    /// <summary>Name of a file of the folder.</summary>
    /// <summary>The requests of a client of the environment server.</summary>
    public const string RequestFile = "request.json";

    public const string SummaryFile = "run.json";
    /// <summary>Name of a file of the folder.</summary>
    public const string TradesFile = "trades.csv";
    /// <summary>Name of a file of the folder.</summary>
    public const string BookFile = "book.csv";
    /// <summary>Name of a file of the folder.</summary>
    public const string MetricsFile = "metrics.csv";
    /// <summary>Name of a file of the folder.</summary>
    public const string GroupsFile = "groups.csv";
    /// <summary>Name of a file of the folder.</summary>
    public const string AgentsFile = "agents.csv";
    /// <summary>Name of a file of the folder.</summary>
    public const string EpisodesFile = "episodes.csv";
    /// <summary>Name of a file of the folder.</summary>
    public const string LearningFile = "learning.csv";

    /// <summary>The table of a training with a curriculum.</summary>
    public const string CurriculumFile = "curriculum.csv";

    /// <summary>Only in the folder of a repetition: what it goes by.</summary>
    public const string ReplayFile = "replay.json";

    /// <summary>Name of a folder in it.</summary>
    public const string PoliciesFolder = "policies";
    /// <summary>Name of a file of the folder.</summary>
    public const string LogFile = "log.txt";
    /// <summary>Name of a file of the folder.</summary>
    public const string LockFile = ".lock";
    /// <summary>Name of a folder in it.</summary>
    public const string CheckpointsFolder = "checkpoints";

    // For files and programs, never inside HTML: + and letters beyond ASCII stay as they are.
    private static readonly JsonSerializerOptions JsonLine = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions Json = new(JsonLine) { WriteIndented = true };

    private RunFolder(string path) => FullPath = path;

    /// <summary>Its absolute path.</summary>
    public string FullPath { get; }

    /// <summary>Names of all tables that a run can have.</summary>
    public static IReadOnlyList<string> Tables { get; } = [TradesFile, BookFile, MetricsFile, GroupsFile, EpisodesFile, LearningFile, CurriculumFile, AgentsFile];

    /// <summary>The folder of its checkpoints.</summary>
    public string CheckpointsPath => PathOf(CheckpointsFolder);

    /// <summary>Makes the folder of a new run.</summary>
    /// <exception cref="RunFolderException">There is one already, with files in it.</exception>
    public static RunFolder Create(string path)
    {
        string full = FullPathOf(path);
        if (File.Exists(full))
        {
            throw new RunFolderException($"{full} is a file; a run needs a separate folder. Choose another name.");
        }

        // The log may have been opened before the run begins.
        if (Directory.Exists(full) && Directory.EnumerateFileSystemEntries(full).Any(entry => Path.GetFileName(entry) != LogFile))
        {
            throw new RunFolderException($"The folder {full} exists and is not empty; a run never overwrites another. Choose another name, or resume it.");
        }

        Directory.CreateDirectory(full);
        return new RunFolder(full);
    }

    /// <summary>Opens the folder of a run that was begun before.</summary>
    /// <exception cref="RunFolderException">There is none.</exception>
    public static RunFolder Open(string path)
    {
        string full = FullPathOf(path);
        var folder = new RunFolder(full);
        if (!Directory.Exists(full))
        {
            throw new RunFolderException($"There is no run folder {full}.");
        }

        if (!File.Exists(folder.PathOf(ScenarioFile)))
        {
            throw new RunFolderException($"{full} is not a run folder: it holds no {ScenarioFile}.");
        }

        return folder;
    }

    /// <summary>Refuses a run whose actions a client of the environment server chose: nothing of this program can choose the next ones.</summary>
    /// <param name="path">A folder, of a run or not.</param>
    /// <exception cref="RunFolderException">It is one.</exception>
    public static void ThrowIfServed(string path)
    {
        if (File.Exists(Path.Combine(path, RequestFile)))
        {
            string full = Path.GetFullPath(path);
            throw new RunFolderException($"The run in {full} is one of the environment server, whose client chose the actions; there is nothing to resume or to report. marketsim replay {full} repeats it, and marketsim.open of the Python package reads its tables.");
        }
    }

    /// <summary>Keeps other processes from running in the same folder for as long as the result lives.</summary>
    /// <exception cref="RunFolderException">Another process does.</exception>
    public RunFolderLock Lock() => new(PathOf(LockFile));

    /// <summary>True when the results of the run were written.</summary>
    public bool IsFinished()
    {
        try
        {
            using JsonDocument summary = JsonDocument.Parse(File.ReadAllBytes(PathOf(SummaryFile)));
            return summary.RootElement.GetProperty("status").GetString() == "finished";
        }
        catch (Exception exception) when (exception is JsonException or FileNotFoundException or KeyNotFoundException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The summary's entry of a policy's file.</summary>
    /// <returns>Its SHA-256 in lower-case hexadecimal; null where there is no summary, or one that does not say.</returns>
    public string? FindPolicySha256(string policy)
    {
        if (!File.Exists(PathOf(SummaryFile)))
        {
            return null;
        }

        try
        {
            using var summary = JsonDocument.Parse(File.ReadAllBytes(PathOf(SummaryFile)));
            return summary.RootElement.GetProperty("learners").EnumerateArray()
                .Where(learner => learner.GetProperty("policy").GetString() == policy)
                .Select(static learner => learner.TryGetProperty("sha256", out JsonElement sha256) ? sha256.GetString() : null)
                .FirstOrDefault();
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Refuses a folder that holds a scenario already.</summary>
    /// <exception cref="RunFolderException">Another process began a run here in the meantime.</exception>
    public void ThrowIfBegun()
    {
        if (File.Exists(PathOf(ScenarioFile)))
        {
            throw new RunFolderException($"Another run was begun in {FullPath} just now; choose another name.");
        }
    }

    /// <summary>Deletes the tables of a run that never reached a checkpoint.</summary>
    public void DeleteTables()
    {
        foreach (string table in Tables)
        {
            File.Delete(PathOf(table));
        }
    }

    /// <summary>The path of a file in it.</summary>
    public string PathOf(string file) => Path.Combine(FullPath, file);

    private static string FullPathOf(string path) => string.IsNullOrWhiteSpace(path)
        ? throw new RunFolderException("The name of the run folder is empty; name a folder, e.g. runs/first.")
        : Path.GetFullPath(path);

    /// <summary>Writes <c>scenario.yaml</c>.</summary>
    public void WriteScenario(string yaml) => DurableFolder.WriteFile(PathOf(ScenarioFile), Encoding.UTF8.GetBytes(yaml));

    /// <summary>Writes <c>run.json</c>.</summary>
    public void WriteSummary(RunSummary summary) => WriteSummary<RunSummary>(summary);

    /// <summary>One line, as <c>--json</c> prints it.</summary>
    public static string ToJsonLine(RunSummary summary) => ToJsonLine<RunSummary>(summary);

    /// <summary>Writes the summary of a run of any kind.</summary>
    public void WriteSummary<T>(T summary) => DurableFolder.WriteFile(PathOf(SummaryFile), JsonSerializer.SerializeToUtf8Bytes(summary, Json));

    /// <inheritdoc cref="ToJsonLine(RunSummary)"/>
    public static string ToJsonLine<T>(T summary) => JsonSerializer.Serialize(summary, JsonLine);
}

/// <summary>A run folder cannot be used as asked; the message says why and what to do.</summary>
public sealed class RunFolderException : Exception
{
    /// <summary>Says what is wrong.</summary>
    public RunFolderException(string message)
        : base(message)
    {
    }

    /// <summary>The error for a file of a training that is missing or damaged: its message says to restore the file, or to train again.</summary>
    /// <param name="cause">Names the file, and what is wrong with it.</param>
    public static RunFolderException Damaged(InvalidDataException cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        return new RunFolderException($"{cause.Message} Restore the file, or train again.", cause);
    }

    /// <summary>Says what is wrong, and its cause.</summary>
    public RunFolderException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>True when the folder cannot be written to at all: another place may do.</summary>
    public bool IsReadOnly { get; init; }
}
