using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Market.Tests.Venues;

/// <summary>Random requests of every kind by the tick in which they are sent; a function of the seed alone, whatever becomes of them.</summary>
internal sealed class RequestStream
{
    private readonly int[] _sequences = new int[VenueUnderTest.Accounts];
    private readonly List<NewOrder> _sent = [];
    private readonly TradingSession _session = VenueUnderTest.Session;
    private RandomStream _random;

    public RequestStream(ulong seed)
    {
        _random = new RandomStream(seed, RandomPurpose.Test, 0, 0);
        ByTick = [.. Enumerable.Range(0, (int)_session.TickCount).Select(tick => Tick(tick))];
    }

    public OrderRequest[][] ByTick { get; }

    private OrderRequest[] Tick(int tick) => [.. Enumerable.Range(0, 60).Select(_ => Next(tick))];

    private OrderRequest Next(int tick)
    {
        // Most arrive in the same tick, some up to two later, often in the same nanosecond.
        int account = _random.NextInt32(VenueUnderTest.Accounts);
        long delay = _random.NextInt64(20) * (_random.NextBoolean(0.2) ? 15 : 5);
        SimulatedTime arrival = _session.OpenOf(tick) + delay;
        int sequence = ++_sequences[account];
        if (_sent.Count > 0 && _random.NextBoolean(0.35))
        {
            NewOrder known = _sent[Math.Max(0, _sent.Count - 1 - _random.NextInt32(80))];
            bool isOwn = _random.NextBoolean(0.95);
            NewOrder change = known with
            {
                Account = isOwn ? known.Account : new AccountId(account),
                Price = new Price(known.Price.Ticks + _random.NextInt64(5) - 2),
                Quantity = new Quantity(1 + _random.NextInt64(20)),
            };
            return new OrderRequest(_random.NextBoolean(0.4) ? RequestKind.Cancel : RequestKind.Amend, arrival, NextSequenceOf(change.Account, account, sequence), change);
        }

        NewOrder order = Order(account, sequence, arrival);
        _sent.Add(order);
        return new OrderRequest(RequestKind.Submit, arrival, sequence, order);
    }

    private int NextSequenceOf(AccountId sender, int drawn, int sequence) => sender.Value == drawn ? sequence : ++_sequences[sender.Value];

    private NewOrder Order(int account, int sequence, SimulatedTime arrival)
    {
        Side side = _random.NextBoolean() ? Side.Buy : Side.Sell;
        var order = new NewOrder(
            OrderId.Of(new AccountId(account), sequence),
            new AccountId(account),
            side,
            OrderType.Limit,
            TimeInForce.GoodTillCancel,
            PostOnly: false,
            new Price(side == Side.Buy ? 93 + _random.NextInt64(10) : 98 + _random.NextInt64(10)),
            new Quantity(1 + _random.NextInt64(20)),
            SimulatedTime.Never);
        return _random.NextInt64(20) switch
        {
            < 2 => order with { Type = OrderType.Market, TimeInForce = TimeInForce.ImmediateOrCancel },
            < 4 => order with { TimeInForce = TimeInForce.ImmediateOrCancel },
            < 5 => order with { TimeInForce = TimeInForce.FillOrKill },
            < 7 => order with { PostOnly = true },

            // Often exactly when a tick opens.
            < 12 => order with { TimeInForce = TimeInForce.GoodTillTime, ExpiresAt = new SimulatedTime((arrival.Nanoseconds + 50 + _random.NextInt64(300)) / 50 * 50) },
            < 13 => order with { Quantity = Quantity.Zero },
            _ => order,
        };
    }
}
