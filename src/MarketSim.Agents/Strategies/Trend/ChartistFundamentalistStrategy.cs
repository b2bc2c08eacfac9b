using MarketSim.Agents.Decisions;
using MarketSim.Agents.Parameters;
using MarketSim.Agents.Strategies.Sizing;
using MarketSim.Agents.Strategies.Timing;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.Strategies.Trend;

/// <summary>
/// Trades by two rules at once, the trend and the distance from value, and weights them by their recent success. Both demands saturate; the demand is their
/// weighted sum, from -1 to 1, and its absolute value is the probability of sending an order.
/// </summary>
internal sealed class ChartistFundamentalistStrategy : IStrategy
{
    private readonly Settings _settings;

    // The agent's own multiple of all times, drawn at the first decision; 0 before it.
    private double _horizon;
    private double _meanLog;
    private double _lastLog;
    private SimulatedTime _lastTime;
    private Opinion _opinion;
    private double _chartistSuccess;
    private double _fundamentalistSuccess;

    private ChartistFundamentalistStrategy(Settings settings) => _settings = settings;

    public static StrategyDefinition Definition { get; } = new(
        "chartist_fundamentalist",
        "Follows the trend and returns to the value, with weights that move to the rule that has earned more.",
        "Chiarella and Iori (2002), Quantitative Finance 2, for order placement by both; Brock and Hommes (1998), Journal of Economic Dynamics and Control 22, equation 2.12, for weights by success; Majewski, Ciliberti and Bouchaud (2020), Journal of Economic Dynamics and Control 112, for demand tanh(gamma trend)",
        [
            .. WakeSchedule.Parameters(defaultSeconds: 120),
            .. OrderSizes.Parameters(defaultUnits: 50),
            new("trendTime", ParameterUnit.Duration, 600e9, 1e9, 1e18, "Time over which the trend is measured, the median over the agents: the price less its exponential mean over that time."),
            new("horizonDispersion", ParameterUnit.Number, 0.7, 0, 5, "Standard deviation of the logarithm of an agent's times."),
            new("trendScale", ParameterUnit.Fraction, 0.002, 1e-9, 1, "Trend at which the demand of the chartist is tanh 1."),
            new("valueScale", ParameterUnit.Fraction, 0.005, 1e-9, 1, "Distance from the value at which the demand of the fundamentalist is tanh 1."),
            new("observationNoise", ParameterUnit.Fraction, 0.001, 0, 1, "Standard deviation of an observation of the value, as a share of it."),
            new("successTime", ParameterUnit.Duration, 1_800e9, 1e9, 1e18, "Time over which success is remembered, the median over the agents."),
            new("choice", ParameterUnit.Number, 2, 0, 1e6, "Intensity of choice, per success of one trendScale: 0 trusts both rules alike."),
            new("marketShare", ParameterUnit.Fraction, 0.5, 0, 1, "Share of orders that are market orders; the others join the best price of their side until the next wake-up."),
            PositionLimit.Parameter(defaultUnits: 1_000),
        ],
        (parameters, market) =>
        {
            var settings = new Settings(
                WakeSchedule.From(parameters, market),
                OrderSizes.From(parameters, market),
                parameters["trendTime"] / SimulatedTime.NanosecondsPerSecond,
                parameters["horizonDispersion"],
                parameters["trendScale"],
                parameters["valueScale"],
                parameters["observationNoise"],
                parameters["successTime"] / SimulatedTime.NanosecondsPerSecond,
                parameters["choice"],
                parameters["marketShare"],
                PositionLimit.From(parameters, market));
            return () => new ChartistFundamentalistStrategy(settings);
        });

    /// <summary>Weight of the chartist: logit of the difference in success, in units of the trend's scale.</summary>
    internal static double ChartistWeight(double chartistSuccess, double fundamentalistSuccess, double choice, double scale) =>
        1 / (1 + Elementary.Exp(Math.Clamp(-choice * (chartistSuccess - fundamentalistSuccess) / scale, -700, 700)));

    /// <summary>tanh(x).</summary>
    internal static double Saturated(double x) => 1 - (2 / (1 + Elementary.Exp(Math.Clamp(2 * x, -700, 700))));

