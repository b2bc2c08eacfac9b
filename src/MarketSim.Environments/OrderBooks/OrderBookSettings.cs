using MarketSim.Agents.PolicyTrading.Books;
using MarketSim.Agents.Population;
using MarketSim.Engine.Definitions;
using MarketSim.Market.Accounts;
using MarketSim.Market.Fundamentals;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;

namespace MarketSim.Environments.OrderBooks;

/// <summary>The settings of a live order-book market with learners in it: its other agents, the learners' decisions, and their rewards.</summary>
public sealed record OrderBookSettings
{
    private const int MaxLevels = 50;
    private const long Second = SimulatedTime.NanosecondsPerSecond;

    // 09:30, and the six and a half hours of a session of a stock, in seconds.
    private const long OpenSeconds = 34_200;
    private const int SessionSeconds = 23_400;

    // After the last decision the session has room for its observation, which is one interval later, and for one interval more.
    private const int SpareDecisions = 2;

    /// <summary>The other agents of the market.</summary>
    public IReadOnlyList<OrderBookAgents> Population { get; init; } = OrderBookAgents.SmallCrowd;

    /// <summary>The traded instrument.</summary>
    public Instrument Instrument { get; init; } = new("SIM", 0.01m, 1);

    /// <summary>Last price before the first trade, in ticks.</summary>
    public Price InitialPrice { get; init; } = new(10_000);

    /// <summary>Fees of makers and takers.</summary>
    public FeeSchedule Fees { get; init; } = FeeSchedule.Free;

    /// <summary>Volatility of the fundamental value over a year of 252 sessions of six and a half hours; 0 or more.</summary>
    public double AnnualVolatility { get; init; } = 0.18;

    /// <summary>Length of a tick, greater than 0.</summary>
    public long TickNanoseconds { get; init; } = Second;

    /// <summary>Time from the opening to the learner's first decision, a multiple of the tick; greater than 0.</summary>
    public long WarmUpNanoseconds { get; init; } = 120 * Second;

    /// <summary>Time between decisions, a multiple of the tick; greater than 0.</summary>
    public long DecisionNanoseconds { get; init; } = 10 * Second;

    /// <summary>Decisions of an episode; at least 1.</summary>
    public int Decisions { get; init; } = 390;

    /// <summary>Truncation or liquidation at the end of an episode.</summary>
    public EpisodeEnd End { get; init; } = EpisodeEnd.Truncate;

    /// <summary>Latency of the learner's requests.</summary>
    public LatencyModel Latency { get; init; } = new(100_000_000, Dispersion: 0, JitterNanoseconds: 0);

    /// <summary>The learner's cash, in tick·lots.</summary>
    public long InitialCash { get; init; } = 100_000_000;

    /// <summary>Maximum position on either side, in lots; at least 1.</summary>
    public long PositionLimitLots { get; init; } = 200;

    /// <summary>The mapping of actions to positions; null when actions are quotes.</summary>
    public PositionActions? Positions { get; init; } = PositionActions.Target();

    /// <summary>Maximum distance of a quote from the mid, in ticks; at least 1.</summary>
    public double QuoteRangeTicks { get; init; } = 10;

    /// <summary>Size of a quote, in lots; at least 1.</summary>
    public long QuoteLots { get; init; } = 20;

    /// <summary>Change of wealth for a reward of 1, in tick·lots; greater than 0. The default is a price move of 10 ticks at the maximum position.</summary>
    public double RewardUnit { get; init; } = 2000;

    /// <summary>Subtracted from the reward for the square of the position as a share of the maximum; 0 or more.</summary>
    public double InventoryPenalty { get; init; }

    /// <summary>Equity at or below this share of the initial cash is bankruptcy, which terminates; 0 or more, below 1.</summary>
    public double BankruptcyShare { get; init; } = 0.1;

    /// <summary>The observed part of the order book, whose elements follow the others; null for none. At most 50 levels.</summary>
    public BookView? Book { get; init; }

    /// <summary>
    /// True when the learner knows the age of the last trade from the volume at its own decisions (0 at a decision with trades since the last one), as an
    /// <see cref="OnnxAgent"/> of a market does; otherwise to the nanosecond. For policies that are to trade in markets.
    /// </summary>
    public bool SeesTradesByVolume { get; init; }

    /// <summary>
    /// A market for the learners in place of the one that Population, Instrument, InitialPrice, Fees, AnnualVolatility and TickNanoseconds describe, such
    /// as a scenario's; null for that one. No agent in it learns, and its session has room for all decisions.
    /// </summary>
    public MarketDefinition? Market { get; init; }

    /// <summary>The maximum number of decisions of an episode within a market's session.</summary>
    public static long DecisionsWithin(TradingSession session, long warmUpNanoseconds, long decisionNanoseconds)
    {
        ArgumentNullException.ThrowIfNull(session);
        return Math.Max(0, ((session.Length - warmUpNanoseconds) / decisionNanoseconds) - SpareDecisions);
    }

    internal TradingSession CreateSession()
    {
        var open = new SimulatedTime(OpenSeconds * Second);
        return new TradingSession(open, open + WarmUpNanoseconds + (DecisionNanoseconds * ((long)Decisions + SpareDecisions)), TickNanoseconds);
    }

    internal GeometricBrownianParameters FundamentalParameters() => new()
    {
        InitialValue = InitialPrice.Ticks,
        VolatilityPerSqrtSecond = new TradingYear(SessionSeconds).VolatilityPerSqrtSecond(AnnualVolatility),
    };

    internal OrderBookSettings Checked()
    {
        SettingChecks.NonNegative(AnnualVolatility);
        SettingChecks.AtLeast(Decisions, 1);
        SettingChecks.Positive(TickNanoseconds);
        RequireRoom();
        RequireTicks(WarmUpNanoseconds, nameof(WarmUpNanoseconds));
        RequireTicks(DecisionNanoseconds, nameof(DecisionNanoseconds));
        SettingChecks.Positive(PositionLimitLots);
        SettingChecks.Positive(QuoteRangeTicks);
        SettingChecks.Positive(QuoteLots);
        SettingChecks.Positive(RewardUnit);
        SettingChecks.NonNegative(InventoryPenalty);
        SettingChecks.InRange(BankruptcyShare, 0, 0.999);
        SettingChecks.AtLeast(Book?.Snapshots ?? 1, 1);
        SettingChecks.InRange(Book?.Levels ?? 1, 1, MaxLevels);
        return this;
    }

    private void RequireTicks(long nanoseconds, string name)
    {
        long tick = Market?.Session.TickNanoseconds ?? TickNanoseconds;
        if (nanoseconds <= 0 || nanoseconds % tick != 0)
        {
            throw new ArgumentOutOfRangeException(name, nanoseconds, $"{name} must be a multiple of the tick, {tick}, and greater than 0.");
        }
    }

    private void RequireRoom()
    {
        if (Market is { Training: not null })
        {
            throw new ArgumentException("The market has a training; the learners of an environment are trained outside it, so take the training out.", nameof(Market));
        }

        if (Market is { } market && DecisionNanoseconds > 0 && Decisions > DecisionsWithin(market.Session, WarmUpNanoseconds, DecisionNanoseconds))
        {
            throw new ArgumentOutOfRangeException(
                nameof(Decisions),
                Decisions,
                $"Decisions must be at most {DecisionsWithin(market.Session, WarmUpNanoseconds, DecisionNanoseconds)}, for which the market's session has room after the warm-up; lower it, or decide more often.");
        }
    }
}
