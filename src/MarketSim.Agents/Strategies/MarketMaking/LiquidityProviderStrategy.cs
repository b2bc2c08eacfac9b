using MarketSim.Agents.Decisions;
using MarketSim.Agents.Portfolios;
using MarketSim.Market.Accounts;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.Strategies.MarketMaking;

/// <summary>
/// Keeps a ladder of quotes on both sides of its estimate of the price, which follows the mid-price slowly and public news at once. Under stress
/// (<see cref="LiquidityStress"/>) the quotes become smaller and wider.
/// </summary>
internal sealed class LiquidityProviderStrategy : IStrategy
{
    private readonly LiquidityProviderSettings _settings;

    // The agent's own multiple of all distances, drawn at the first observation; 0 before it.
    private double _distance;

    // The estimate of the price: the fundamental value, shifted by flow and by news that are not believed yet.
    private double _centreTicks;
    private TransientShift _shift;

    // At the last observation; _takenLots of the latest aggressive order, negative for sold.
    private double _lastMidTicks;
    private double _lastValueTicks;
    private long _lastInventory;
    private long _takenLots;
    private SimulatedTime _lastTime;
    private LiquidityStress _stress;

    private LiquidityProviderStrategy(LiquidityProviderSettings settings) => _settings = settings;

    public static StrategyDefinition Definition { get; } = new(
        "liquidity_provider",
        "Quotes ladders on both sides that withdraw with volatility and one-sided flow, and return slowly.",
        "Toth, Lemperiere, Deremble, de Lataillade, Kockelkoren and Bouchaud (2011), Physical Review X 1, 021006: liquidity that grows with the distance from the price and returns slowly makes impact concave",
        LiquidityProviderSettings.Parameters,
        (parameters, market) =>
        {
            LiquidityProviderSettings settings = LiquidityProviderSettings.From(parameters, market);
            return () => new LiquidityProviderStrategy(settings);
        });

    public SimulatedTime FirstWake(TradingSession session, ref RandomStream random) => _settings.Wakes.First(session, ref random);

    public void Decide(Decision decision)
    {
        // Fills are observed only with the next quotes: a provider that answered each at once would never be adversely selected.
        if (!decision.IsScheduled)
        {
            return;
        }

        Observe(decision);
        double skew = _settings.InventorySkew * decision.Portfolio.Inventory / _settings.QuoteLots * _settings.HalfSpreadTicks;
        double centre = _centreTicks - skew;
        double width = _distance * (1 + (_settings.Widening * _stress.Volatility));
        int ordersBefore = decision.Portfolio.OpenOrders.Count;
        TakeStaleQuote(decision, centre);
        SendSide(decision, Side.Buy, centre, width, ordersBefore);
        SendSide(decision, Side.Sell, centre, width, ordersBefore);
        _settings.Wakes.WakeNext(decision);
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(9);
        writer.WriteDouble(_distance);
        writer.WriteDouble(_centreTicks);
        _shift.Save(writer);
        writer.WriteDouble(_lastMidTicks);
        writer.WriteDouble(_lastValueTicks);
        writer.WriteInt64(_lastInventory);
        writer.WriteInt64(_takenLots);
        writer.WriteInt64(_lastTime.Nanoseconds);
        _stress.Save(writer);
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(9);
        _distance = reader.ReadDouble();
        _centreTicks = reader.ReadDouble();
        _shift = TransientShift.Restore(ref reader);
        _lastMidTicks = reader.ReadDouble();
        _lastValueTicks = reader.ReadDouble();
        _lastInventory = reader.ReadInt64();
        _takenLots = reader.ReadInt64();
        _lastTime = new SimulatedTime(reader.ReadInt64());
        _stress = LiquidityStress.Restore(ref reader);
    }

    private void Observe(Decision decision)
    {
        MarketSnapshot market = decision.Market;
        Portfolio portfolio = decision.Portfolio;
        double value = market.FundamentalValueTicks;
        double mid = OthersQuotes.BestBid(market, portfolio) is { } bid && OthersQuotes.BestAsk(market, portfolio) is { } ask
            ? (bid.Ticks + ask.Ticks) / 2.0
            : _distance == 0 ? market.MidTicks : _centreTicks;
        if (_distance == 0)
        {
            _distance = decision.Random.NextLogNormal(0, _settings.Dispersion);
            _shift.Add(mid - value, seconds: 0, _settings.Return);
            (_centreTicks, _lastMidTicks, _lastValueTicks, _lastTime) = (mid, mid, value, decision.Now);
            return;
        }

        ObserveStress(decision, mid);
        MoveCentre(decision, mid, value);
        (_lastMidTicks, _lastValueTicks, _lastInventory, _lastTime) = (mid, value, portfolio.Inventory, decision.Now);
    }

    private void ObserveStress(Decision decision, double mid) => _stress.Observe(
        Elementary.Log(mid / _lastMidTicks),
        (decision.Portfolio.Inventory - _lastInventory) / _settings.QuoteLots,
        SecondsSinceLast(decision),
        _settings.CalmPerSqrtSecond,
        _settings.MeasuringSeconds,
        _settings.ReturnSeconds);

