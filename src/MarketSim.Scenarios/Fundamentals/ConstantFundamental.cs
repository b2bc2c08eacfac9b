using MarketSim.Market.Fundamentals;
using MarketSim.Market.Time;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Scenarios.Fundamentals;

/// <summary>A value that never moves: what is left of price changes is the agents' own doing.</summary>
internal sealed class ConstantFundamental : IFundamentalValue
{
    private ConstantFundamental(double value) => Value = value;

    public static FundamentalDefinition Definition { get; } = new(
        "constant",
        "Stays at the initial price.",
        TakesFile: false,
        [],
        (_, _, market) => new ConstantFundamental(market.InitialPrice.Ticks));

    public double Value { get; }

    public void AdvanceTo(SimulatedTime time)
    {
    }

    public void Save(MessagePackWriter writer) => writer.WriteNil();

    public void Restore(ref MessagePackReader reader) => reader.TryReadNil();
}
