using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Venues;

/// <summary>The parent orders of resting child orders, for their trades. The book does not know them.</summary>
internal sealed class ParentOrders
{
    private readonly SortedDictionary<long, int> _parents = [];

    public bool IsEmpty => _parents.Count == 0;

    /// <summary>Number of the order's parent; 0 for none.</summary>
    public int Of(OrderId order) => _parents.Count == 0 ? 0 : _parents.GetValueOrDefault(order.Value);

    /// <summary>Records the parent of a submitted order while it rests.</summary>
    public void Submitted(in NewOrder order, OrderBook book)
    {
        if (order.Parent != 0 && book.TryGetOrder(order.Id, out _))
        {
            _parents[order.Id.Value] = order.Parent;
        }
    }

    /// <summary>Forgets an order that is not open any more.</summary>
    public void Changed(OrderId order, Quantity remaining)
    {
        if (_parents.Count > 0 && remaining == Quantity.Zero)
        {
            _parents.Remove(order.Value);
        }
    }

    public void Clear() => _parents.Clear();

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2 * _parents.Count);
        foreach ((long order, int parent) in _parents)
        {
            writer.WriteInt64(order);
            writer.WriteInt64(parent);
        }
    }

    public void Restore(ref MessagePackReader reader)
    {
        int count = reader.ReadArrayHeader() / 2;
        for (int i = 0; i < count; i++)
        {
            long order = reader.ReadInt64();
            _parents[order] = (int)reader.ReadInt64();
        }
    }
}
