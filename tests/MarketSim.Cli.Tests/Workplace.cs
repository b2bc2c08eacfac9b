using System.Text.Json;

namespace MarketSim.Cli.Tests;

/// <summary>A separate folder for a test, with a scenario in it.</summary>
internal sealed class Workplace : IDisposable
{
    public const string SmallScenario = """
        name: small
        description: A hundred agents for ten minutes.
        seed: 3
        market:
          tickSize: 0.01
          tick: 1s
          open: "09:30:00"
          close: "09:40:00"
          initialPrice: 100.00
          fundamental: { type: constant }
        agents:
          - name: noise
            type: noise
            count: 80
            cash: 100000
            parameters: { meanInterval: 20s }
          - name: value
            type: value
            count: 20
            cash: 100000
            parameters: { meanInterval: 20s }
        """;

    public Workplace()
    {
        Folder = Directory.CreateTempSubdirectory("marketsim-cli-").FullName;
        Scenario = Write("small.yaml", SmallScenario);
    }

    public string Folder { get; }

    /// <summary>Path of a scenario that takes a fraction of a second.</summary>
    public string Scenario { get; }

    public string PathOf(params string[] parts) => Path.Combine([Folder, .. parts]);

    public string Write(string name, string content)
    {
        string path = PathOf(name);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>All files and folders, relative.</summary>
    public IReadOnlyList<string> Entries() =>
        [.. Directory.EnumerateFileSystemEntries(Folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Folder, path)).Order(StringComparer.Ordinal)];

    /// <summary>A text of a run's summary.</summary>
    public string SummaryText(string run, string property)
    {
        using JsonDocument summary = JsonDocument.Parse(File.ReadAllText(PathOf(run, "run.json")));
        return summary.RootElement.GetProperty(property).ToString();
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
