using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Market.Tests.Book.Differential;

/// <summary>A random stream of requests, sensible and senseless, that depends on the seed and the regime alone.</summary>
internal sealed class RequestGenerator(PriceRegime regime, ulong seed)
{
    private const int Accounts = 5;

    // What was last asked for under each id, so that amendments often keep one of the two.
    private readonly (long Price, long Quantity)[] _lastAsked = new (long, long)[regime.OrderIds + 1];
    private RandomStream _random = new(seed, RandomPurpose.Test, 0, 0);
    private long _requests;
    private long _now = 1_000;

    public BookRequest Next()
    {
        _requests++;
        _now += _random.NextInt64(3);
        long id = 1 + _random.NextInt64(regime.OrderIds);
        return _random.NextInt64(1000) switch
        {
            < 600 => BookRequest.Submit(Order(id), _now),
            < 790 => BookRequest.Cancel(id, OwnerOf(id), _now),
            < 980 => Amend(id),
            < 998 => BookRequest.Expire(_now += _random.NextInt64(20)),
            _ => BookRequest.SaveAndRestore(_now),
        };
    }

    private BookRequest Amend(long id)
    {
        (long price, long quantity) = _lastAsked[id];
        if (_random.NextBoolean())
        {
            price = Price();
        }

        if (_random.NextBoolean(0.8))
        {
            quantity = Quantity();
        }

        _lastAsked[id] = (price, quantity);
        return BookRequest.Amend(id, OwnerOf(id), price, quantity, _now);
    }

    private NewOrder Order(long id)
    {
        (long price, long quantity) = (Price(), Quantity());
        _lastAsked[id] = (price, quantity);
        Side side = _random.NextBoolean() ? Side.Buy : Side.Sell;
        NewOrder order = new(
            new OrderId(id), new AccountId(OwnerOf(id)), side, OrderType.Limit, TimeInForce.GoodTillCancel, false,
            new Price(price), new Quantity(quantity), default);
        return _random.NextInt64(100) switch
        {
            < 45 => order,
            < 53 => order with { Type = OrderType.Market },
            < 63 => order with { TimeInForce = TimeInForce.ImmediateOrCancel },
            < 73 => order with { TimeInForce = TimeInForce.FillOrKill },
            < 81 => order with { PostOnly = true },
            < 97 => order with { TimeInForce = TimeInForce.GoodTillTime, ExpiresAt = Expiry(), PostOnly = _random.NextBoolean(0.3) },
            _ => order with
            {
                Side = (Side)_random.NextInt64(3),
                Type = (OrderType)_random.NextInt64(3),
                TimeInForce = (TimeInForce)_random.NextInt64(5),
                PostOnly = _random.NextBoolean(),
                ExpiresAt = Expiry(),
            },
        };
    }

    // Times coincide often, and some have passed already.
    private SimulatedTime Expiry() => new((_now + _random.NextInt64(200) - 4) / 8 * 8);

    private int OwnerOf(long id) => (int)(_random.NextBoolean(0.02) ? _random.NextInt64(Accounts) : id % Accounts);

    private long Price()
    {
        long price = regime.PriceAt(_requests, ref _random);
        return _random.NextInt64(200) switch
        {
            0 => 0,
            1 => -price,
            2 => regime.Rules.MaximumPrice.Ticks + price,
            3 => price + 1,
            _ => price,
        };
    }

    private long Quantity()
    {
        long increment = regime.Rules.QuantityIncrement;
        return _random.NextInt64(200) switch
        {
            0 => 0,
            1 => -increment,
            2 => regime.Rules.MaximumQuantity.Lots + increment,
            3 => increment + 1,
            _ => increment * (1 + _random.NextInt64(regime.Rules.MaximumQuantity.Lots / increment / 2)),
        };
    }
}
