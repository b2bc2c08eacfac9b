using MarketSim.Numerics.Serialization;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Documents;
using MarketSim.Serving.Records;
using MarketSim.Serving.Worlds;

namespace MarketSim.Serving.Doors;

/// <summary>Carries the requests of a run through the door out once more, in a folder of their own.</summary>
public static class DoorRepetition
{
    /// <summary>True when a folder holds a run of an environment server.</summary>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, DoorRecord.RequestFile));

    /// <param name="original">The folder of the run to repeat.</param>
    /// <param name="folder">For the repetition.</param>
    /// <returns>The summaries of the original, as far as it has one, and of the repetition.</returns>
    /// <exception cref="RunFolderException">The folder is none of a run through the door, or is damaged.</exception>
    public static (DoorSummary? Original, DoorSummary Repetition) Run(string original, RunFolder folder, Func<string, ScenarioDocument> readScenario, int threads)
    {
        WorldRequest request = DoorRecord.ReadRequest(original);
        string scenarioFile = Path.Combine(original, RunFolder.ScenarioFile);
        string? yaml = File.Exists(scenarioFile) ? File.ReadAllText(scenarioFile) : null;
        var factory = new WorldFactory(name => yaml is null ? readScenario(name) : ScenarioDocumentReader.ReadFile(scenarioFile));
        (IReadOnlyList<IWorld> worlds, ScenarioDocument? scenario) = factory.Create(request, keepsFingerprint: true);
        var record = new DoorRecord(folder, request, scenario?.Name ?? string.Empty, yaml, worlds);
        using var batch = new DoorBatch(new WorldBatch(worlds, request.RestartsItself, threads), record);
        var answer = new MessagePackWriter();
        foreach (byte[] logged in ActionLog.Read(Path.Combine(original, DoorRecord.ActionsFile)))
        {
            Repeat(batch, logged, answer);
        }

        DoorSummary? first = DoorRecord.ReadSummary(original);
        batch.Complete(isWhole: first?.Status != "interrupted");
        return (first, DoorRecord.ReadSummary(folder.FullPath)!);
    }

    private static void Repeat(DoorBatch batch, byte[] logged, MessagePackWriter answer)
    {
        var reader = new MessagePackReader(logged);
        reader.ReadArrayHeader();
        long number = reader.ReadCount();
        string operation = reader.ReadString();
        reader.ReadInt32();
        answer.Clear();
        answer.WriteArrayHeader(7);
        answer.WriteInt64(number);
        answer.WriteString(operation);
        batch.Run(operation, logged, ref reader, answer);
    }
}
