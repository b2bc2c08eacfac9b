using MarketSim.Market.Accounts;
using MarketSim.Results;

namespace MarketSim.Simulation.Participants;

/// <summary>Checks at the end that every agent's portfolio equals the venue's ledger.</summary>
internal static class Settlement
{
    /// <exception cref="InvalidOperationException">They differ: the program is wrong.</exception>
    public static void Check(IReadOnlyList<AgentResult> results, Ledger ledger)
    {
        foreach (AgentResult result in results)
        {
            if (!result.Position.Equals(ledger[result.Account]))
            {
                throw new InvalidOperationException(
                    $"The portfolio of agent {result.Account.Value} ({Describe(result.Position)}) differs from the venue's ledger ({Describe(ledger[result.Account])}).");
            }
        }
    }

    private static string Describe(in Position position) =>
        $"cash {position.Cash}, inventory {position.Inventory}, cost {position.CostBasis}, realised {position.RealisedProfit}, fees {position.FeesPaid}";
}
