using MarketSim.Numerics.Serialization;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Documents;
using MarketSim.Serving.Records;
using MarketSim.Serving.Worlds;

namespace MarketSim.Serving.Server;

/// <summary>Carries the requests of a run through the environment server out once more, in a separate folder.</summary>
public static class ServedRunRepetition
{
    /// <summary>True when a folder holds a run of an environment server.</summary>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, ServedRunRecord.RequestFile));

    /// <param name="original">The folder of the run to repeat.</param>
    /// <param name="folder">For the repetition.</param>
    /// <returns>The summaries of the original, as far as it has one, and of the repetition.</returns>
    /// <exception cref="RunFolderException">The folder is none of a run through the environment server, or is damaged.</exception>
    public static (ServedRunSummary? Original, ServedRunSummary Repetition) Run(string original, RunFolder folder, Func<string, ScenarioDocument> readScenario, int threads)
    {
        WorldRequest request = ServedRunRecord.ReadRequest(original);
        string scenarioFile = Path.Combine(original, RunFolder.ScenarioFile);
        string? yaml = File.Exists(scenarioFile) ? File.ReadAllText(scenarioFile) : null;
        var factory = new WorldFactory(name => yaml is null ? readScenario(name) : ScenarioDocumentReader.ReadFile(scenarioFile));
        (IReadOnlyList<IWorld> worlds, ScenarioDocument? scenario) = factory.Create(request, keepsFingerprint: true);
        var record = new ServedRunRecord(folder, request, scenario?.Name ?? string.Empty, yaml, worlds);
        using var batch = new EnvironmentBatch(new WorldBatch(worlds, request.RestartsItself, threads), record);
        var answer = new MessagePackWriter();
        foreach (byte[] logged in ActionLog.Read(Path.Combine(original, ServedRunRecord.ActionsFile)))
        {
            Repeat(batch, logged, answer);
        }

        ServedRunSummary? first = ServedRunRecord.ReadSummary(original);
        batch.Complete(isWhole: first?.Status != "interrupted");
        return (first, ServedRunRecord.ReadSummary(folder.FullPath)!);
    }

    private static void Repeat(EnvironmentBatch batch, byte[] logged, MessagePackWriter answer)
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
