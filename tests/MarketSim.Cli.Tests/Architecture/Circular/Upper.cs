using MarketSim.Cli.Tests.Architecture.Circular.Lower;

namespace MarketSim.Cli.Tests.Architecture.Circular;

/// <summary>Uses a folder that uses its own.</summary>
internal sealed class Upper(Lowest lowest)
{
    public Lowest Lowest { get; } = lowest;
}
