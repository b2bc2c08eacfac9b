using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MarketSim.Numerics.Storage;

namespace MarketSim.Results;

/// <summary>The files of a run, by their names. A run never overwrites another.</summary>
public sealed class RunFolder
{
    /// <summary>The scenario of the run.</summary>
    public const string ScenarioFile = "scenario.yaml";

    /// <summary>The summary of the run: see <see cref="RunSummary"/>.</summary>
    public const string SummaryFile = "run.json";

    /// <summary>Every trade.</summary>
    public const string TradesFile = "trades.csv";

    /// <summary>Samples of the order book.</summary>
    public const string BookFile = "book.csv";

    /// <summary>Samples of the venue's counters.</summary>
    public const string MetricsFile = "metrics.csv";

    /// <summary>Samples of the groups of agents.</summary>
    public const string GroupsFile = "groups.csv";

    /// <summary>The final state of every agent.</summary>
    public const string AgentsFile = "agents.csv";

    /// <summary>The results of each episode of a training.</summary>
    public const string EpisodesFile = "episodes.csv";

    /// <summary>The figures of the learners' updates in a training.</summary>
    public const string LearningFile = "learning.csv";

    /// <summary>The evaluations of the stages of a training with a curriculum.</summary>
    public const string CurriculumFile = "curriculum.csv";

    /// <summary>The policies of a training, a file each.</summary>
    public const string PoliciesFolder = "policies";

    /// <summary>The checkpoints of the run.</summary>
    public const string CheckpointsFolder = "checkpoints";

    /// <summary>The log of the program.</summary>
    public const string LogFile = "log.txt";

    /// <summary>The file that the process which uses the folder holds open: see <see cref="Lock"/>.</summary>
    public const string LockFile = ".lock";

    /// <summary>Only in the folder of a repetition: the run that is repeated.</summary>
    public const string ReplayFile = "replay.json";

    /// <summary>Only in the folder of a run of the environment server: the requests of its client.</summary>
    public const string RequestFile = "request.json";

    // For files and programs, never inside HTML: + and letters beyond ASCII stay as they are.
    private static readonly JsonSerializerOptions JsonLine = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions Json = new(JsonLine) { WriteIndented = true };

    private RunFolder(string path) => FullPath = path;

    /// <summary>The absolute path of the folder.</summary>
    public string FullPath { get; }

    /// <summary>Names of all tables that a run can have.</summary>
    public static IReadOnlyList<string> Tables { get; } = [TradesFile, BookFile, MetricsFile, GroupsFile, EpisodesFile, LearningFile, CurriculumFile, AgentsFile];

    /// <summary>The folder of its checkpoints.</summary>
    public string CheckpointsPath => PathOf(CheckpointsFolder);

    /// <summary>Creates the folder of a new run.</summary>
    /// <exception cref="RunFolderException">The folder exists and is not empty.</exception>
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
    /// <exception cref="RunFolderException">There is no folder, or it holds no scenario.</exception>
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

    /// <summary>Refuses a run of the environment server: a client chose its actions, so that this program can neither resume nor report it.</summary>
    /// <param name="path">A folder, of a run or not.</param>
    /// <exception cref="RunFolderException">The folder is that of such a run.</exception>
    public static void ThrowIfServed(string path)
    {
        if (File.Exists(Path.Combine(path, RequestFile)))
        {
            string full = Path.GetFullPath(path);
            throw new RunFolderException($"The run in {full} is one of the environment server, whose client chose the actions; there is nothing to resume or to report. marketsim replay {full} repeats it, and marketsim.open of the Python package reads its tables.");
        }
    }

    /// <summary>Locks the folder against other processes until the result is disposed.</summary>
    /// <exception cref="RunFolderException">Another process has locked it, or it cannot be written to.</exception>
    public RunFolderLock Lock() => new(PathOf(LockFile));

    /// <summary>True when the summary says that the run is finished; false where there is no valid one.</summary>
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

    /// <summary>The SHA-256 of a policy's file, as the summary records it.</summary>
    /// <returns>In lower-case hexadecimal; null where there is no summary, or none that records it.</returns>
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

    /// <summary>Refuses a folder that holds a scenario already, once it is locked.</summary>
    /// <exception cref="RunFolderException">Another process has begun a run between <see cref="Create"/> and <see cref="Lock"/>.</exception>
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

    /// <summary>Writes <c>scenario.yaml</c>.</summary>
    public void WriteScenario(string yaml) => DurableFolder.WriteFile(PathOf(ScenarioFile), Encoding.UTF8.GetBytes(yaml));

    /// <summary>Writes <c>run.json</c>: a <see cref="RunSummary"/>, or the summary of a run of another kind.</summary>
    public void WriteSummary<T>(T summary) => DurableFolder.WriteFile(PathOf(SummaryFile), JsonSerializer.SerializeToUtf8Bytes(summary, Json));

    /// <summary>A summary as one line of JSON, as <c>--json</c> prints it.</summary>
    public static string ToJsonLine<T>(T summary) => JsonSerializer.Serialize(summary, JsonLine);

    private static string FullPathOf(string path) => string.IsNullOrWhiteSpace(path)
        ? throw new RunFolderException("The name of the run folder is empty; name a folder, e.g. runs/first.")
        : Path.GetFullPath(path);
}

/// <summary>A run folder cannot be used as asked; the message says why and what to do.</summary>
public sealed class RunFolderException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, and what to do.</param>
    public RunFolderException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">What is wrong, and what to do.</param>
    public RunFolderException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>True when the folder cannot be written to at all, so that a copy of the run elsewhere may help.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>The error for a file of a training that is missing or damaged: its message says to restore the file, or to train again.</summary>
    /// <param name="cause">Names the file, and what is wrong with it.</param>
    public static RunFolderException Damaged(InvalidDataException cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        return new RunFolderException($"{cause.Message} Restore the file, or train again.", cause);
    }
}
