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
/// An agent's estimate of the queue positions of its orders. The venue does not report them; but the quantity ahead is at most the quantity at the price when
/// the order was sent, never grows, and is at most the quantity there now without the order.
/// </summary>
internal sealed class QueuePlaces
{
    private readonly List<Place> _places = [];

    /// <summary>Records an order that is being sent.</summary>
    public void Add(OrderId order, Side side, Price price, Decision decision) =>
        _places.Add(new Place(order, Math.Max(0, ShownAt(side, price, decision.Market) ?? 0), decision.Now));

    /// <summary>Updates the estimates by the present book, and removes orders that are no longer open.</summary>
    public void Observe(Decision decision)
    {
        IReadOnlyList<OpenOrder> open = decision.Portfolio.OpenOrders;
        for (int i = _places.Count - 1; i >= 0; i--)
        {
            Place place = _places[i];
            int found = IndexOf(place.Order, open);
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

    /// <summary>Estimated lots ahead of an order, and its age in seconds; 0 and 0 for an order that was not recorded.</summary>
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

    private static int IndexOf(OrderId order, IReadOnlyList<OpenOrder> open)
    {
        for (int i = 0; i < open.Count; i++)
        {
            if (open[i].Id == order)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Lots at a price; null for a price beyond the levels of the snapshot.</summary>
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
