using System.Globalization;
using MarketSim.Scenarios;

namespace MarketSim.Cli.Sessions;

/// <summary>Names the folders of runs whose users name none.</summary>
internal static class RunFolderNames
{
    private const string Root = "runs";

    /// <summary>A folder that does not exist yet.</summary>
    public static string ForNewRun(ScenarioDocument scenario, TimeProvider timeProvider)
    {
        string time = timeProvider.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        return Free(Path.Combine(Root, $"{scenario.Name}-{scenario.Seed.ToString(CultureInfo.InvariantCulture)}-{time}"));
    }

    /// <summary>A folder for the repetition of a run through the environment server.</summary>
    public static string ForRepetition(string original, TimeProvider timeProvider) =>
        Free(Path.Combine(Root, $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(original))}-again-{timeProvider.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}"));

    /// <summary>A folder for a run that was fetched, which does not exist yet.</summary>
    public static string ForFetched(string run) => Free(Path.Combine(Root, run));

    /// <summary>A folder for a sweep: always the same, so that a second call continues it.</summary>
    public static string ForSweep(Scenario scenario) => Path.Combine(Root, $"sweep-{scenario.Name}");

    private static string Free(string first)
    {
        string path = first;
        for (int number = 2; Path.Exists(path); number++)
        {
            path = $"{first}-{number.ToString(CultureInfo.InvariantCulture)}";
        }

        return path;
    }
}
