using Xunit;

namespace MarketSim.TestKit;

/// <summary>A test of files in the layouts of the world, which the project does not ship; skipped, with the reason, where they are not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedCasesTheoryAttribute : TheoryAttribute
{
    public SharedCasesTheoryAttribute()
    {
        if (Find() is null)
        {
            Skip = $"No folder shared/cases/bars in or beside any folder above {AppContext.BaseDirectory}.";
        }
    }

    /// <returns>The file's path.</returns>
    public static string Require(string name) =>
        Path.Combine(Find() ?? throw new DirectoryNotFoundException("The test should have been skipped."), name);

    private static string? Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared", "cases", "bars");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
