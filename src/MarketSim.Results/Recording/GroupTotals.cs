using MarketSim.Agents.Population;
using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;

namespace MarketSim.Results.Recording;

/// <summary>Cash, inventory and fees of each group of agents, kept with every trade, so that a sample does not add up all accounts.</summary>
internal sealed class GroupTotals
{
    private readonly IReadOnlyList<AgentGroup> _groups;
    private readonly int[] _groupOfAccount;
    private readonly long[] _cash;
    private readonly long[] _inventory;
    private readonly long[] _fees;
    private readonly long[] _openingEquity;

    public GroupTotals(IReadOnlyList<AgentGroup> groups, Price initialPrice)
    {
        _groups = groups;
        _groupOfAccount = new int[groups.Sum(group => group.Count)];
        _cash = [.. groups.Select(group => checked(group.InitialCash * group.Count))];
        _inventory = [.. groups.Select(group => checked(group.InitialInventory * group.Count))];
        _fees = new long[groups.Count];
        _openingEquity = [.. groups.Select(group => checked((group.InitialCash + (group.InitialInventory * initialPrice.Ticks)) * group.Count))];
        foreach (AgentGroup group in groups)
        {
            Array.Fill(_groupOfAccount, group.Index, group.FirstAccount, group.Count);
        }
    }

    /// <summary>The totals of a group, in tick·lots and lots.</summary>
    public (long Cash, long Inventory) this[int group] => (_cash[group], _inventory[group]);

    /// <summary>Fees less rebates that a group has paid, in tick·lots.</summary>
    public long Fees(int group) => _fees[group];

    /// <summary>Fees less rebates that all groups have paid, which is what the venue has taken, in tick·lots.</summary>
    public long AllFees => _fees.Sum();

    /// <summary>Profit since the start at a price, in tick·lots.</summary>
    public long Profit(int group, Price mark) => checked(_cash[group] + (_inventory[group] * mark.Ticks) - _openingEquity[group]);

    public void Trade(in BookEvent trade, long takerFee, long makerFee)
    {
        long signedLots = trade.Side == Side.Buy ? trade.Quantity.Lots : -trade.Quantity.Lots;
        Fill(trade.Account, signedLots, trade.Price, takerFee);
        Fill(trade.RestingAccount, -signedLots, trade.Price, makerFee);
    }

    /// <summary>Replaces the totals by the sums over the ledger's accounts.</summary>
    public void Restore(Ledger ledger)
    {
        foreach (AgentGroup group in _groups)
        {
            _cash[group.Index] = 0;
            _inventory[group.Index] = 0;
            _fees[group.Index] = 0;
            for (int account = group.FirstAccount; account < group.FirstAccount + group.Count; account++)
            {
                _cash[group.Index] += ledger[new AccountId(account)].Cash;
                _inventory[group.Index] += ledger[new AccountId(account)].Inventory;
                _fees[group.Index] += ledger[new AccountId(account)].FeesPaid;
            }
        }
    }

    private void Fill(AccountId account, long signedLots, Price price, long fee)
    {
        if (account.Value < 0)
        {
            // The venue itself, as the counterparty of shadow trades.
            return;
        }

        int group = _groupOfAccount[account.Value];
        _cash[group] = checked(_cash[group] - (signedLots * price.Ticks) - fee);
        _inventory[group] += signedLots;
        _fees[group] = checked(_fees[group] + fee);
    }
}
