using MarketSim.Agents.Decisions;
using MarketSim.Agents.Parameters;
using MarketSim.Agents.Portfolios;
using MarketSim.Agents.Strategies.Timing;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.Strategies.MarketMaking;

/// <summary>
/// Quotes a bid and an ask around the reservation price of Avellaneda and Stoikov, and again after every fill. Its state is in the portfolio, so that all
/// agents of a group share one instance.
/// </summary>
internal sealed class MarketMakerStrategy : IStrategy
{
    private readonly Settings _settings;

    private MarketMakerStrategy(Settings settings) => _settings = settings;

    public static StrategyDefinition Definition { get; } = new(
        "market_maker",
        "Quotes both sides around an inventory-adjusted price, with the optimal spread.",
        "Avellaneda and Stoikov (2008), Quantitative Finance 8; time is counted in sessions, as their T = 1",
        [
            .. WakeSchedule.Parameters(defaultSeconds: 5),
            new("riskAversion", ParameterUnit.Number, 0.01, 1e-9, 1e3, "Gamma, per unit of currency and quote of inventory: how strongly inventory moves the quotes."),
            new("volatility", ParameterUnit.Price, 1, 0, 1e9, "Sigma: standard deviation of the mid-price over one session."),
            new("fillDecay", ParameterUnit.Number, 20, 1e-9, 1e9, "Kappa, per unit of currency: how fast fills become rarer with the distance from the mid-price."),
            new("quoteSize", ParameterUnit.Quantity, 100, 1e-9, 1e9, "Size of a quote, and the unit that inventory counts in."),
            PositionLimit.Parameter(defaultUnits: 1_000),
        ],
        (parameters, market) =>
        {
            // From currency to ticks: amounts are multiplied by the ticks per unit of currency, reciprocal amounts divided by them.
            double ticksPerCurrency = market.Instrument.ToTicks(1);
            var strategy = new MarketMakerStrategy(new Settings(
                WakeSchedule.From(parameters, market),
                new AvellanedaStoikov(
                    parameters["riskAversion"] / ticksPerCurrency,
                    parameters["volatility"] * ticksPerCurrency,
                    parameters["fillDecay"] / ticksPerCurrency),
                market.Lots(parameters["quoteSize"]),
                PositionLimit.From(parameters, market)));
            return () => strategy;
        });

    public SimulatedTime FirstWake(TradingSession session, ref RandomStream random) => _settings.Wakes.First(session, ref random);

    public void Decide(Decision decision)
    {
        QuoteOf(decision).Send(decision);
        if (decision.IsScheduled)
        {
            _settings.Wakes.WakeNext(decision);
        }
    }

    public void Save(MessagePackWriter writer) => writer.WriteNil();

    public void Restore(ref MessagePackReader reader) => reader.TryReadNil();

    private TwoSidedQuote QuoteOf(Decision decision)
    {
        Portfolio portfolio = decision.Portfolio;
        Price? othersBid = OthersQuotes.BestBid(decision.Market, portfolio);
        Price? othersAsk = OthersQuotes.BestAsk(decision.Market, portfolio);
        double mid = othersBid is { } bestBid && othersAsk is { } bestAsk ? (bestBid.Ticks + bestAsk.Ticks) / 2.0 : decision.Market.LastPrice.Ticks;
        double timeLeft = Math.Max(0, decision.Session.Close - decision.Now) / (double)decision.Session.Length;
        double centre = _settings.Model.ReservationPrice(mid, portfolio.Inventory / (double)_settings.QuoteSize.Lots, timeLeft);
        double halfSpread = _settings.Model.Spread(timeLeft) / 2;

        // A quote is passive: it must not cross the other side.
        Price bid = Quotes.Rounded(Side.Buy, Math.Min(centre - halfSpread, (othersAsk?.Ticks ?? double.PositiveInfinity) - 1));
        Price ask = Quotes.Rounded(Side.Sell, Math.Max(centre + halfSpread, Math.Max(othersBid?.Ticks ?? 0, bid.Ticks) + 1));
        return new TwoSidedQuote(bid, QuantityOf(Side.Buy, portfolio), ask, QuantityOf(Side.Sell, portfolio));
    }

    private Quantity QuantityOf(Side side, Portfolio portfolio)
    {
        long limit = _settings.Limit.Lots;
        long room = side == Side.Buy ? limit - portfolio.Inventory : limit + portfolio.Inventory;
        return limit == 0 ? _settings.QuoteSize : Quantity.Min(_settings.QuoteSize, new Quantity(Math.Max(0, room)));
    }

    private sealed record Settings(WakeSchedule Wakes, AvellanedaStoikov Model, Quantity QuoteSize, PositionLimit Limit);
}
