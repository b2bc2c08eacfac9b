using MarketSim.Agents.Population;
using MarketSim.Engine.Definitions;
using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;

namespace MarketSim.Engine.Episodes;

/// <summary>Accounts for what all competing agents of a market own together, trade by trade.</summary>
internal sealed class CompetingAgentLedger
{
    private readonly bool[] _competes;
    private readonly CompetitorTotals _opening;
    private CompetitorTotals _totals;

    public CompetingAgentLedger(MarketDefinition market)
    {
        if (market.Training is not { CompetitiveRewards: true })
        {
            _competes = [];
            return;
        }

        _competes = CompetingAccounts(market.Population);
        foreach (AgentGroup group in market.Population.Groups.Where(group => group.Competes))
        {
            _opening = new CompetitorTotals(
                _opening.Count + group.Count,
                checked(_opening.Cash + (group.Count * group.InitialCash)),
                checked(_opening.Inventory + (group.Count * group.InitialInventory)));
        }

        _totals = _opening;
    }

    /// <summary>All zero where rewards do not compete.</summary>
    public CompetitorTotals Totals => _totals;

    /// <summary>By account: whether its agent competes.</summary>
    public static bool[] CompetingAccounts(Population population)
    {
        bool[] competing = new bool[population.Count];
        foreach (AgentGroup group in population.Groups.Where(group => group.Competes))
        {
            Array.Fill(competing, true, group.FirstAccount, group.Count);
        }

        return competing;
    }

    public void BeginEpisode() => _totals = _opening;

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

    /// <summary>Sums up the accounts of the venue's ledger.</summary>
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

        _totals = new CompetitorTotals(_opening.Count, cash, inventory);
    }

    private void Fill(AccountId account, long signedLots, Price price, long fee)
    {
        // The venue itself, as the house of shadow trades, is no account.
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
