using System.Collections.Immutable;
using MarketSim.Agents.Decisions;
using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.Strategies.Noise;

/// <summary>
/// What an agent knows of the places of its orders in their queues. Nobody tells it; but what is ahead is at most what stood at the price when the order was
/// sent, never grows, and is at most what stands there now without the order.
/// </summary>
internal sealed class QueuePlaces
{
    private readonly List<Place> _places = [];

    /// <summary>Remembers an order that is being sent.</summary>
    public void Add(OrderId order, Side side, Price price, Decision decision) =>
        _places.Add(new Place(order, Math.Max(0, ShownAt(side, price, decision.Market) ?? 0), decision.Now));

    /// <summary>Looks at the market: forgets orders that are gone, and what is known not to be ahead any more.</summary>
    public void Observe(Decision decision)
    {
        IReadOnlyList<OpenOrder> open = decision.Portfolio.OpenOrders;
        for (int i = _places.Count - 1; i >= 0; i--)
        {
            Place place = _places[i];
            int found = -1;
            for (int j = 0; j < open.Count && found < 0; j++)
            {
                found = open[j].Id == place.Order ? j : -1;
            }

            if (found < 0)
            {
                _places.RemoveAt(i);
            }
            else if (ShownAt(open[found].Side, open[found].Price, decision.Market) is { } shown)
            {
                _places[i] = place with { AheadLots = Math.Min(place.AheadLots, Math.Max(0, shown - open[found].OpenQuantity.Lots)) };
            }
        }
    }

    /// <summary>Lots ahead of an order and its age in seconds; of one that is not remembered, nothing and 0.</summary>
    public (double AheadLots, double AgeSeconds) Of(in OpenOrder order, SimulatedTime now)
    {
        for (int i = 0; i < _places.Count; i++)
        {
            if (_places[i].Order == order.Id)
            {
                return (_places[i].AheadLots, Math.Max(0, now - _places[i].SentAt) / (double)SimulatedTime.NanosecondsPerSecond);
            }
        }

        return (0, 0);
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(3 * _places.Count);
        foreach (Place place in _places)
        {
            writer.WriteInt64(place.Order.Value);
            writer.WriteInt64(place.AheadLots);
            writer.WriteInt64(place.SentAt.Nanoseconds);
        }
    }

    public void Restore(ref MessagePackReader reader)
    {
        int count = reader.ReadArrayHeader() / 3;
        _places.Clear();
        for (int i = 0; i < count; i++)
        {
            _places.Add(new Place(new OrderId(reader.ReadInt64()), reader.ReadInt64(), new SimulatedTime(reader.ReadInt64())));
        }
    }

    /// <summary>Lots at a price; null where it lies beyond what is shown.</summary>
    private static long? ShownAt(Side side, Price price, MarketSnapshot market)
    {
        ImmutableArray<BookLevel> levels = side == Side.Buy ? market.Bids : market.Asks;
        foreach (BookLevel level in levels)
        {
            if (level.Price == price)
            {
                return level.Quantity.Lots;
            }

            if (side == Side.Buy ? level.Price < price : level.Price > price)
            {
                return 0;
            }
        }

        return null;
    }

    private readonly record struct Place(OrderId Order, long AheadLots, SimulatedTime SentAt);
}
