using MarketSim.Agents.Portfolios;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Agents.Decisions;

/// <summary>The part of a trading agent that its decisions read and change: account, portfolio, random stream, and the numbers and arrival times of its requests.</summary>
public abstract class DecidingAgent
{
    /// <summary>The stream of its strategy's draws. A field, because drawing changes it.</summary>
    internal RandomStream StrategyRandom;

    private protected DecidingAgent(AccountId account) => Account = account;

    /// <summary>Its account at the venue.</summary>
    public AccountId Account { get; }

    /// <summary>Its positions and open orders.</summary>
    public Portfolio Portfolio { get; private protected set; } = null!;

    /// <summary>Number of orders sent.</summary>
    public long OrdersSent { get; private protected set; }

    /// <summary>Number of the next request, from 1.</summary>
    internal abstract int NextSequence();

    /// <summary>The arrival time of a request sent at a time: after the agent's latency, and never before an earlier request of the same agent.</summary>
    internal abstract SimulatedTime ArrivalOf(SimulatedTime sent);

    internal void CountOrder() => OrdersSent++;
}
