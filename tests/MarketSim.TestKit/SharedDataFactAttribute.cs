using Xunit;

namespace MarketSim.TestKit;

/// <summary>A test of real market data that the project does not ship; skipped, with the reason, where the data is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    /// <param name="relativePath">Within <c>shared/data</c>, beside the repository.</param>
    public SharedDataFactAttribute(string relativePath)
    {
        RelativePath = relativePath;
        if (Find(relativePath) is null)
        {
            Skip = $"No file shared/data/{relativePath} in or beside any folder above {AppContext.BaseDirectory}.";
        }
    }

    public string RelativePath { get; }

    /// <returns>The file's path.</returns>
    public static string Require(string relativePath) =>
        Find(relativePath) ?? throw new FileNotFoundException("The test should have been skipped.", relativePath);

    private static string? Find(string relativePath)
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
