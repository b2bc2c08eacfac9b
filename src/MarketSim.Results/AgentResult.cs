using MarketSim.Market.Accounts;
using MarketSim.Market.Orders;

namespace MarketSim.Results;

/// <summary>The state of an agent at the end of a run, as its participant reports it at settlement.</summary>
/// <param name="Account">Account of the agent in the venue's ledger.</param>
/// <param name="Position">Position by the agent's portfolio, which must equal that of the venue's ledger.</param>
/// <param name="Orders">Order requests sent.</param>
/// <param name="Fills">Fills received.</param>
/// <param name="TradedLots">Bought and sold, in lots.</param>
/// <param name="Failures">Number of exceptions of its strategy.</param>
public sealed record AgentResult(AccountId Account, Position Position, long Orders, long Fills, long TradedLots, int Failures);
