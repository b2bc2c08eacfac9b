using MarketSim.Simulation.Scenarios;

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
    public static ScenarioDocument ReadDocument(string nameOrPath) => Find(nameOrPath, ScenarioCatalog.ReadDocument, ScenarioReader.ReadDocumentFile);

    /// <summary>Refuses a scenario whose learners name an engine that this machine cannot load.</summary>
    /// <param name="nameOrPath">Of a scenario that can be read.</param>
    /// <exception cref="ScenarioException">It does, and the message says why the engine cannot be loaded.</exception>
    public static void RequireEngines(string nameOrPath) => Find<object?>(
        nameOrPath,
        static name =>
        {
            ScenarioReader.RequireEngines(ScenarioCatalog.Text(name), $"{name}.yaml");
            return null;
        },
        static path =>
        {
            ScenarioReader.RequireEnginesOfFile(path);
            return null;
        });

    private static T Find<T>(string nameOrPath, Func<string, T> readBuiltIn, Func<string, T> readFile)
    {
        if (string.IsNullOrWhiteSpace(nameOrPath))
        {
            throw new ScenarioException([new ScenarioProblem("scenario", 0, "the name is empty; name a built-in scenario or a YAML file")]);
        }

        if (ScenarioCatalog.Contains(nameOrPath))
        {
            return readBuiltIn(nameOrPath);
        }

        return LooksLikeFile(nameOrPath)
            ? readFile(nameOrPath)
            : throw new ScenarioException([new ScenarioProblem(nameOrPath, 0, $"{ScenarioCatalog.UnknownMessage(nameOrPath)}; and there is no file of that name")]);
    }

    private static bool LooksLikeFile(string text) =>
        Path.HasExtension(text) || text.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) || Path.Exists(text);
}