    public SimulatedTime FirstWake(TradingSession session, ref RandomStream random) => _settings.Wakes.First(session, ref random);

    public void Decide(Decision decision)
    {
        if (!decision.IsScheduled)
        {
            return;
        }

        ref RandomStream random = ref decision.Random;
        decision.CancelAll();
        double log = Elementary.Log(decision.Market.MidTicks);
        if (_horizon == 0)
        {
            _horizon = random.NextLogNormal(0, _settings.HorizonDispersion);
            (_meanLog, _lastLog, _lastTime) = (log, log, decision.Now);
        }

        UpdateSuccess(log, decision.Now);
        double value = decision.Market.FundamentalValueTicks * (1 + (_settings.ObservationNoise * random.NextNormal()));
        _opinion = new Opinion(
            Saturated((log - _meanLog) / _settings.TrendScale),
            Saturated((Elementary.Log(Math.Max(1, value)) - log) / _settings.ValueScale));
        double weight = ChartistWeight(_chartistSuccess, _fundamentalistSuccess, _settings.Choice, _settings.TrendScale);
        Trade(decision, (weight * _opinion.Chartist) + ((1 - weight) * _opinion.Fundamentalist));
        _settings.Wakes.WakeNext(decision);
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(8);
        writer.WriteDouble(_horizon);
        writer.WriteDouble(_meanLog);
        writer.WriteDouble(_lastLog);
        writer.WriteInt64(_lastTime.Nanoseconds);
        writer.WriteDouble(_opinion.Chartist);
        writer.WriteDouble(_opinion.Fundamentalist);
        writer.WriteDouble(_chartistSuccess);
        writer.WriteDouble(_fundamentalistSuccess);
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(8);
        _horizon = reader.ReadDouble();
        _meanLog = reader.ReadDouble();
        _lastLog = reader.ReadDouble();
        _lastTime = new SimulatedTime(reader.ReadInt64());
        _opinion = new Opinion(reader.ReadDouble(), reader.ReadDouble());
        _chartistSuccess = reader.ReadDouble();
        _fundamentalistSuccess = reader.ReadDouble();
    }

    /// <summary>Adds the return on each rule's last demand to its success, and updates the mean of the trend.</summary>
    private void UpdateSuccess(double log, SimulatedTime now)
    {
        double seconds = (now - _lastTime) / (double)SimulatedTime.NanosecondsPerSecond;
        double logReturn = log - _lastLog;
        double kept = Elementary.Exp(-seconds / (_settings.SuccessSeconds * _horizon));
        _chartistSuccess = (kept * _chartistSuccess) + (_opinion.Chartist * logReturn);
        _fundamentalistSuccess = (kept * _fundamentalistSuccess) + (_opinion.Fundamentalist * logReturn);
        _meanLog = log + ((_meanLog - log) * Elementary.Exp(-seconds / (_settings.TrendSeconds * _horizon)));
        (_lastLog, _lastTime) = (log, now);
    }

    private void Trade(Decision decision, double demand)
    {
        ref RandomStream random = ref decision.Random;
        if (!random.NextBoolean(Math.Min(1, Math.Abs(demand))))
        {
            return;
        }

        Side side = demand > 0 ? Side.Buy : Side.Sell;
        Quantity quantity = _settings.Limit.Cap(side, decision.Portfolio, _settings.Sizes.Draw(ref random));
        if (quantity <= Quantity.Zero)
        {
            return;
        }

        if (random.NextBoolean(_settings.MarketShare))
        {
            decision.SubmitMarket(side, quantity);
        }
        else
        {
            decision.SubmitLimit(side, Quotes.Own(side, decision.Market), quantity);
        }
    }

    /// <summary>The demand of each rule, from -1 to 1.</summary>
    private readonly record struct Opinion(double Chartist, double Fundamentalist);

    private sealed record Settings(
        WakeSchedule Wakes,
        OrderSizes Sizes,
        double TrendSeconds,
        double HorizonDispersion,
        double TrendScale,
        double ValueScale,
        double ObservationNoise,
        double SuccessSeconds,
        double Choice,
        double MarketShare,
        PositionLimit Limit);
}
