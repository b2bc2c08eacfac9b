using MarketSim.Reporting.RunFolders;
using MarketSim.Reporting.Series;

namespace MarketSim.Reporting.Charts;

/// <summary>Adds up, interval by interval, what was traded.</summary>
internal sealed class VolumeBars
{
    private readonly double _intervalSeconds;
    private readonly double _start;
    private readonly double[] _buyerInitiated;
    private readonly double[] _sellerInitiated;
    private readonly double[] _trades;

    /// <summary>Bars from one time to another; what is traded outside counts in the first or the last.</summary>
    public VolumeBars(double firstSeconds, double lastSeconds, int maximumBars, double tickSeconds)
    {
        // One bar less, because the first and the last may be cut.
        _intervalSeconds = NiceInterval.For(lastSeconds - firstSeconds, maximumBars - 1, tickSeconds);
        _start = Math.Floor(firstSeconds / _intervalSeconds) * _intervalSeconds;
        int bars = Math.Max(1, (int)Math.Ceiling((lastSeconds - _start) / _intervalSeconds));
        _buyerInitiated = new double[bars];
        _sellerInitiated = new double[bars];
        _trades = new double[bars];
    }

    public void Add(Trade trade)
    {
        int bar = BarAt(trade.TimeSeconds);
        (trade.BuyerInitiated ? _buyerInitiated : _sellerInitiated)[bar] += trade.Quantity;
        _trades[bar]++;
    }

    public VolumeChart ToChart() => new(
        _intervalSeconds,
        Starts(),
        [.. _buyerInitiated.Zip(_sellerInitiated, (bought, sold) => bought + sold)],
        new VolumeSides(_buyerInitiated, _sellerInitiated, _trades));

    /// <summary>The bars of a run that kept no trades, from the volume of its samples.</summary>
    public VolumeChart ToChart(BookSamples samples)
    {
        var volume = new double[_trades.Length];
        for (int row = 1; row < samples.Count; row++)
        {
            // What happened up to a sample belongs to the bar that it ends.
            volume[BarAt(samples.TimeSeconds[row - 1])] += samples.CumulativeVolume[row] - samples.CumulativeVolume[row - 1];
        }

        return new VolumeChart(_intervalSeconds, Starts(), volume, Sides: null);
    }

    private int BarAt(double timeSeconds) => (int)Math.Clamp(Math.Floor((timeSeconds - _start) / _intervalSeconds), 0, _trades.Length - 1);

    private double[] Starts() => [.. Enumerable.Range(0, _trades.Length).Select(bar => _start + (bar * _intervalSeconds))];
}
