using MarketSim.Reporting.RunFolders;
using MarketSim.Reporting.Series;

namespace MarketSim.Reporting.Charts;

/// <summary>Shares traded per interval, by the side that took the initiative.</summary>
/// <param name="Start">Positions at which the intervals begin.</param>
internal sealed record VolumeChart(double IntervalSeconds, double[] Start, double[] BuyerInitiated, double[] SellerInitiated, double[] Trades);

/// <summary>Adds trades up, one at a time, for a <see cref="VolumeChart"/>.</summary>
internal sealed class VolumeBars
{
    private readonly SessionAxis _axis;
    private readonly double _intervalSeconds;
    private readonly double _start;
    private readonly double[] _buyerInitiated;
    private readonly double[] _sellerInitiated;
    private readonly double[] _trades;

    /// <summary>Bars from one position to another; trades outside count in the first or the last.</summary>
    public VolumeBars(SessionAxis axis, double firstPosition, double lastPosition, int maximumBars, double tickSeconds)
    {
        _axis = axis;
        // One bar less, because the first and the last may be cut.
        _intervalSeconds = NiceInterval.For(axis, lastPosition - firstPosition, maximumBars - 1, tickSeconds);
        _start = Math.Floor(firstPosition / _intervalSeconds) * _intervalSeconds;
        int bars = Math.Max(1, (int)Math.Ceiling((lastPosition - _start) / _intervalSeconds));
        _buyerInitiated = new double[bars];
        _sellerInitiated = new double[bars];
        _trades = new double[bars];
    }

    public void Add(Trade trade)
    {
        double bar = Math.Floor((_axis.Position(trade.TimeSeconds) - _start) / _intervalSeconds);
        int index = (int)Math.Clamp(bar, 0, _trades.Length - 1);
        (trade.BuyerInitiated ? _buyerInitiated : _sellerInitiated)[index] += trade.Quantity;
        _trades[index]++;
    }

    public VolumeChart ToChart() => new(
        _intervalSeconds,
        [.. Enumerable.Range(0, _trades.Length).Select(bar => _start + (bar * _intervalSeconds))],
        _buyerInitiated,
        _sellerInitiated,
        _trades);
}
