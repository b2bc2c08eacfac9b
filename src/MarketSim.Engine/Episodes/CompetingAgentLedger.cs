using MarketSim.Agents.Population;
using MarketSim.Engine.Definitions;
using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;

namespace MarketSim.Engine.Episodes;

/// <summary>The total position of all competing agents of a market, updated by each trade. Empty where rewards do not compete.</summary>
internal sealed class CompetingAgentLedger
{
    private readonly Population _population;

    // By account; empty where rewards do not compete.
    private readonly bool[] _competes;
    private CompetingAgentTotals _opening;
    private CompetingAgentTotals _totals;

    public CompetingAgentLedger(MarketDefinition market)
    {
        _population = market.Population;
        if (market.Training is not { CompetitiveRewards: true })
        {
            _competes = [];
            return;
        }

        _competes = new bool[market.Population.Count];
        BeginEpisode(stage: null);
    }

    /// <summary>The total; all zero where rewards do not compete.</summary>
    public CompetingAgentTotals Totals => _totals;

    /// <summary>By account: true when its agent competes.</summary>
    public static bool[] CompetingAccounts(Population population)
    {
        bool[] competing = new bool[population.Count];
        foreach (AgentGroup group in population.Groups.Where(group => group.Competes))
        {
            Array.Fill(competing, true, group.FirstAccount, group.Count);
        }

        return competing;
    }

    /// <summary>Begins an episode with opening positions.</summary>
    /// <param name="stage">The stage of the episode, whose active agents compete; null for all.</param>
    public void BeginEpisode(MarketStage? stage)
    {
        if (_competes.Length == 0)
        {
            return;
        }

        Array.Clear(_competes);
        _opening = default;
        foreach (AgentGroup group in _population.Groups.Where(group => group.Competes))
        {
            int count = stage?.Groups[group.Index].Active ?? group.Count;
            Array.Fill(_competes, true, group.FirstAccount, count);
            _opening = new CompetingAgentTotals(
                _opening.Count + count,
                checked(_opening.Cash + (count * group.InitialCash)),
                checked(_opening.Inventory + (count * group.InitialInventory)));
        }

        _totals = _opening;
    }

    /// <summary>Adds a trade, in which none, one or both accounts may compete.</summary>
    public void Trade(in BookEvent trade, long takerFee, long makerFee)
    {
        if (_competes.Length == 0)
        {
            return;
        }

        long signedLots = trade.Side == Side.Buy ? trade.Quantity.Lots : -trade.Quantity.Lots;
        Fill(trade.Account, signedLots, trade.Price, takerFee);
        Fill(trade.RestingAccount, -signedLots, trade.Price, makerFee);
    }

    /// <summary>Restores the total as the sum over the accounts of the venue's ledger.</summary>
    public void Restore(Ledger ledger)
    {
        long cash = 0, inventory = 0;
        for (int account = 0; account < _competes.Length; account++)
        {
            if (_competes[account])
            {
                cash += ledger[new AccountId(account)].Cash;
                inventory += ledger[new AccountId(account)].Inventory;
            }
        }

        _totals = new CompetingAgentTotals(_opening.Count, cash, inventory);
    }

    private void Fill(AccountId account, long signedLots, Price price, long fee)
    {
        // The venue itself, as the counterparty of shadow trades, has a negative account.
        if (account.Value >= 0 && _competes[account.Value])
        {
            _totals = _totals with
            {
                Cash = checked(_totals.Cash - (signedLots * price.Ticks) - fee),
                Inventory = _totals.Inventory + signedLots,
            };
        }
    }
}
