using System.Collections.Immutable;
using MarketSim.Agents;
using MarketSim.Agents.PolicyTrading.Books;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Spaces;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Environments.OrderBooks;

/// <summary>What the learner sees when a tick opens, and what it remembers of earlier decisions for it.</summary>
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

    public OrderBookObserver(OrderBookSettings settings)
    {
        _settings = settings;
        _book = settings.Book is { } view ? new BookHistory(view) : null;
        Space = BoxSpace.Uniform(Size + (settings.Book?.Size ?? 0), -Bound, Bound);
    }

    public BoxSpace Space { get; }

    public void Reset()
    {
        _seen = 0;
        _volumeBefore = 0;
        _book?.Clear();
    }

    /// <param name="lastTradeNanoseconds">When the last trade took place.</param>
    /// <param name="learner">As of the opening of the tick.</param>
    /// <param name="profit">Change of equity since the start, in tick·lots.</param>
    /// <param name="decisionsLeft">0 to the decisions of an episode.</param>
    public void Observe(MarketSnapshot market, long lastTradeNanoseconds, TradingAgent learner, double profit, int decisionsLeft, Span<float> observation)
    {
        EnvironmentGuard.RequireObservation(Space, observation);
        double mid = market.MidTicks;
        observation[0] = market.Bids.Length > 0 && market.Asks.Length > 0 ? Bounded((market.Asks[0].Price.Ticks - market.Bids[0].Price.Ticks) / 10.0) : Bound;
        observation[1] = Imbalance(market, 1);
        observation[2] = Imbalance(market, Levels);
        for (int i = 0; i < ReturnLengths.Length; i++)
        {
            observation[3 + i] = Bounded((mid - MidBefore(ReturnLengths[i], mid)) / (10 * Math.Sqrt(ReturnLengths[i])));
        }

        observation[6] = _seen == 0 ? 0 : Bounded(Elementary.Log(1 + market.CumulativeVolumeLots - _volumeBefore) / 5);
        observation[7] = Bounded((market.Time.Nanoseconds - lastTradeNanoseconds) / (double)_settings.DecisionNanoseconds);
        observation[8] = Bounded(learner.Portfolio.Inventory / (double)_settings.PositionLimitLots);
        observation[9] = Bounded(learner.Portfolio.OpenLots(Side.Buy) / (double)_settings.PositionLimitLots);
        observation[10] = Bounded(learner.Portfolio.OpenLots(Side.Sell) / (double)_settings.PositionLimitLots);
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
        writer.WriteArrayHeader(_book is null ? StateFields : StateFields + 1);
        StateArrays.Write(writer, _mids);
        writer.WriteInt64(_seen);
        writer.WriteInt64(_volumeBefore);
        _book?.Save(writer);
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(_book is null ? StateFields : StateFields + 1);
        StateArrays.Read(ref reader, _mids);
        _seen = reader.ReadInt64();
        _volumeBefore = reader.ReadInt64();
        _book?.Restore(ref reader);
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
