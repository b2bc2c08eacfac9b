namespace MarketSim.Simulation.Tests.Scenarios;

/// <summary>A test of real market data that the project does not ship; skipped, with the reason, where the data is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataFactAttribute : FactAttribute
{
    /// <param name="relativePath">Within <c>shared/data</c>, beside the repository.</param>
    public SharedDataFactAttribute(string relativePath) =>
        Skip = Find(relativePath) is null ? $"No file shared/data/{relativePath} beside any folder above {AppContext.BaseDirectory}." : null;

    /// <returns>The file's path; null when it is not there.</returns>
    public static string? Find(string relativePath)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared", "data", relativePath);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
