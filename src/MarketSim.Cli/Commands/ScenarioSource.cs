using MarketSim.Scenarios;
using MarketSim.Scenarios.Documents;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Cli.Commands;

/// <summary>Finds the scenario that a user names.</summary>
internal static class ScenarioSource
{
    /// <summary>A market.</summary>
    /// <param name="nameOrPath">A built-in scenario, or else a file.</param>
    /// <exception cref="ScenarioException">It is neither, or something in it is wrong, or it is a training on bars.</exception>
    public static Scenario Read(string nameOrPath) => Find(nameOrPath, ScenarioCatalog.Read, ScenarioReader.ReadFile);

    /// <summary>A market or a training on bars.</summary>
    /// <param name="nameOrPath">A built-in scenario, or else a file.</param>
    /// <exception cref="ScenarioException">It is neither, or something in it is wrong.</exception>
    public static ScenarioDocument ReadDocument(string nameOrPath) => ReadDocument(nameOrPath, []);

    /// <inheritdoc cref="ReadDocument(string)"/>
    /// <param name="settings">Take the place of its own values.</param>
    public static ScenarioDocument ReadDocument(string nameOrPath, IReadOnlyList<ScenarioSetting> settings) =>
        Find(nameOrPath, name => ScenarioDocumentReader.ReadBuiltIn(name, settings), path => ScenarioDocumentReader.ReadFile(path, settings));

    /// <summary>A market.</summary>
    /// <param name="settings">Take the place of its own values.</param>
    /// <inheritdoc cref="Read(string)"/>
    public static Scenario Read(string nameOrPath, IReadOnlyList<ScenarioSetting> settings) => settings.Count > 0 && ReadDocument(nameOrPath, settings) is Scenario market
        ? market
        : Read(nameOrPath);

    /// <summary>Refuses a scenario whose learners name an engine that this machine cannot load.</summary>
    /// <param name="nameOrPath">Of a scenario that can be read.</param>
    /// <exception cref="ScenarioException">It does, and the message says why the engine cannot be loaded.</exception>
    public static void RequireEngines(string nameOrPath, IReadOnlyList<ScenarioSetting>? settings = null) => Find<object?>(
        nameOrPath,
        name =>
        {
            ScenarioReader.RequireEngines(ScenarioCatalog.Text(name), $"{name}.yaml", settings);
            return null;
        },
        path =>
        {
            ScenarioReader.RequireEnginesOfFile(path, settings);
            return null;
        });

    /// <summary>Tells the user of a scenario that was named by its former name.</summary>
    public static void WriteNote(TextWriter error, string nameOrPath)
    {
        if (ScenarioCatalog.FindFormerNameNote(nameOrPath) is { } note)
        {
            error.WriteLine($"marketsim: {note}");
        }
    }

    private static T Find<T>(string nameOrPath, Func<string, T> readBuiltIn, Func<string, T> readFile)
    {
        if (string.IsNullOrWhiteSpace(nameOrPath))
        {
            throw new ScenarioException([new ScenarioProblem("scenario", 0, "the name is empty; name a built-in scenario or a YAML file", ScenarioProblemCode.UnknownName)]);
        }

        if (ScenarioCatalog.Contains(nameOrPath))
        {
            return readBuiltIn(nameOrPath);
        }

        return LooksLikeFile(nameOrPath)
            ? readFile(nameOrPath)
            : throw new ScenarioException([new ScenarioProblem("scenario", 0, $"{ScenarioCatalog.UnknownMessage(nameOrPath)}; and there is no file of that name", ScenarioProblemCode.UnknownName)]);
    }

    private static bool LooksLikeFile(string text) =>
        Path.HasExtension(text) || text.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) || Path.Exists(text);
}
