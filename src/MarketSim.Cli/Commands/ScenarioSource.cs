using MarketSim.Simulation.Scenarios;

namespace MarketSim.Cli.Commands;

/// <summary>Finds the scenario that a user names.</summary>
internal static class ScenarioSource
{
    /// <param name="nameOrPath">A built-in scenario, or else a file.</param>
    /// <exception cref="ScenarioException">It is neither, or something in it is wrong.</exception>
    public static Scenario Read(string nameOrPath)
    {
        if (string.IsNullOrWhiteSpace(nameOrPath))
        {
            throw new ScenarioException([new ScenarioProblem("scenario", 0, "the name is empty; name a built-in scenario or a YAML file")]);
        }

        if (ScenarioCatalog.Contains(nameOrPath))
        {
            return ScenarioCatalog.Read(nameOrPath);
        }

        return LooksLikeFile(nameOrPath)
            ? ScenarioReader.ReadFile(nameOrPath)
            : throw new ScenarioException([new ScenarioProblem(nameOrPath, 0, $"{ScenarioCatalog.UnknownMessage(nameOrPath)}; and there is no file of that name")]);
    }

    private static bool LooksLikeFile(string text) =>
        Path.HasExtension(text) || text.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) || Path.Exists(text);
}
