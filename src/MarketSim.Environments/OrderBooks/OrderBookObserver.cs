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

/// <summary>The learner's observation when a tick opens, and its memory of earlier decisions.</summary>
internal sealed class OrderBookObserver
{
    public const int Size = 13;
    private const int Levels = 5;
    private const int StateFields = 3;
    private const float Bound = 10;
    private static readonly int[] ReturnLengths = [1, 5, 20];

    /// <summary>Ticks in which prices of the book are measured.</summary>
    private const double UsualMoveTicks = 10;

    private readonly OrderBookSettings _settings;
    private readonly BookHistory? _book;
    private readonly double[] _mids = new double[ReturnLengths[^1] + 1];
    private long _seen;
    private long _volumeBefore;

    // With SeesTradesByVolume only: the decision at which the volume had last grown.
    private long _tradeSeen;

    public OrderBookObserver(OrderBookSettings settings)
    {
        _settings = settings;
        _book = settings.Book is { } view ? new BookHistory(view) : null;
        Space = BoxSpace.Uniform(Size + (settings.Book?.Size ?? 0), -Bound, Bound);
    }

    private int Fields => StateFields + (_book is null ? 0 : 1) + (_settings.SeesTradesByVolume ? 1 : 0);

    public BoxSpace Space { get; }

    /// <summary>Names of the elements, in their order; then those of the book.</summary>
    public static IReadOnlyList<string> NamesOf(OrderBookSettings settings) =>
    [
        "spread", "imbalance_1", "imbalance_5", "return_1", "return_5", "return_20", "volume", "trade_age", "position", "open_buys", "open_sells", "profit", "decisions_left",
        .. settings.Book?.Names ?? [],
    ];

    public void Reset()
    {
        _seen = 0;
        _volumeBefore = 0;
        _book?.Clear();
    }

    /// <param name="lastTradeNanoseconds">When the last trade took place; with <see cref="OrderBookSettings.SeesTradesByVolume"/> the opening of the session.</param>
    /// <param name="portfolio">Of the learner, as of the opening of the tick.</param>
    /// <param name="profit">Change of equity since the start, in tick·lots.</param>
    /// <param name="decisionsLeft">0 to the decisions of an episode.</param>
    public void Observe(MarketSnapshot market, long lastTradeNanoseconds, Portfolio portfolio, double profit, int decisionsLeft, Span<float> observation)
    {
        EnvironmentGuard.RequireObservation(Space, observation);
        double mid = market.MidTicks;
        if (_settings.SeesTradesByVolume)
        {
            _tradeSeen = _seen == 0 ? lastTradeNanoseconds : _tradeSeen;
            _tradeSeen = market.CumulativeVolumeLots > _volumeBefore ? market.Time.Nanoseconds : _tradeSeen;
            lastTradeNanoseconds = _tradeSeen;
        }

        observation[0] = market.Bids.Length > 0 && market.Asks.Length > 0 ? Bounded((market.Asks[0].Price.Ticks - market.Bids[0].Price.Ticks) / 10.0) : Bound;
        observation[1] = Imbalance(market, 1);
        observation[2] = Imbalance(market, Levels);
        for (int i = 0; i < ReturnLengths.Length; i++)
        {
            observation[3 + i] = Bounded((mid - MidBefore(ReturnLengths[i], mid)) / (10 * Math.Sqrt(ReturnLengths[i])));
        }

        observation[6] = _seen == 0 ? 0 : Bounded(Elementary.Log(1 + market.CumulativeVolumeLots - _volumeBefore) / 5);
        observation[7] = Bounded((market.Time.Nanoseconds - lastTradeNanoseconds) / (double)_settings.DecisionNanoseconds);
        observation[8] = Bounded(portfolio.Inventory / (double)_settings.PositionLimitLots);
        observation[9] = Bounded(portfolio.OpenLots(Side.Buy) / (double)_settings.PositionLimitLots);
        observation[10] = Bounded(portfolio.OpenLots(Side.Sell) / (double)_settings.PositionLimitLots);
        observation[11] = Bounded(profit / _settings.RewardUnit / 10);
        observation[12] = (float)decisionsLeft / _settings.Decisions;
        _book?.Add(market);
        _book?.Observe(mid, UsualMoveTicks, Bound, observation[Size..]);
        _mids[_seen % _mids.Length] = mid;
        _seen++;
        _volumeBefore = market.CumulativeVolumeLots;
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(Fields);
        StateArrays.Write(writer, _mids);
        writer.WriteInt64(_seen);
        writer.WriteInt64(_volumeBefore);
        _book?.Save(writer);
        if (_settings.SeesTradesByVolume)
        {
            writer.WriteInt64(_tradeSeen);
        }
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(Fields);
        StateArrays.Read(ref reader, _mids);
        _seen = reader.ReadInt64();
        _volumeBefore = reader.ReadInt64();
        _book?.Restore(ref reader);
        if (_settings.SeesTradesByVolume)
        {
            _tradeSeen = reader.ReadInt64();
        }
    }

    private double MidBefore(int decisions, double mid)
    {
        long at = Math.Max(0, _seen - decisions);
        return _seen == 0 ? mid : _mids[at % _mids.Length];
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
