using MarketSim.Market.Accounts;
using MarketSim.Market.Orders;

namespace MarketSim.Results;

/// <summary>The state of an agent at the end of a run.</summary>
/// <param name="Position">By the agent's own portfolio; it must equal the venue's.</param>
/// <param name="Fills">Fills received.</param>
internal sealed record AgentResult(AccountId Account, Position Position, long Orders, long Fills, long TradedLots, int Failures);
