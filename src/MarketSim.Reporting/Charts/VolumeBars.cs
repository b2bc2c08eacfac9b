using MarketSim.Reporting.Series;
using MarketSim.Results.Tables;

namespace MarketSim.Reporting.Charts;

/// <summary>Adds up, interval by interval, what was traded, and keeps the first, highest, lowest and last price.</summary>
internal sealed class VolumeBars
{
    private readonly double _intervalSeconds;
    private readonly double _start;
    private readonly double[] _buyerInitiated;
    private readonly double[] _sellerInitiated;
    private readonly double[] _trades;
    private readonly double[] _open;
    private readonly double[] _high;
    private readonly double[] _low;
    private readonly double[] _close;

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
        _open = Absent(bars);
        _high = Absent(bars);
        _low = Absent(bars);
        _close = Absent(bars);
    }

    public void Add(Trade trade)
    {
        int bar = BarAt(trade.TimeSeconds);
        (trade.BuyerInitiated ? _buyerInitiated : _sellerInitiated)[bar] += trade.Quantity;
        _trades[bar]++;
        AddPrice(bar, trade.Price);
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

    /// <summary>Candles of the added trades; NaN for an interval without trades.</summary>
    public CandleChart ToCandles() => new(_intervalSeconds, Starts(), _open, _high, _low, _close);

    /// <summary>Candles of a run without recorded trades: from the last prices of its samples, when there was a trade since the sample before.</summary>
    public CandleChart ToCandles(BookSamples samples)
    {
        for (int row = 1; row < samples.Count; row++)
        {
            if (samples.CumulativeVolume[row] > samples.CumulativeVolume[row - 1] && !double.IsNaN(samples.Last[row]))
            {
                AddPrice(BarAt(samples.TimeSeconds[row - 1]), samples.Last[row]);
            }
        }

        return ToCandles();
    }

    private static double[] Absent(int count)
    {
        double[] values = new double[count];
        Array.Fill(values, double.NaN);
        return values;
    }

    private void AddPrice(int bar, double price)
    {
        _open[bar] = double.IsNaN(_open[bar]) ? price : _open[bar];
        _high[bar] = double.IsNaN(_high[bar]) ? price : Math.Max(_high[bar], price);
        _low[bar] = double.IsNaN(_low[bar]) ? price : Math.Min(_low[bar], price);
        _close[bar] = price;
    }

    private int BarAt(double timeSeconds) => (int)Math.Clamp(Math.Floor((timeSeconds - _start) / _intervalSeconds), 0, _trades.Length - 1);

    private double[] Starts() => [.. Enumerable.Range(0, _trades.Length).Select(bar => _start + (bar * _intervalSeconds))];
}
