namespace MarketSim.Simulation.Scenarios;

/// <summary>Words that stand for "none" and "as suits the machine" in a scenario.</summary>
internal static class ScenarioWords
{
    public const string Off = "off";

    public const string Auto = "auto";
}