    private void MoveCentre(Decision decision, double mid, double value)
    {
        double seconds = SecondsSinceLast(decision);

        // The share of news that does not move the centre at once is a shift away from the value, which decays like that of flow.
        double disbelief = (1 - _settings.NewsShare) * (value - _lastValueTicks);
        double surprise = mid - (value + _shift.Ticks - disbelief);
        double fillShift = _settings.FillShift * _settings.HalfSpreadTicks * QuotedLots(decision.Portfolio.Inventory - _lastInventory) / _settings.QuoteLots;
        _shift.Add((surprise * (1 - Elementary.Exp(-seconds / _settings.AnchorSeconds))) - disbelief - fillShift, seconds, _settings.Return);
        _centreTicks = Math.Max(1, value + _shift.Ticks);
    }

    private double SecondsSinceLast(Decision decision) => (decision.Now - _lastTime) / (double)SimulatedTime.NanosecondsPerSecond;

    /// <summary>Lots bought by the quotes, negative for sold: fills that the latest aggressive order may explain are not flow of others.</summary>
    private long QuotedLots(long bought) => bought - (_takenLots > 0 ? Math.Clamp(bought, 0, _takenLots) : Math.Clamp(bought, _takenLots, 0));

    /// <summary>Takes the others' best quote when it is better than the centre by the edge.</summary>
    private void TakeStaleQuote(Decision decision, double centre)
    {
        _takenLots = 0;
        if (_settings.TakeEdgeTicks == 0)
        {
            return;
        }

        if (OthersQuotes.BestAsk(decision.Market, decision.Portfolio) is { } ask && ask.Ticks <= centre - _settings.TakeEdgeTicks)
        {
            Take(decision, Side.Buy, Quotes.Rounded(Side.Buy, centre - _settings.TakeEdgeTicks));
        }
        else if (OthersQuotes.BestBid(decision.Market, decision.Portfolio) is { } bid && bid.Ticks >= centre + _settings.TakeEdgeTicks)
        {
            Take(decision, Side.Sell, Quotes.Rounded(Side.Sell, centre + _settings.TakeEdgeTicks));
        }
    }

    private void Take(Decision decision, Side side, Price limit)
    {
        Quantity quantity = _settings.Limit.Cap(side, decision.Portfolio, new Quantity((long)_settings.TakeLots));
        if (quantity > Quantity.Zero)
        {
            decision.SubmitImmediateOrCancel(side, limit, quantity);
            _takenLots = side == Side.Buy ? quantity.Lots : -quantity.Lots;
        }
    }

    /// <summary>Changes the open orders of a side into its levels, in the order in which they were sent.</summary>
    /// <param name="ordersBefore">Number of open orders before this decision.</param>
    private void SendSide(Decision decision, Side side, double centre, double width, int ordersBefore)
    {
        double sizeShare = _stress.Share(side == Side.Buy, _settings.VolatilityWithdrawal, _settings.FlowWithdrawal);
        IReadOnlyList<OpenOrder> open = decision.Portfolio.OpenOrders;
        int level = 0;
        for (int i = 0; i < ordersBefore; i++)
        {
            OpenOrder order = open[i];
            if (order.Side != side)
            {
                continue;
            }

            (Price price, Quantity quantity) = Level(decision, side, level++, centre, width, sizeShare);
            if (quantity <= Quantity.Zero || level > _settings.Levels)
            {
                decision.Cancel(order.Id);
            }
            else if (IsStale(order, price, quantity))
            {
                decision.Amend(order.Id, price, quantity);
            }
        }

        for (; level < _settings.Levels; level++)
        {
            (Price price, Quantity quantity) = Level(decision, side, level, centre, width, sizeShare);
            if (quantity > Quantity.Zero)
            {
                decision.SubmitPostOnly(side, price, quantity);
            }
        }
    }

    // A quote that is close enough keeps its place in the queue.
    private bool IsStale(in OpenOrder order, Price price, Quantity quantity) =>
        Math.Abs(order.Price - price) > Math.Max(0, _settings.SpacingTicks * _distance / 4)
        || order.OpenQuantity.Lots * 2 < quantity.Lots
        || order.OpenQuantity.Lots > quantity.Lots * 2;

    private (Price Price, Quantity Quantity) Level(Decision decision, Side side, int level, double centre, double width, double sizeShare)
    {
        double away = width * (_settings.HalfSpreadTicks + (level * _settings.SpacingTicks));
        Price price = Quotes.Rounded(side, side == Side.Buy ? centre - away : centre + away);

        // A quote is passive: it must not cross the other side.
        MarketSnapshot market = decision.Market;
        if (side == Side.Buy && market.BestAsk is { } ask && price >= ask)
        {
            price = Quotes.Behind(side, ask, 1);
        }
        else if (side == Side.Sell && market.BestBid is { } bid && price <= bid)
        {
            price = Quotes.Behind(side, bid, 1);
        }

        double lots = _settings.QuoteLots * (1 + (level * _settings.SizeSlope)) * sizeShare;
        long room = _settings.Limit.Lots == 0
            ? long.MaxValue
            : side == Side.Buy ? _settings.Limit.Lots - decision.Portfolio.Inventory : _settings.Limit.Lots + decision.Portfolio.Inventory;
        return (price, new Quantity(Math.Min(Math.Max(0, room), (long)Math.Round(lots))));
    }
}
