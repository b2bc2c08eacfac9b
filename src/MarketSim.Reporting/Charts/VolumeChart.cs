using MarketSim.Reporting.RunFolders;
using MarketSim.Reporting.Series;

namespace MarketSim.Reporting.Charts;

/// <summary>Shares traded per interval, by the side that took the initiative.</summary>
/// <param name="Start">Positions at which the intervals begin.</param>
internal sealed record VolumeChart(double IntervalSeconds, double[] Start, double[] BuyerInitiated, double[] SellerInitiated, double[] Trades);

/// <summary>Adds trades up, one at a time, for a <see cref="VolumeChart"/>.</summary>
internal sealed class VolumeBars
{
    private readonly SessionAxis axis;
    private readonly double intervalSeconds;
    private readonly double start;
    private readonly double[] buyerInitiated;
    private readonly double[] sellerInitiated;
    private readonly double[] trades;

    /// <summary>Bars from one position to another; trades outside count in the first or the last.</summary>
    public VolumeBars(SessionAxis axis, double firstPosition, double lastPosition, int maximumBars, double tickSeconds)
    {
        _axis = axis;
        // One bar less, because the first and the last may be cut.
        intervalSeconds = NiceInterval.For(axis, lastPosition - firstPosition, maximumBars - 1, tickSeconds);
        start = Math.Floor(firstPosition / intervalSeconds) * intervalSeconds;
        int bars = Math.Max(1, (int)Math.Ceiling((lastPosition - start) / intervalSeconds));
        buyerInitiated = new double[bars];
        sellerInitiated = new double[bars];
        trades = new double[bars];
    }

    public void Add(Trade trade)
    {
        double bar = Math.Floor((axis.Position(trade.TimeSeconds) - start) / intervalSeconds);
        int index = (int)Math.Clamp(bar, 0, trades.Length - 1);
        (trade.BuyerInitiated ? buyerInitiated : sellerInitiated)[index] += trade.Quantity;
        trades[index]++;
    }

    public VolumeChart ToChart() => new(
        intervalSeconds,
        [.. Enumerable.Range(0, trades.Length).Select(bar => start + (bar * intervalSeconds))],
        buyerInitiated,
        sellerInitiated,
        trades);
}
