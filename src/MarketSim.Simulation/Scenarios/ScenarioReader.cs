using MarketSim.Simulation.Bars.Reading;
using MarketSim.Simulation.Scenarios.Plugins;
using MarketSim.Simulation.Scenarios.Reading;

namespace MarketSim.Simulation.Scenarios;

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

    /// <summary>A market or bars, whichever the file holds.</summary>
    /// <inheritdoc cref="Read"/>
    /// <param name="settings">Take the place of the file's own values before they are checked; null for none.</param>
    public static ScenarioDocument ReadDocument(string yaml, string fileName, IReadOnlyList<ScenarioSetting>? settings = null) => SectionFile.Read<ScenarioDocument?>(
        yaml,
        fileName,
        DocumentKind.Scenario,
        root =>
        {
            var files = new ScenarioFileSource(FolderOf(fileName), contents: null);
            return root.Has(BarsScenarioReader.Key) ? BarsScenarioReader.Read(root, files) : ReadMarket(root, files);
        },
        settings)!;

    /// <summary>A market or bars, whichever the file holds.</summary>
    /// <inheritdoc cref="ReadFile"/>
    public static ScenarioDocument ReadDocumentFile(string path) => ReadDocumentFile(path, []);

    /// <inheritdoc cref="ReadDocumentFile(string)"/>
    /// <param name="settings">Take the place of the file's own values before they are checked.</param>
    public static ScenarioDocument ReadDocumentFile(string path, IReadOnlyList<ScenarioSetting> settings) => ReadDocument(ScenarioText.ReadFile(path), path, settings);

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
    /// <inheritdoc cref="ReadFile"/>
    public static void RequireEnginesOfFile(string path, IReadOnlyList<ScenarioSetting>? settings = null) => RequireEngines(ScenarioText.ReadFile(path), path, settings);

    private static Scenario? ReadMarket(SectionReader root, ScenarioFileSource files)
    {
        if (root.Has(BarsScenarioReader.Key))
        {
            root.Problems.Add(root.LineOf(BarsScenarioReader.Key), "bars makes this a training on bars, which has no market; `marketsim run`, `resume`, `evaluate` and `report` take it, in one process");
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
                Output = output,
                Checkpoint = checkpoint,
                Execution = execution,
                Cluster = cluster,
            };
    }

    private static string FolderOf(string fileName) => Path.GetDirectoryName(Path.GetFullPath(fileName)) ?? string.Empty;
}
