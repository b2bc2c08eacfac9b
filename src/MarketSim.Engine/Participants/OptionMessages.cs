using MarketSim.Agents.PolicyTrading;
using MarketSim.Learning.Hierarchical;
using MarketSim.Market.Orders;

namespace MarketSim.Engine.Participants;

/// <summary>To a controller: reports of agents whose options have ended.</summary>
public sealed record OptionReports(IReadOnlyList<AgentOptionReport> Reports) : TrainingMessage;

/// <summary>The report of one agent.</summary>
public sealed record AgentOptionReport(AccountId Account, OptionReport Report) : IComparable<AgentOptionReport>
{
    /// <inheritdoc/>
    public int CompareTo(AgentOptionReport? other) => other is null ? 1 : Account.CompareTo(other.Account);
}

/// <summary>To all participants that hold agents of a hierarchical policy: the options that its controller has picked.</summary>
public sealed record OptionChoices(string Policy, IReadOnlyList<AgentOptionChoice> Choices) : TrainingMessage;

/// <summary>The choice for one agent.</summary>
public sealed record AgentOptionChoice(AccountId Account, OptionChoice Choice);
