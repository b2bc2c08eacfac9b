namespace MarketSim.Cluster.Tests.Processes;

/// <summary>A test of minutes, which runs only when it is asked for.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongFactAttribute : FactAttribute
{
    /// <param name="filter">What chooses the test on the command line.</param>
    public LongFactAttribute(string filter) => Skip = LongTests.SkipReason(filter);
}

/// <summary>Tests of minutes, which run only when they are asked for.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongTheoryAttribute : TheoryAttribute
{
    /// <param name="filter">What chooses the tests on the command line.</param>
    public LongTheoryAttribute(string filter) => Skip = LongTests.SkipReason(filter);
}

/// <summary>Whether tests of minutes were asked for.</summary>
internal static class LongTests
{
    /// <summary>Null when they are to run.</summary>
    public static string? SkipReason(string filter) => Environment.GetEnvironmentVariable("MARKETSIM_LONG") == "1"
        ? null
        : $"Takes minutes. To run it: MARKETSIM_LONG=1 dotnet test tests/MarketSim.Cluster.Tests -c Release --filter {filter}";
}
