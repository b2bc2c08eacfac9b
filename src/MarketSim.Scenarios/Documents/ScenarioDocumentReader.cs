using MarketSim.Scenarios.Bars.Reading;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Scenarios.Documents;

/// <summary>Reads scenarios of either kind from YAML: a market, or a training on bars.</summary>
public static class ScenarioDocumentReader
{
    /// <param name="fileName">For messages, and to find the files that the scenario names relative to its own folder.</param>
    /// <param name="settings">Take the place of the file's own values before they are checked; null for none.</param>
    /// <exception cref="ScenarioException">Something is wrong; all of it is listed.</exception>
    public static ScenarioDocument Read(string yaml, string fileName, IReadOnlyList<ScenarioSetting>? settings = null) => SectionFile.Read<ScenarioDocument?>(
        yaml,
        fileName,
        DocumentKind.Scenario,
        root =>
        {
            var files = new ScenarioFileSource(ScenarioReader.FolderOf(fileName), contents: null);
            return root.Has(ScenarioDocument.BarsKey) ? BarsScenarioReader.Read(root, files) : ScenarioReader.ReadMarket(root, files);
        },
        settings)!;

    /// <param name="settings">Take the place of the file's own values before they are checked; null for none.</param>
    /// <exception cref="ScenarioException">The file cannot be read, or something in it is wrong; all of it is listed.</exception>
    public static ScenarioDocument ReadFile(string path, IReadOnlyList<ScenarioSetting>? settings = null) => Read(ScenarioText.ReadFile(path), path, settings);

    /// <summary>A scenario that comes with the program.</summary>
    /// <param name="settings">Take the place of its own values before they are checked; null for none.</param>
    /// <exception cref="ArgumentException">There is no such scenario.</exception>
    public static ScenarioDocument ReadBuiltIn(string name, IReadOnlyList<ScenarioSetting>? settings = null) =>
        Read(ScenarioCatalog.Text(name), $"{name}.yaml", settings);
}
