namespace MarketSim.Agents.Tests.Harness;

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
        : $"Takes minutes. To run it: MARKETSIM_LONG=1 dotnet test tests/MarketSim.Agents.Tests -c Release --filter {filter}";
}
