using MarketSim.Agents.Population;
using MarketSim.Cluster.Store;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Cluster.SubmittedScenarios;

/// <summary>Scenarios on their way through the store: the YAML with the run, the files that it names by their digest.</summary>
public static class SubmittedScenario
{
    /// <summary>Puts the files that a scenario names into the store.</summary>
    public static async Task WriteFilesAsync(IClusterStore store, Scenario scenario)
    {
        if (scenario.Market.Fundamental.File is { } file)
        {
            await store.WriteFileAsync(file.Sha256, file.ReadAllBytes()).ConfigureAwait(false);
        }

        foreach (FrozenPolicy weights in scenario.Agents.Select(group => group.Agent).OfType<LearningAgent>().SelectMany(agent => new[] { agent.Frozen, agent.Start }).OfType<FrozenPolicy>())
        {
            await store.WriteFileAsync(weights.Sha256, new ScenarioFile(weights.Source, weights.Sha256).ReadAllBytes()).ConfigureAwait(false);
        }
    }

    /// <summary>Reads a scenario that was submitted, with its files from the store.</summary>
    /// <exception cref="ScenarioException">It cannot be read by this program.</exception>
    public static async Task<Scenario> ReadAsync(IClusterStore store, string yaml)
    {
        var contents = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (string sha256 in ScenarioFileSource.DigestsIn(yaml))
        {
            contents[sha256] = await store.ReadFileAsync(sha256).ConfigureAwait(false)
                ?? throw new StoreRefusedException($"The store holds no file with the SHA-256 {sha256}, which the scenario names; submit the run again.");
        }

        return ScenarioReader.Read(yaml, "submitted scenario", contents);
    }
}
