using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Venues;

namespace MarketSim.Market.Tests.Venues;

/// <summary>Writes everything down, and after every single event checks that the accounts add up and are what their owners' account events make of them.</summary>
internal sealed class RecordingListener : IVenueListener
{
    private readonly Position[] _portfolios;
    private readonly long _openingCash;
    private readonly long _openingInventory;

    public RecordingListener(Position[] openings)
    {
        _portfolios = [.. openings];
        (_openingCash, _openingInventory) = Totals(openings);
    }

    public List<AccountEvent> AccountEvents { get; } = [];

    public List<(long Tick, BookEvent Trade, long TakerFee, long MakerFee)> Trades { get; } = [];

    /// <summary>Whether the venue also trades, as the house of accounts that prices do not react to.</summary>
    public bool HasHouse { get; init; }

    /// <summary>Whether accounts can trade only what they have.</summary>
    public bool AreFundsLimited { get; init; }

    /// <summary>Set once the venue exists.</summary>
    public Venue? Venue { get; set; }

    /// <summary>After a restore: the portfolios are what the ledger says, whoever heard of the trades before.</summary>
    public void TakeOverPortfolios()
    {
        for (int account = 0; account < _portfolios.Length; account++)
        {
            _portfolios[account] = Venue!.Ledger[new(account)];
        }
    }

    public void Traded(long tick, in BookEvent trade, long takerFee, long makerFee)
    {
        Trades.Add((tick, trade, takerFee, makerFee));
        CheckAccounts();
        Assert.Equal(_portfolios, Enumerable.Range(0, _portfolios.Length).Select(account => Venue!.Ledger[new(account)]));
    }

    void IVenueListener.Notify(in AccountEvent accountEvent)
    {
        AccountEvents.Add(accountEvent);
        if (accountEvent.Kind == AccountEventKind.Filled)
        {
            _portfolios[accountEvent.Account.Value].Fill(accountEvent.Side, accountEvent.Price, accountEvent.Quantity, accountEvent.Fee);
        }

        CheckAccounts();
    }

    private void CheckAccounts()
    {
        Ledger ledger = Venue!.Ledger;
        ledger.CheckConservation();
        (long cash, long inventory) = Totals(Enumerable.Range(0, ledger.AccountCount).Select(account => ledger[new(account)]));
        if (AreFundsLimited)
        {
            Assert.All(Enumerable.Range(0, ledger.AccountCount).Select(account => ledger[new(account)]), position => Assert.True(position is { Cash: >= 0, Inventory: >= 0 }, $"{position}"));
        }

        if (!HasHouse)
        {
            // What accounts paid, less rebates, is what the venue has.
            Assert.Equal(ledger.VenueCash, Enumerable.Range(0, ledger.AccountCount).Sum(account => ledger[new(account)].FeesPaid));
        }

        Assert.Equal((_openingCash, _openingInventory), (cash + ledger.VenueCash, inventory + ledger.VenueInventory));
    }

    private static (long Cash, long Inventory) Totals(IEnumerable<Position> positions) =>
        positions.Aggregate((0L, 0L), (sum, position) => (sum.Item1 + position.Cash, sum.Item2 + position.Inventory));
}
