using MarketSim.Agents;
using MarketSim.Agents.Population;
using MarketSim.Engine.Definitions;
using MarketSim.Market.Accounts;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;

namespace MarketSim.Engine.Episodes;

/// <summary>Creates the result rows of an episode at its end.</summary>
internal static class EpisodeRows
{
    /// <summary>The row of one competing agent at the close.</summary>
    public static EpisodeRow Of(TradingAgent agent, AgentGroup group, MarketSnapshot close, Price initialPrice, int episode, int replica) => new(
        episode,
        replica,
        group.Index,
        agent.Account,
        agent.PolicyStrategy?.Decisions ?? 0,
        agent.PolicyStrategy?.TotalReward ?? 0,
        WealthChange(agent.Portfolio.Position, group, close.MidTicks, initialPrice),
        agent.Portfolio.TradedLots,
        agent.Portfolio.Inventory);

    /// <summary>Adds the groups that do not compete, from the venue's ledger, and sorts all rows.</summary>
    /// <param name="rows">Rows of all competing agents; those of other replicas are complete already.</param>
    /// <param name="stage">Stage of the episode, in which a group without active agents has no row; null for a market without a curriculum.</param>
    public static IReadOnlyList<EpisodeRow> Complete(IReadOnlyList<EpisodeRow> rows, MarketDefinition market, MarketStage? stage, Venue venue, int episode, int replica)
    {
        var all = new List<EpisodeRow>(rows);
        double mid = venue.Snapshot().MidTicks;
        foreach (AgentGroup group in market.Population.Groups.Where(group => !group.Competes))
        {
            int count = stage?.Groups[group.Index].Active ?? group.Count;
            if (count == 0)
            {
                continue;
            }

            double wealthChange = 0;
            long inventory = 0;
            for (int account = group.FirstAccount; account < group.FirstAccount + count; account++)
            {
                ref readonly Position position = ref venue.Ledger[new AccountId(account)];
                wealthChange += WealthChange(position, group, mid, market.InitialPrice);
                inventory += position.Inventory;
            }

            all.Add(new EpisodeRow(
                episode, replica, group.Index, Account: null, Decisions: 0, Reward: 0, wealthChange / count, TradedLots: 0, inventory / (double)count));
        }

        all.Sort();
        return all;
    }

    // Exact in doubles: whole numbers below 2^53, and halves, as mid-prices are.
    private static double WealthChange(in Position position, AgentGroup group, double mid, Price initialPrice) =>
        position.Cash - group.InitialCash + (position.Inventory * mid) - (group.InitialInventory * (double)initialPrice.Ticks);
}
