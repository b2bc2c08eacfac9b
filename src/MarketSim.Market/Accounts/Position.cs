using MarketSim.Market.Orders;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Accounts;

/// <summary>
/// Cash, inventory and profit of one account in exact integers. The venue's ledger and the agent's own portfolio are kept by this
/// same arithmetic from the same fills, so that they can be compared to the last unit.
/// </summary>
/// <remarks>
/// Realised profit follows the average-cost rule. A partial close takes a share of the cost rounded towards zero; the remainder stays
/// with the position, so that realised + unrealised profit equals the change of equity exactly.
/// </remarks>
public record struct Position
{
    /// <param name="cash">In tick·lots.</param>
    /// <param name="inventory">In lots; negative is short.</param>
    /// <param name="mark">The price at which the first inventory is taken into the books.</param>
    public Position(long cash, long inventory, Price mark)
    {
        Cash = cash;
        Inventory = inventory;
        CostBasis = checked(inventory * mark.Ticks);
    }

    /// <summary>Cash in tick·lots.</summary>
    public long Cash { get; private set; }

    /// <summary>Inventory in lots; negative is short.</summary>
    public long Inventory { get; private set; }

    /// <summary>The cost of the present inventory, in tick·lots; negative when short.</summary>
    public long CostBasis { get; private set; }

    /// <summary>Profit of closed inventory, fees taken off, in tick·lots.</summary>
    public long RealisedProfit { get; private set; }

    /// <summary>Fees paid less rebates received, in tick·lots.</summary>
    public long FeesPaid { get; private set; }

    /// <summary>Profit of the present inventory at a price, in tick·lots.</summary>
    public readonly long UnrealisedProfit(Price mark) => checked((Inventory * mark.Ticks) - CostBasis);

    /// <summary>Cash plus inventory at a price, in tick·lots.</summary>
    public readonly long Equity(Price mark) => checked(Cash + (Inventory * mark.Ticks));

    /// <summary>Books a fill.</summary>
    /// <param name="fee">In tick·lots; negative is a rebate.</param>
    public void Fill(Side side, Price price, Quantity quantity, long fee)
    {
        checked
        {
            long signedLots = side == Side.Buy ? quantity.Lots : -quantity.Lots;
            Cash -= (signedLots * price.Ticks) + fee;
            FeesPaid += fee;
            RealisedProfit -= fee;
            long closing = Inventory != 0 && (Inventory > 0) != (signedLots > 0)
                ? Math.Min(Math.Abs(Inventory), quantity.Lots)
                : 0;
            if (closing > 0)
            {
                Close(Math.Sign(signedLots) * closing, price);
            }

            long opening = signedLots - (Math.Sign(signedLots) * closing);
            CostBasis += opening * price.Ticks;
            Inventory += signedLots;
        }
    }

    /// <summary>Writes the state, which <c>Restore</c> reads.</summary>
    public readonly void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(5);
        writer.WriteInt64(Cash);
        writer.WriteInt64(Inventory);
        writer.WriteInt64(CostBasis);
        writer.WriteInt64(RealisedProfit);
        writer.WriteInt64(FeesPaid);
    }

    /// <summary>Restores the state that <c>Save</c> wrote.</summary>
    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(5);
        Cash = reader.ReadInt64();
        Inventory = reader.ReadInt64();
        CostBasis = reader.ReadInt64();
        RealisedProfit = reader.ReadInt64();
        FeesPaid = reader.ReadInt64();
    }

    private void Close(long signedLots, Price price)
    {
        // The inventory still holds the lots that are being closed, so the shares are of the whole position.
        long costTaken = (long)((Int128)CostBasis * Math.Abs(signedLots) / Math.Abs(Inventory));
        CostBasis -= costTaken;
        RealisedProfit += (-signedLots * price.Ticks) - costTaken;
    }
}
