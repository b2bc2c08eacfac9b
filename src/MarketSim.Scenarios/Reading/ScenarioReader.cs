using MarketSim.Scenarios.Plugins;

namespace MarketSim.Scenarios.Reading;

/// <summary>Reads scenarios from YAML.</summary>
public static class ScenarioReader
{
    /// <param name="fileName">For messages, and to find the files that the scenario names relative to its own folder.</param>
    /// <param name="files">Contents of the files that the scenario names, by their SHA-256; null to read them from the disk.</param>
    /// <exception cref="ScenarioException">Something is wrong; all of it is listed.</exception>
    public static Scenario Read(string yaml, string fileName, IReadOnlyDictionary<string, byte[]>? files = null) =>
        SectionFile.Read(yaml, fileName, DocumentKind.Scenario, root => ReadMarket(root, new ScenarioFileSource(FolderOf(fileName), files)))!;

    /// <exception cref="ScenarioException">The file cannot be read, or something in it is wrong; all of it is listed.</exception>
    public static Scenario ReadFile(string path) => Read(ScenarioText.ReadFile(path), path);

    /// <summary>Refuses a scenario whose learners name an engine that this machine cannot load, before anything is begun. Loads what they name.</summary>
    /// <param name="yaml">Of a scenario that can be read.</param>
    /// <inheritdoc cref="Read"/>
    public static void RequireEngines(string yaml, string fileName, IReadOnlyList<ScenarioSetting>? settings = null) => SectionFile.Read(
        yaml,
        fileName,
        DocumentKind.Scenario,
        root =>
        {
            EngineReader.RequireAll(root, "agents");
            EngineReader.RequireAll(root, "learners");
            return root;
        },
        settings);

    /// <inheritdoc cref="RequireEngines"/>
    public static void RequireEnginesOfFile(string path, IReadOnlyList<ScenarioSetting>? settings = null) => RequireEngines(ScenarioText.ReadFile(path), path, settings);

    internal static Scenario? ReadMarket(SectionReader root, ScenarioFileSource files)
    {
        if (root.Has(ScenarioDocument.BarsKey))
        {
            root.Problems.Add(root.LineOf(ScenarioDocument.BarsKey), "bars makes this a training on bars, which has no market; `marketsim run`, `resume`, `evaluate` and `report` take it, in one process");
            return null;
        }

        Field<string> name = root.Required("name", Rules.Name("quickstart"));
        Field<string> description = root.Optional("description", Rules.FreeText, string.Empty, string.Empty);
        Field<ulong> seed = root.Required("seed", Rules.Seed);
        SectionReader? marketSection = root.RequiredSection("market");
        ScenarioMarket? market = marketSection is null ? null : new MarketReader(marketSection, files).Read();
        IReadOnlyList<ScenarioPlugin> plugins = new PluginsReader(root, files).Read();
        IReadOnlyList<ScenarioAgents> agents = new AgentsReader(root, market, files, [.. plugins.SelectMany(static plugin => plugin.Strategies)]).Read();
        ScenarioTraining? training = TrainingReader.Read(root, market, agents);
        ScenarioCurriculum? curriculum = new CurriculumReader(root, files).Read(market, agents, training);
        IReadOnlyList<OracleStep> oracle = OracleReader.Read(root, market, agents);
        ScenarioOutput output = OptionsReader.ReadOutput(root.WordSection("output", "format"), market?.Session.TickNanoseconds ?? 1);
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
                Plugins = plugins,
                Training = training,
                Curriculum = curriculum,
                Oracle = oracle,
                Output = output,
                Checkpoint = checkpoint,
                Execution = execution,
                Cluster = cluster,
            };
    }

    internal static string FolderOf(string fileName) => Path.GetDirectoryName(Path.GetFullPath(fileName)) ?? string.Empty;
}
