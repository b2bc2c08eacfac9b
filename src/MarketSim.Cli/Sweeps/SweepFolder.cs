using System.Text.Json;
using MarketSim.Simulation.Output;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Cli.Sweeps;

/// <summary>
/// The folder of a sweep: <c>scenario.yaml</c> and <c>sweep.json</c>, which say what it is of, <c>results.csv</c>, and the folders of runs that have
/// not ended.
/// </summary>
internal sealed class SweepFolder
{
    public const string DescriptionFile = "sweep.json";

    private const string RunsFolder = "running";

    private SweepFolder(string path, SweepDescription description, SweepTable table)
    {
        FullPath = path;
        Name = description.Name;
        Table = table;
    }

    public string FullPath { get; }

    /// <summary>What the sweep is called in a cluster.</summary>
    public string Name { get; }

    public SweepTable Table { get; }

    /// <summary>Makes the folder of a new sweep, or goes on with one of the same scenario.</summary>
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
            description = new SweepDescription(name, digest);
            Create(full, descriptionPath, scenario, description);
        }

        return new SweepFolder(full, description, SweepTable.Open(full, scenario));
    }

    /// <summary>Where the run of a seed is until it has ended.</summary>
    public string RunFolderOf(ulong seed) => Path.Combine(FullPath, RunsFolder, FormattableString.Invariant($"seed-{seed}"));

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
    private sealed record SweepDescription(string Name, string ScenarioDigest);
}
