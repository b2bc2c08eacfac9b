using MarketSim.Agents.Decisions;
using MarketSim.Agents.Population;
using MarketSim.Agents.Portfolios;
using MarketSim.Agents.Strategies;
using MarketSim.Market.Accounts;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;
using MarketSim.Scenarios;

namespace MarketSim.Simulation.Tests.Running;

/// <summary>Quotes with orders that expire, often exactly when a tick opens, re-prices, shrinks and enlarges what it has open, and cancels one now and then.</summary>
internal sealed class RestlessStrategy(bool expire) : IStrategy
{
    private const long Second = SimulatedTime.NanosecondsPerSecond;

    private long _decisions;
    private OrderId _oldest;

    /// <param name="expire">False: the same orders without an expiry.</param>
    public static ScenarioAgents Group(int count, bool expire = true) => new(
        "restless",
        new RuleBasedAgent(new StrategyDefinition("restless", "Quotes, amends and cancels.", "none", [], (_, _) => () => new RestlessStrategy(expire))),
        count,
        new LatencyModel(300_000_000, 1.5, 400_000_000),
        Cash: 100_000_000,
        Inventory: 200);

    public SimulatedTime FirstWake(TradingSession session, ref RandomStream random) => session.Open + random.NextInt64(4 * Second);

    public void Decide(Decision decision)
    {
        Portfolio portfolio = decision.Portfolio;
        if (portfolio.OpenOrders.Count > 0)
        {
            Change(decision, portfolio.OpenOrders[decision.Random.NextInt32(portfolio.OpenOrders.Count)]);
        }

        Side side = decision.Random.NextBoolean() ? Side.Buy : Side.Sell;
        long distance = decision.Random.NextInt64(6) - 1;
        Price price = new(Math.Max(1, (long)decision.Market.MidTicks + (side == Side.Buy ? -distance : distance)));
        Quantity quantity = new(1 + decision.Random.NextInt64(20));
        long tick = decision.Market.Tick + 2 + decision.Random.NextInt64(6);
        SimulatedTime expiry = decision.Session.OpenOf(tick) + (decision.Random.NextBoolean() ? 0 : decision.Random.NextInt64(Second));
        OrderId sent = expire ? decision.SubmitGoodTill(side, price, quantity, expiry) : decision.SubmitLimit(side, price, quantity);
        if (++_decisions % 5 == 0)
        {
            // Often gone by now, so that cancels are refused too.
            decision.Cancel(_oldest);
            _oldest = sent;
        }

        if (decision.IsScheduled)
        {
            decision.WakeAfter(Second + decision.Random.NextInt64(8 * Second));
        }
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.WriteInt64(_decisions);
        writer.WriteInt64(_oldest.Value);
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(2);
        _decisions = reader.ReadInt64();
        _oldest = new OrderId(reader.ReadInt64());
    }

    private static void Change(Decision decision, OpenOrder order)
    {
        switch (decision.Random.NextInt64(4))
        {
            case 0:
                decision.Cancel(order.Id);
                break;
            case 1:
                decision.Amend(order.Id, order.Price, new Quantity(Math.Max(1, order.OpenQuantity.Lots / 2)));
                break;
            case 2:
                decision.Amend(order.Id, order.Price, new Quantity(order.OpenQuantity.Lots + 3));
                break;
            default:
                decision.Amend(order.Id, new Price(order.Price.Ticks + decision.Random.NextInt64(7) - 3), order.OpenQuantity);
                break;
        }
    }
}
