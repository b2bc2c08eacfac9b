using MarketSim.Agents.Decisions;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.Strategies.MarketMaking;

/// <summary>Replaces a ladder of orders on both sides at every wake-up; sizes follow the traded volume, the width follows the spread of the others.</summary>
/// <remarks>
/// RMSC04 of ABIDES: 2 agents with meanInterval 60s, window adaptive, windowWidth 0.50, spreadWeight 0.75, levels 10, levelSpacing 5, volumeShare 2.5%,
/// minimumSize 1, inventorySkew 0. Its price_skew_param of 4 cents moves the mid by the imbalance of trades, which the public snapshot does not contain.
/// </remarks>
internal sealed class AdaptiveMarketMakerStrategy : IStrategy
{
    private const long None = -1;

    private readonly LadderSettings _settings;

    // The centre of the ladder: the last observed mid-price, or the value.
    private long _centreTicks = None;
    private long _lastVolumeLots;
    private double _widthTicks;

    private AdaptiveMarketMakerStrategy(LadderSettings settings)
    {
        _settings = settings;
        _widthTicks = settings.WidthTicks;
    }

    public static StrategyDefinition Definition { get; } = new(
        "adaptive_market_maker",
        "Keeps a ladder of quotes whose sizes follow the volume and whose width follows the spread.",
        "Chakraborty and Kearns (2011), Market making and mean reversion, EC 2011; AdaptiveMarketMakerAgent of ABIDES (Byrd, Hybinette and Balch 2020), but for its skew of prices by the imbalance of trades",
        LadderSettings.Parameters,
        (parameters, market) =>
        {
            LadderSettings settings = LadderSettings.From(parameters, market);
            return () => new AdaptiveMarketMakerStrategy(settings);
        });

    public SimulatedTime FirstWake(TradingSession session, ref RandomStream random) => _settings.Wakes.First(session, ref random);

    public void Decide(Decision decision)
    {
        if (!decision.IsScheduled)
        {
            return;
        }

        decision.CancelAll();
        Observe(decision);
        long volume = decision.Market.CumulativeVolumeLots;
        Ladder ladder = Ladder.Around(_centreTicks, _widthTicks, _settings, volume - _lastVolumeLots, decision.Portfolio.Inventory);
        _lastVolumeLots = volume;
        Submit(decision, ladder, Side.Buy, ladder.BidSize);
        Submit(decision, ladder, Side.Sell, ladder.AskSize);
        _settings.Wakes.WakeNext(decision);
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.WriteInt64(_centreTicks);
        writer.WriteInt64(_lastVolumeLots);
        writer.WriteDouble(_widthTicks);
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(3);
        _centreTicks = reader.ReadInt64();
        _lastVolumeLots = reader.ReadInt64();
        _widthTicks = reader.ReadDouble();
    }

    /// <summary>Updates centre and width by the others' quotes; while they quote one side only, both remain.</summary>
    private void Observe(Decision decision)
    {
        if (OthersQuotes.BestBid(decision.Market, decision.Portfolio) is { } bid && OthersQuotes.BestAsk(decision.Market, decision.Portfolio) is { } ask)
        {
            _centreTicks = (bid.Ticks + ask.Ticks) / 2;
            if (_settings.Window == WindowMode.Adaptive)
            {
                _widthTicks = (_settings.SpreadWeight * (ask - bid)) + ((1 - _settings.SpreadWeight) * _widthTicks);
            }
        }
        else if (_centreTicks == None)
        {
            _centreTicks = decision.Market.LastPrice.Ticks;
        }

        if (_settings.Reference == LadderReference.Value)
        {
            _centreTicks = Math.Max(1, (long)Math.Round(decision.Market.FundamentalValueTicks));
        }
    }

    private void Submit(Decision decision, in Ladder ladder, Side side, Quantity size)
    {
        for (int level = 0; level < _settings.Levels; level++)
        {
            Price price = ladder.PriceOf(side, level);
            bool isBackstop = level == _settings.Levels - 1 && _settings.BackstopLots > 0;
            if (price.Ticks >= 1)
            {
                decision.SubmitLimit(side, price, isBackstop ? new Quantity(_settings.BackstopLots) : size);
            }
        }
    }
}
