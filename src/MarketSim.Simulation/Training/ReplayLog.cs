using System.Text.Json;
using MarketSim.Engine.Definitions;
using MarketSim.Numerics.Storage;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;
using MarketSim.Scenarios;

namespace MarketSim.Simulation.Training;

/// <summary>
/// The schedule of a replay: the ticks at which the learners of the original run completed their updates, which is all that an asynchronous run depends on
/// beside its scenario. It is stored in the folder of the replay, so that an interrupted one resumes by it, whatever has become of the original run.
/// </summary>
/// <param name="Run">Folder of the run that is repeated.</param>
/// <param name="Completed">By policy: the ticks at which its updates ended, ascending.</param>
public sealed record ReplayLog(string Run, IReadOnlyDictionary<string, IReadOnlyList<long>> Completed)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectRequiredConstructorParameters = true };

    /// <summary>Reads the log of a run folder; null when its run is no replay.</summary>
    /// <exception cref="RunFolderException">It is one, but its original run is unknown.</exception>
    public static ReplayLog? ReadFrom(RunFolder folder)
    {
        string file = folder.PathOf(RunFolder.ReplayFile);
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<ReplayLog>(File.ReadAllBytes(file), Json)
                ?? throw new JsonException("it holds nothing");
        }
        catch (JsonException exception)
        {
            throw new RunFolderException(
                $"{file} cannot be read ({exception.Message}), so the repetition in {folder.FullPath} cannot continue by it; begin another with marketsim replay.", exception);
        }
    }

    /// <param name="run">Folder of the run to replay.</param>
    /// <param name="manifest">Its last one.</param>
    internal static async Task<ReplayLog> OfAsync(string run, Scenario scenario, ICheckpointStore store, CheckpointManifest manifest)
    {
        var completed = new Dictionary<string, IReadOnlyList<long>>(StringComparer.Ordinal);
        foreach (PolicyDefinition policy in PolicyDefinition.Of(scenario.ToMarket()).Where(policy => policy.Learns))
        {
            IReadOnlyList<byte[]> content = await store.ReadAsync([manifest.Part(LearnerState.StatePart(policy.Name))]).ConfigureAwait(false);
            completed.Add(policy.Name, [.. LearnerState.ReadUpdates(content[0]).Select(update => update.Tick)]);
        }

        return new ReplayLog(run, completed);
    }

    internal void WriteTo(RunFolder folder) => DurableFolder.WriteFile(folder.PathOf(RunFolder.ReplayFile), JsonSerializer.SerializeToUtf8Bytes(this, Json));

    internal IReadOnlySet<long> CompletedBy(string policy) => Completed.GetValueOrDefault(policy, []).ToHashSet();
}
