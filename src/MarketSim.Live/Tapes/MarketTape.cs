namespace MarketSim.Live.Tapes;

/// <summary>
/// The history of the present session in a few hundred buckets and the last trades: enough for a page that is opened late. Written by the market, read by the
/// server; a lock separates them for the duration of a copy.
/// </summary>
internal sealed class MarketTape(int groups)
{
    private const int TradesShown = 60;

    private readonly Lock _lock = new();
    private readonly List<Bucket> _buckets = [];
    private readonly Queue<TapeTrade> _trades = new(TradesShown);
    private SessionGrid _grid = new(0, 1, 1);
    private double _price;

    /// <summary>Starts a session again.</summary>
    public void Begin(SessionGrid grid, double price)
    {
        lock (_lock)
        {
            Series++;
            _grid = grid;
            _price = price;
            _buckets.Clear();
            _trades.Clear();
        }
    }

    /// <summary>Another number for each session: pages forget what they have of the one before.</summary>
    public int Series { get; private set; }

    /// <param name="aggressorGroup">-1 for none.</param>
    /// <param name="restingGroup">-1 for none: the venue itself.</param>
    public void Trade(in TapeTrade trade, int aggressorGroup, int restingGroup)
    {
        lock (_lock)
        {
            Bucket bucket = Reach(_grid.IndexOf(trade.Time));
            bucket.Trade(trade);
            _price = trade.Price;
            Count(bucket.Fills, aggressorGroup);
            Count(bucket.Fills, restingGroup);
            if (_trades.Count == TradesShown)
            {
                _trades.Dequeue();
            }

            _trades.Enqueue(trade);
        }
    }

    /// <param name="requests">By group, since the last call.</param>
    public void Sample(MarketState state, ReadOnlySpan<long> requests)
    {
        lock (_lock)
        {
            Bucket bucket = Reach(_grid.IndexBefore(state.Time));
            bucket.Show(state);
            for (int group = 0; group < requests.Length; group++)
            {
                bucket.Requests[group] += requests[group];
            }
        }
    }

    /// <summary>The trades between two samples of a run that recorded none: their sum, and the last price.</summary>
    /// <param name="time">Of the second sample.</param>
    public void Move(double time, double price, double volume)
    {
        lock (_lock)
        {
            Reach(_grid.IndexBefore(time)).Move(price, volume);
            _price = price;
        }
    }

    /// <summary>The buckets after a viewer's last one, and the last trades, newest first.</summary>
    /// <param name="seen">The series, and the first bucket of it to read; of another series all are read.</param>
    public (int Series, double OpenSeconds, double BucketSeconds, IReadOnlyList<BucketImage> Buckets, IReadOnlyList<TapeTrade> Trades) Read((int Series, int Bucket) seen)
    {
        lock (_lock)
        {
            int first = seen.Series == Series ? seen.Bucket : 0;
            return (Series, _grid.Open, _grid.BucketSeconds, [.. _buckets.Skip(first).Select(static bucket => bucket.ToImage())], [.. _trades.Reverse()]);
        }
    }

    private static void Count(long[] counts, int group)
    {
        if (group >= 0)
        {
            counts[group]++;
        }
    }

    // A session has few buckets without any event; the market stood still in them. An event at the border may belong to the bucket before the last.
    private Bucket Reach(int index)
    {
        while (_buckets.Count <= index)
        {
            var next = new Bucket(_buckets.Count, _grid.TimeOf(_buckets.Count), _price, groups);
            if (_buckets.Count > 0)
            {
                next.Follow(_buckets[^1]);
            }

            _buckets.Add(next);
        }

        return _buckets[index];
    }
}
