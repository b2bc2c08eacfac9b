using MarketSim.Market.Orders;
using MarketSim.Numerics.Functions;

namespace MarketSim.Agents.Strategies.MarketMaking;

/// <summary>Prices and sizes of a ladder of orders on both sides of a mid-price.</summary>
/// <param name="SpacingTicks">Distance between levels.</param>
/// <param name="BidSize">Size of each bid.</param>
/// <param name="AskSize">Size of each ask.</param>
internal readonly record struct Ladder(Price HighestBid, Price LowestAsk, long SpacingTicks, Quantity BidSize, Quantity AskSize)
{
    /// <summary>A ladder around a mid-price.</summary>
    /// <param name="widthTicks">Distance between the innermost bid and ask.</param>
    /// <param name="volumeLots">Volume since the last ladder.</param>
    public static Ladder Around(long midTicks, double widthTicks, LadderSettings settings, long volumeLots, long inventoryLots)
    {
        (long below, long above) = settings.Anchor switch
        {
            WindowAnchor.Top => ((long)widthTicks, 1L),
            WindowAnchor.Bottom => (1L, (long)widthTicks),
            _ => ((long)Math.Floor(widthTicks / 2), (long)Math.Ceiling(widthTicks / 2)),
        };
        (Quantity bidSize, Quantity askSize) = Sizes(settings, volumeLots, inventoryLots);
        return new Ladder(
            new Price(midTicks - below),

            // At least a tick above the bid, also when the width is 0.
            new Price(midTicks + Math.Max(above, 1 - below)),
            Math.Max(1, (long)Math.Round(settings.LevelSpacing * widthTicks)),
            bidSize,
            askSize);
    }

    /// <summary>Price of a level, the innermost being 0; may lie below 1 tick on the bid side.</summary>
    public Price PriceOf(Side side, int level) => side == Side.Buy ? HighestBid - (level * SpacingTicks) : LowestAsk + (level * SpacingTicks);

    private static (Quantity Bid, Quantity Ask) Sizes(LadderSettings settings, long volumeLots, long inventoryLots)
    {
        double lots = Math.Round(settings.VolumeShare * volumeLots);
        if (settings.InventorySkew == 0)
        {
            Quantity size = AtLeast(settings.MinimumLots, lots);
            return (size, size);
        }

        double sellShare = 1 / (1 + Elementary.Exp(-settings.InventorySkew * inventoryLots));
        return (
            AtLeast(settings.MinimumLots, Math.Floor((1 - sellShare) * lots)),
            AtLeast(settings.MinimumLots, Math.Ceiling(sellShare * lots)));
    }

    private static Quantity AtLeast(long minimumLots, double lots) => new(Math.Max(minimumLots, (long)lots));
}
