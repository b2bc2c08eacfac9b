using MarketSim.Market.Orders;
using MarketSim.Market.Venues;
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

    /// <summary>Fees less rebates that the venue has taken, in tick·lots.</summary>
    public long VenueCash { get; private set; }

    public int AccountCount => _positions.Length;

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

    /// <summary>Compares the sums over all accounts with those at the start.</summary>
    /// <exception cref="InvalidOperationException">Cash or inventory was made or lost: the program is wrong.</exception>
    public void CheckConservation()
    {
        if (Imbalance() is { } imbalance)
        {
            throw new InvalidOperationException($"The ledger does not balance: {imbalance}.");
        }
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.WriteInt64(VenueCash);
        writer.WriteArrayHeader(_positions.Length);
        foreach (Position position in _positions)
        {
            position.Save(writer);
        }
    }

    /// <exception cref="InvalidDataException">The bytes are damaged, or belong to other opening positions.</exception>
    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(2);
        VenueCash = reader.ReadInt64();
        reader.ReadArrayHeader(_positions.Length);
        for (int account = 0; account < _positions.Length; account++)
        {
            _positions[account].Restore(ref reader);
        }

        if (Imbalance() is { } imbalance)
        {
            throw new InvalidDataException($"The saved ledger does not balance with the opening positions: {imbalance}.");
        }
    }

    private string? Imbalance()
    {
        (Int128 cash, Int128 inventory) = Totals();
        return cash + VenueCash == _totalCash && inventory == _totalInventory
            ? null
            : $"cash {cash} + {VenueCash} of the venue should be {_totalCash} tick·lots, inventory {inventory} should be {_totalInventory} lots";
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
