namespace MarketSim.Cli.Tests.Architecture.Circular.Lower;

/// <summary>Uses the folder that uses its own, and names it nowhere but within a method.</summary>
internal sealed class Lowest
{
    public bool IsUsedTwice => new Upper(this).Lowest == this;
}
