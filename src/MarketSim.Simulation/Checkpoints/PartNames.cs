using System.Globalization;

namespace MarketSim.Simulation.Checkpoints;

/// <summary>What the parts of a checkpoint are called.</summary>
internal static class PartNames
{
    public const string Market = "market";

    /// <summary>A block of agents.</summary>
    public static string Block(int block) => string.Create(CultureInfo.InvariantCulture, $"agents/{block:D6}");
}
