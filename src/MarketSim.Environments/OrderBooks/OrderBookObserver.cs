using System.Collections.Immutable;
using MarketSim.Agents.PolicyTrading.Books;
using MarketSim.Agents.Portfolios;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Spaces;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Environments.OrderBooks;

/// <summary>Computes a learner's observation when a tick opens, from the market and from what it remembers of earlier decisions.</summary>
internal sealed class OrderBookObserver
{
    /// <summary>Levels of each side over which the second imbalance is observed; snapshots must have as many.</summary>
    public const int ImbalanceLevels = 5;

    // Elements before those of the book.
    private const int OwnSize = 13;
    private const int StateFields = 3;
    private const float Bound = 10;

    // The unit of the observed spread, returns and prices of the book.
    private const double UsualMoveTicks = 10;

    private static readonly int[] ReturnLengths = [1, 5, 20];

    private readonly OrderBookSettings _settings;
    private readonly BookHistory? _book;

    // A ring of the mid-prices at the last decisions.
    private readonly double[] _mids = new double[ReturnLengths[^1] + 1];
    private long _decisions;
    private long _volumeBefore;

    // With SeesTradesByVolume only: the time of the last decision at which the volume had increased, in nanoseconds.
    private long _lastTradeSeen;

    public OrderBookObserver(OrderBookSettings settings)
    {
        _settings = settings;
        _book = settings.Book is { } view ? new BookHistory(view) : null;
        Space = BoxSpace.Uniform(OwnSize + (settings.Book?.Size ?? 0), -Bound, Bound);
    }

    public BoxSpace Space { get; }

    private int SavedFields => StateFields + (_book is null ? 0 : 1) + (_settings.SeesTradesByVolume ? 1 : 0);

    /// <summary>Names of the elements, in their order; then those of the book.</summary>
    public static IReadOnlyList<string> NamesOf(OrderBookSettings settings) =>
    [
        "spread", "imbalance_1", "imbalance_5", "return_1", "return_5", "return_20", "volume", "trade_age", "position", "open_buys", "open_sells", "profit", "decisions_left",
        .. settings.Book?.Names ?? [],
    ];

    public void Reset()
    {
        _decisions = 0;
        _volumeBefore = 0;
        _book?.Clear();
    }

    /// <param name="lastTradeNanoseconds">Time of the last trade; with <see cref="OrderBookSettings.SeesTradesByVolume"/> the opening of the session.</param>
    /// <param name="portfolio">The learner's portfolio, as of the opening of the tick.</param>
    /// <param name="profit">Change of equity since the start, in tick·lots.</param>
    /// <param name="decisionsLeft">Remaining decisions of the episode.</param>
    public void Observe(MarketSnapshot market, long lastTradeNanoseconds, Portfolio portfolio, double profit, int decisionsLeft, Span<float> observation)
    {
        EnvironmentGuard.RequireObservation(Space, observation);
        double mid = market.MidTicks;
        if (_settings.SeesTradesByVolume)
        {
            lastTradeNanoseconds = LastTradeByVolume(market, lastTradeNanoseconds);
        }

        bool isTwoSided = market.Bids.Length > 0 && market.Asks.Length > 0;
        observation[0] = isTwoSided ? Bounded((market.Asks[0].Price.Ticks - market.Bids[0].Price.Ticks) / UsualMoveTicks) : Bound;
        observation[1] = Imbalance(market, 1);
        observation[2] = Imbalance(market, ImbalanceLevels);
        for (int i = 0; i < ReturnLengths.Length; i++)
        {
            observation[3 + i] = Bounded((mid - MidBefore(ReturnLengths[i], mid)) / (UsualMoveTicks * Math.Sqrt(ReturnLengths[i])));
        }

        observation[6] = _decisions == 0 ? 0 : Bounded(Elementary.Log(1 + market.CumulativeVolumeLots - _volumeBefore) / 5);
        observation[7] = Bounded((market.Time.Nanoseconds - lastTradeNanoseconds) / (double)_settings.DecisionNanoseconds);
        observation[8] = Bounded(portfolio.Inventory / (double)_settings.PositionLimitLots);
        observation[9] = Bounded(portfolio.OpenLots(Side.Buy) / (double)_settings.PositionLimitLots);
        observation[10] = Bounded(portfolio.OpenLots(Side.Sell) / (double)_settings.PositionLimitLots);
        observation[11] = Bounded(profit / _settings.RewardUnit / 10);
        observation[12] = (float)decisionsLeft / _settings.Decisions;
        _book?.Add(market);
        _book?.Observe(mid, UsualMoveTicks, Bound, observation[OwnSize..]);
        _mids[_decisions % _mids.Length] = mid;
        _decisions++;
        _volumeBefore = market.CumulativeVolumeLots;
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(SavedFields);
        StateArrays.Write(writer, _mids);
        writer.WriteInt64(_decisions);
        writer.WriteInt64(_volumeBefore);
        _book?.Save(writer);
        if (_settings.SeesTradesByVolume)
        {
            writer.WriteInt64(_lastTradeSeen);
        }
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(SavedFields);
        StateArrays.Read(ref reader, _mids);
        _decisions = reader.ReadInt64();
        _volumeBefore = reader.ReadInt64();
        _book?.Restore(ref reader);
        if (_settings.SeesTradesByVolume)
        {
            _lastTradeSeen = reader.ReadInt64();
        }
    }

    // The opening at the first decision; then the last decision at which the volume had increased.
    private long LastTradeByVolume(MarketSnapshot market, long openNanoseconds)
    {
        _lastTradeSeen = _decisions == 0 ? openNanoseconds : _lastTradeSeen;
        _lastTradeSeen = market.CumulativeVolumeLots > _volumeBefore ? market.Time.Nanoseconds : _lastTradeSeen;
        return _lastTradeSeen;
    }

    // The mid-price some decisions ago; the first one where there were fewer.
    private double MidBefore(int decisions, double mid)
    {
        long at = Math.Max(0, _decisions - decisions);
        return _decisions == 0 ? mid : _mids[at % _mids.Length];
    }

    private static float Imbalance(MarketSnapshot market, int levels)
    {
        double bids = Lots(market.Bids, levels);
        double asks = Lots(market.Asks, levels);
        return bids + asks > 0 ? (float)((bids - asks) / (bids + asks)) : 0;
    }

    private static double Lots(ImmutableArray<BookLevel> side, int levels)
    {
        long lots = 0;
        for (int i = 0; i < Math.Min(levels, side.Length); i++)
        {
            lots += side[i].Quantity.Lots;
        }

        return lots;
    }

    private static float Bounded(double value) => (float)Math.Clamp(value, -Bound, Bound);
}
