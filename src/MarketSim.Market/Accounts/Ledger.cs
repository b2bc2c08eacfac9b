using MarketSim.Market.Orders;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Accounts;

/// <summary>The venue's books: every account's position, and the venue's own cash. Cash and inventory are only ever moved, never made.</summary>
public sealed class Ledger
{
    private readonly Position[] _positions;
    private readonly FeeSchedule _fees;
    private readonly Int128 _totalCash;
    private readonly Int128 _totalInventory;

    /// <param name="positions">One opening position per account, indexed by <see cref="AccountId"/>; the ledger takes the array over.</param>
    public Ledger(Position[] positions, FeeSchedule fees)
    {
        _positions = positions;
        _fees = fees;
        (_totalCash, _totalInventory) = Totals();
    }

    /// <summary>Fees less rebates that the venue has taken, and its cash flow as the counterparty of shadow trades, in tick·lots.</summary>
    public long VenueCash { get; private set; }

    /// <summary>Lots that the venue has bought as the counterparty of shadow trades; negative is sold.</summary>
    public long VenueInventory { get; private set; }

    /// <summary>The venue's gain at a price, in tick·lots: its cash and, as the counterparty of shadow trades, its inventory.</summary>
    public long VenueProfit(Price mark) => checked(VenueCash + (VenueInventory * mark.Ticks));

    /// <summary>Number of accounts.</summary>
    public int AccountCount => _positions.Length;

    /// <summary>The position of an account.</summary>
    public ref readonly Position this[AccountId account] => ref _positions[account.Value];

    /// <summary>Books a trade on both accounts and returns the fees of the aggressor and of the resting side, in tick·lots.</summary>
    public (long TakerFee, long MakerFee) Book(AccountId aggressor, Side aggressorSide, AccountId resting, Price price, Quantity quantity)
    {
        long takerFee = _fees.TakerFee(price, quantity);
        long makerFee = _fees.MakerFee(price, quantity);
        _positions[aggressor.Value].Fill(aggressorSide, price, quantity, takerFee);
        _positions[resting.Value].Fill(aggressorSide == Side.Buy ? Side.Sell : Side.Buy, price, quantity, makerFee);
        VenueCash = checked(VenueCash + takerFee + makerFee);
        return (takerFee, makerFee);
    }

    /// <summary>Books a trade of an account with the venue and returns its fee, in tick·lots.</summary>
    public long BookWithVenue(AccountId account, Side side, Price price, Quantity quantity)
    {
        long fee = _fees.TakerFee(price, quantity);
        _positions[account.Value].Fill(side, price, quantity, fee);
        long signedLots = side == Side.Buy ? quantity.Lots : -quantity.Lots;
        VenueCash = checked(VenueCash + (signedLots * price.Ticks) + fee);
        VenueInventory = checked(VenueInventory - signedLots);
        return fee;
    }

    /// <summary>Compares the sums over all accounts with those at the start.</summary>
    /// <exception cref="InvalidOperationException">Cash or inventory was made or lost: the program is wrong.</exception>
    public void CheckConservation()
    {
        if (Imbalance() is { } imbalance)
        {
            throw new InvalidOperationException($"The ledger does not balance: {imbalance}.");
        }
    }

    /// <summary>Saves the positions of some accounts; <see cref="VenueCash"/> is the venue's to save.</summary>
    public void Save(int firstAccount, int count, MessagePackWriter writer)
    {
        writer.WriteArrayHeader(count);
        foreach (Position position in _positions.AsSpan(firstAccount, count))
        {
            position.Save(writer);
        }
    }

    /// <summary>Restores what <see cref="Save"/> wrote of the same accounts.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public void Restore(int firstAccount, int count, ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(count);
        foreach (ref Position position in _positions.AsSpan(firstAccount, count))
        {
            position.Restore(ref reader);
        }
    }

    /// <summary>Once all accounts are restored: compares them with the opening positions.</summary>
    /// <exception cref="InvalidDataException">They belong to other opening positions.</exception>
    public void CheckRestored()
    {
        if (Imbalance() is { } imbalance)
        {
            throw new InvalidDataException($"The saved ledger does not balance with the opening positions: {imbalance}.");
        }
    }

    internal void RestoreVenueCash(long cash) => VenueCash = cash;

    internal void RestoreVenueInventory(long lots) => VenueInventory = lots;

    private string? Imbalance()
    {
        (Int128 cash, Int128 inventory) = Totals();
        return cash + VenueCash == _totalCash && inventory + VenueInventory == _totalInventory
            ? null
            : $"cash {cash} + {VenueCash} of the venue should be {_totalCash} tick·lots, inventory {inventory} + {VenueInventory} should be {_totalInventory} lots";
    }

    private (Int128 Cash, Int128 Inventory) Totals()
    {
        Int128 cash = 0;
        Int128 inventory = 0;
        foreach (Position position in _positions)
        {
            cash += position.Cash;
            inventory += position.Inventory;
        }

        return (cash, inventory);
    }
}
