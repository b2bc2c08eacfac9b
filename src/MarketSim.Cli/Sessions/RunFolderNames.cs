using System.Globalization;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Cli.Sessions;

/// <summary>Names the folders of runs whose users name none.</summary>
internal static class RunFolderNames
{
    private const string Root = "runs";

    /// <summary>A folder that does not exist yet.</summary>
    public static string ForNewRun(Scenario scenario, TimeProvider timeProvider)
    {
        string time = timeProvider.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        string first = Path.Combine(Root, $"{scenario.Name}-{scenario.Seed.ToString(CultureInfo.InvariantCulture)}-{time}");
        string path = first;
        for (int number = 2; Path.Exists(path); number++)
        {
            path = $"{first}-{number.ToString(CultureInfo.InvariantCulture)}";
        }

        return path;
    }
}
