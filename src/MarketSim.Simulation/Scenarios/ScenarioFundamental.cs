using MarketSim.Agents.Parameters;
using MarketSim.Market.Fundamentals;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;

namespace MarketSim.Simulation.Scenarios;

/// <summary>The fundamental value as a scenario states it.</summary>
/// <param name="File">The bars that the value follows, for a definition that takes a file; otherwise null.</param>
public sealed record ScenarioFundamental(FundamentalDefinition Definition, ParameterSet Parameters, ScenarioFile? File)
{
    /// <summary>The process at the start of a run.</summary>
    public IFundamentalValue Create(FundamentalMarket market) => Definition.Create(Parameters, File, market);
}

/// <summary>A file that a scenario refers to; its digest is checked whenever it is read.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
public sealed record ScenarioFile(string Path, string Sha256);

/// <summary>What a fundamental value needs to know of its market.</summary>
public sealed record FundamentalMarket(Instrument Instrument, TradingSession Session, Price InitialPrice, ulong Seed);

/// <summary>A kind of fundamental value as users name it.</summary>
/// <param name="Name">As written in a scenario, in snake_case.</param>
public sealed record FundamentalDefinition(
    string Name,
    string Summary,
    bool TakesFile,
    IReadOnlyList<ParameterDefinition> Parameters,
    Func<ParameterSet, ScenarioFile?, FundamentalMarket, IFundamentalValue> Create);
