namespace MarketSim.Live.Tapes;

/// <summary>One stretch of the session: a candle, its volume by aggressor, and the market at its end.</summary>
/// <param name="index">From 0, without gaps.</param>
/// <param name="time">Beginning, in seconds of simulated time.</param>
internal sealed class Bucket(int index, double time, double price, int groups)
{
    public int Index { get; } = index;

    public double Time { get; } = time;

    public double Open { get; private set; } = price;

    public double High { get; private set; } = price;

    public double Low { get; private set; } = price;

    public double Close { get; private set; } = price;

    /// <summary>Units.</summary>
    public double Volume { get; private set; }

    /// <summary>Units that buyers took; NaN where the run recorded no trades.</summary>
    public double BuyVolume { get; private set; }

    public double Bid { get; private set; } = double.NaN;

    public double Ask { get; private set; } = double.NaN;

    public double Fundamental { get; private set; } = double.NaN;

    public IReadOnlyList<double[]> Bids { get; private set; } = [];

    public IReadOnlyList<double[]> Asks { get; private set; } = [];

    public IReadOnlyList<GroupState> Groups { get; private set; } = [];

    /// <summary>Requests by group; what was not counted (a run played back) stays 0.</summary>
    public long[] Requests { get; } = new long[groups];

    /// <summary>Fills by group, of aggressors and of resting orders.</summary>
    public long[] Fills { get; } = new long[groups];

    public void Trade(in TapeTrade trade)
    {
        if (Volume == 0)
        {
            (Open, High, Low) = (trade.Price, trade.Price, trade.Price);
        }

        High = Math.Max(High, trade.Price);
        Low = Math.Min(Low, trade.Price);
        Close = trade.Price;
        Volume += trade.Quantity;
        BuyVolume += trade.IsBuy ? trade.Quantity : 0;
    }

    /// <summary>Extends the range of prices and the volume by one sample, for trades that were not recorded one by one.</summary>
    public void Move(double price, double volume)
    {
        High = Math.Max(High, price);
        Low = Math.Min(Low, price);
        Close = price;
        Volume += volume;
        BuyVolume = double.NaN;
    }

    public void Show(MarketState state)
    {
        (Bid, Ask, Fundamental) = (state.Bid, state.Ask, state.Fundamental);
        (Bids, Asks, Groups) = (state.Bids, state.Asks, state.Groups);
    }

    /// <summary>The market stood still: it is as the bucket before left it.</summary>
    public void Follow(Bucket before)
    {
        (Bid, Ask, Fundamental) = (before.Bid, before.Ask, before.Fundamental);
        (Bids, Asks, Groups) = (before.Bids, before.Asks, before.Groups);
    }

    /// <summary>An immutable copy of the bucket for a page.</summary>
    public BucketImage ToImage() => new(
        Index, Time, Open, High, Low, Close, Volume, BuyVolume, Bid, Ask, Fundamental, Bids, Asks, Groups, [.. Requests], [.. Fills]);
}

/// <summary>A <see cref="Bucket"/> that no longer changes.</summary>
internal sealed record BucketImage(
    int Index,
    double Time,
    double Open,
    double High,
    double Low,
    double Close,
    double Volume,
    double BuyVolume,
    double Bid,
    double Ask,
    double Fundamental,
    IReadOnlyList<double[]> Bids,
    IReadOnlyList<double[]> Asks,
    IReadOnlyList<GroupState> Groups,
    IReadOnlyList<long> Requests,
    IReadOnlyList<long> Fills);
