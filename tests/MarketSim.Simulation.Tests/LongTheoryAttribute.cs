namespace MarketSim.Simulation.Tests;

/// <summary>Tests of minutes, which run only when they are asked for.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongTheoryAttribute : TheoryAttribute
{
    /// <param name="filter">What chooses the tests on the command line.</param>
    public LongTheoryAttribute(string filter) => Skip = Environment.GetEnvironmentVariable("MARKETSIM_LONG") == "1"
        ? null
        : $"Takes minutes. To run it: MARKETSIM_LONG=1 dotnet test tests/MarketSim.Simulation.Tests -c Release --filter {filter}";
}
