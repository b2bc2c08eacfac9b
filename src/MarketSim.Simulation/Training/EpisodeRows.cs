using MarketSim.Agents;
using MarketSim.Agents.Population;
using MarketSim.Market.Accounts;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Simulation.Training;

/// <summary>Makes the rows of an episode that is over.</summary>
internal static class EpisodeRows
{
    /// <summary>Of one competitor, as it stands at the close.</summary>
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

    /// <summary>Adds the groups that do not compete, as the venue's ledger has them.</summary>
    /// <param name="rows">Of all competitors.</param>
    public static IReadOnlyList<EpisodeRow> Complete(
        IReadOnlyList<EpisodeRow> rows, Scenario scenario, Population population, Venue venue, int episode, int replica = 0)
    {
        var all = new List<EpisodeRow>(rows);
        double mid = venue.Snapshot().MidTicks;
        foreach (AgentGroup group in population.Groups.Where(group => !scenario.Agents[group.Index].Competes))
        {
            double wealthChange = 0;
            long inventory = 0;
            for (int account = group.FirstAccount; account < group.FirstAccount + group.Count; account++)
            {
                ref readonly Position position = ref venue.Ledger[new AccountId(account)];
                wealthChange += WealthChange(position, group, mid, scenario.Market.InitialPrice);
                inventory += position.Inventory;
            }

            all.Add(new EpisodeRow(
                episode, replica, group.Index, Account: null, Decisions: 0, Reward: 0, wealthChange / group.Count, TradedLots: 0, inventory / (double)group.Count));
        }

        all.Sort();
        return all;
    }

    // Whole numbers below 2^53 and halves: exact.
    private static double WealthChange(in Position position, AgentGroup group, double mid, Price initialPrice) =>
        position.Cash - group.InitialCash + (position.Inventory * mid) - (group.InitialInventory * (double)initialPrice.Ticks);
}
