using MarketSim.Simulation.Scenarios.Reading;

namespace MarketSim.Simulation.Scenarios;

/// <summary>Reads scenarios from YAML.</summary>
public static class ScenarioReader
{
    /// <param name="fileName">For messages, and to find the files that the scenario names relative to its own folder.</param>
    /// <param name="files">Contents of the files that the scenario names, by their SHA-256; null to read them from the disk.</param>
    /// <exception cref="ScenarioException">Something is wrong; all of it is listed.</exception>
    public static Scenario Read(string yaml, string fileName, IReadOnlyDictionary<string, byte[]>? files = null) =>
        SectionFile.Read(yaml, fileName, DocumentKind.Scenario, root => Read(root, new ScenarioFileSource(FolderOf(fileName), files)))!;

    /// <exception cref="ScenarioException">The file cannot be read, or something in it is wrong; all of it is listed.</exception>
    public static Scenario ReadFile(string path) => Read(ScenarioText.ReadFile(path), path);

    private static Scenario? Read(SectionReader root, ScenarioFileSource files)
    {
        Field<string> name = root.Required("name", Rules.Name("quickstart"));
        Field<string> description = root.Optional("description", Rules.FreeText, string.Empty, string.Empty);
        Field<ulong> seed = root.Required("seed", Rules.Seed);
        SectionReader? marketSection = root.RequiredSection("market");
        ScenarioMarket? market = marketSection is null ? null : new MarketReader(marketSection, files).Read();
        IReadOnlyList<ScenarioAgents> agents = new AgentsReader(root, market, files).Read();
        ScenarioTraining? training = TrainingReader.Read(root, market, agents);
        ScenarioOutput output = OptionsReader.ReadOutput(root.Section("output"), market?.Session.TickNanoseconds ?? 1);
        ScenarioCheckpoint checkpoint = OptionsReader.ReadCheckpoint(root.Section("checkpoint"));
        ScenarioExecution execution = OptionsReader.ReadExecution(root.Section("execution"));
        ScenarioCluster cluster = OptionsReader.ReadCluster(root.Section("cluster"));
        root.Close();
        return market is null
            ? null
            : new Scenario
            {
                Name = name.Value,
                Description = description.Value,
                Seed = seed.Value,
                Market = market,
                Agents = agents,
                Training = training,
                Output = output,
                Checkpoint = checkpoint,
                Execution = execution,
                Cluster = cluster,
            };
    }

    private static string FolderOf(string fileName) => Path.GetDirectoryName(Path.GetFullPath(fileName)) ?? string.Empty;
}
