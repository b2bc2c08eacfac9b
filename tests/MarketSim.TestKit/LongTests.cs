namespace MarketSim.TestKit;

/// <summary>Whether tests of minutes were asked for.</summary>
public static class LongTests
{
    public static bool AreAskedFor => Environment.GetEnvironmentVariable("MARKETSIM_LONG") == "1";

    /// <summary>Null when they are to run.</summary>
    /// <param name="filter">What chooses the tests on the command line.</param>
    /// <param name="sourceFile">A file of the test project, which lies in a folder of the project's name.</param>
    internal static string? SkipReason(string filter, string sourceFile) => AreAskedFor
        ? null
        : $"Takes minutes. To run it: MARKETSIM_LONG=1 dotnet test tests/{ProjectOf(sourceFile)} -c Release --filter {filter}";

    private static string ProjectOf(string sourceFile) =>
        sourceFile.Split('/', '\\').LastOrDefault(static folder => folder.EndsWith(".Tests", StringComparison.Ordinal)) ?? "<project>";
}
