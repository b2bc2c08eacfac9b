namespace MarketSim.Learning.Tests;

/// <summary>A test of minutes, which runs only when MARKETSIM_LONG=1 asks for it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongTheoryAttribute : TheoryAttribute
{
    /// <param name="filter">What chooses the test on the command line.</param>
    public LongTheoryAttribute(string filter)
    {
        if (Environment.GetEnvironmentVariable("MARKETSIM_LONG") != "1")
        {
            Skip = $"Takes minutes. To run it: MARKETSIM_LONG=1 dotnet test tests/MarketSim.Learning.Tests -c Release --filter {filter}";
        }
    }
}
