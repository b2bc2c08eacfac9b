using System.Text.Json;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.Evaluation;

namespace MarketSim.Experiments.Sweeps;

/// <summary>
/// The folder of a sweep: <c>scenario.yaml</c> and <c>sweep.json</c>, which say what it is of, <c>results.csv</c>, the folders of runs that have not
/// ended, and of a scenario that trains those of the runs that have, with the policies that resulted in them.
/// </summary>
public sealed class SweepFolder
{
    /// <summary>Name of the file that describes the sweep.</summary>
    public const string DescriptionFile = "sweep.json";

    private const string RunsFolder = "running";
    private const string TrainedFolder = "trained";

    private SweepDescription _description;

    private SweepFolder(string path, SweepDescription description, Scenario scenario)
    {
        FullPath = path;
        _description = description;
        Scenario = scenario;
        Table = SweepTable.Open(path, scenario);
    }

    /// <summary>Path of the folder.</summary>
    public string FullPath { get; }

    /// <summary>The name of the sweep in a cluster.</summary>
    public string Name => _description.Name;

    /// <summary>The scenario that is run with every seed.</summary>
    public Scenario Scenario { get; }

    /// <summary>The results so far.</summary>
    public SweepTable Table { get; }

    /// <summary>True when runs leave trained policies: their folders are kept.</summary>
    public bool KeepsRuns => TrainedPolicies.GroupsThatLearn(Scenario).Count > 0;

    /// <summary>The requested runs that have not finished.</summary>
    public IReadOnlyList<ulong> MissingSeeds => [.. (_description.Seeds ?? []).Where(seed => !IsFinished(seed))];

    /// <summary>True when the run of a seed has finished and the files that the sweep keeps of it exist, so that it is not run again.</summary>
    public bool IsFinished(ulong seed) => Table.IsFinished(seed) && (!KeepsRuns || File.Exists(Path.Combine(TrainedFolderOf(seed), RunFolder.ScenarioFile)));

    /// <summary>True when a folder holds a sweep.</summary>
    public static bool Exists(string path) => File.Exists(Path.Combine(path, DescriptionFile));

    /// <exception cref="RunFolderException">The folder is that of a sweep, where a run's is asked for.</exception>
    public static void ThrowIfSweep(string path)
    {
        if (Exists(path))
        {
            throw new RunFolderException($"{Path.GetFullPath(path)} is the folder of a sweep; the marketsim sweep command that began it continues with it, and runs of single seeds that it has kept are in {TrainedFolder}/seed-N.");
        }
    }

    /// <summary>Opens the folder of a sweep that was begun before.</summary>
    /// <exception cref="RunFolderException">It is damaged.</exception>
    public static SweepFolder Open(string path)
    {
        RunFolder folder = RunFolder.Open(path);
        return new SweepFolder(folder.FullPath, Read(Path.Combine(folder.FullPath, DescriptionFile)), ScenarioReader.ReadFile(folder.PathOf(RunFolder.ScenarioFile)));
    }

    /// <summary>Creates the folder of a new sweep, or continues one of the same scenario.</summary>
    /// <param name="name">For a new sweep.</param>
    /// <exception cref="RunFolderException">The folder holds something else.</exception>
    public static SweepFolder Open(string path, Scenario scenario, string name)
    {
        string full = Path.GetFullPath(path);
        string descriptionPath = Path.Combine(full, DescriptionFile);
        string digest = DigestOf(scenario);
        SweepDescription description;
        if (File.Exists(descriptionPath))
        {
            description = Read(descriptionPath);
            if (description.ScenarioDigest != digest)
            {
                throw new RunFolderException($"The sweep in {full} is of another scenario, or of another version of it; choose another folder with --output.");
            }
        }
        else
        {
            description = new SweepDescription(name, digest, []);
            Create(full, descriptionPath, scenario, description);
        }

        return new SweepFolder(full, description, scenario);
    }

    /// <summary>Keeps other processes out of the folder for as long as the result lives.</summary>
    /// <exception cref="RunFolderException">Another process works in it.</exception>
    public RunFolderLock Lock() => RunFolder.Open(FullPath).Lock();

    /// <summary>The folder of the run of a seed until it has ended.</summary>
    public string RunFolderOf(ulong seed) => Path.Combine(FullPath, RunsFolder, FormattableString.Invariant($"seed-{seed}"));

    /// <summary>The folder of a finished run of a seed, where it is kept at all.</summary>
    public string TrainedFolderOf(ulong seed) => Path.Combine(FullPath, TrainedFolder, FormattableString.Invariant($"seed-{seed}"));

    /// <summary>Keeps the folder of a run that has finished, in place of an earlier one.</summary>
    public void Keep(ulong seed)
    {
        string kept = TrainedFolderOf(seed);
        MakeRoomFor(kept);
        Directory.Move(RunFolderOf(seed), kept);
    }

    /// <summary>Deletes what is at the path of a run's folder, and makes the folder around it.</summary>
    public static void MakeRoomFor(string runFolder)
    {
        if (Directory.Exists(runFolder))
        {
            Directory.Delete(runFolder, recursive: true);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(runFolder)!);
    }

    /// <summary>Remembers that these seeds were asked for, beside earlier ones.</summary>
    public void Request(IEnumerable<ulong> seeds)
    {
        _description = _description with { Seeds = [.. (_description.Seeds ?? []).Concat(seeds).Distinct().Order()] };
        string path = Path.Combine(FullPath, DescriptionFile);
        File.WriteAllText(path + ".partial", JsonSerializer.Serialize(_description, JsonSerializerOptions.Web));
        File.Move(path + ".partial", path, overwrite: true);
    }

    /// <summary>True for the sweep's scenario, with any seed.</summary>
    public bool IsOf(Scenario scenario) => DigestOf(scenario) == _description.ScenarioDigest;

    /// <summary>The seed is what a sweep varies.</summary>
    private static string DigestOf(Scenario scenario) => (scenario with { Seed = 0 }).Digest();

    private static void Create(string full, string descriptionPath, Scenario scenario, SweepDescription description)
    {
        RunFolder folder = RunFolder.Create(full);
        folder.WriteScenario(ScenarioWriter.Write(scenario));
        File.WriteAllText(descriptionPath, JsonSerializer.Serialize(description, JsonSerializerOptions.Web));
    }

    private static SweepDescription Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<SweepDescription>(File.ReadAllText(path), JsonSerializerOptions.Web)
                ?? throw new JsonException("it is empty");
        }
        catch (JsonException exception)
        {
            throw new RunFolderException($"{path} is damaged: {exception.Message} Choose another folder with --output.", exception);
        }
    }

    /// <summary>The content of <c>sweep.json</c>.</summary>
    /// <param name="ScenarioDigest">Whatever its seed is.</param>
    /// <param name="Seeds">That were asked for, ascending; null in folders that do not say.</param>
    private sealed record SweepDescription(string Name, string ScenarioDigest, IReadOnlyList<ulong>? Seeds);
}
