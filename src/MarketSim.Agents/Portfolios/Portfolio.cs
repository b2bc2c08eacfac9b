using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.Portfolios;

/// <summary>
/// The agent's own view of its account: position and open orders. It follows the agent's own requests and the venue's account events; an order counts as open
/// from the moment it is sent.
/// </summary>
public sealed class Portfolio
{
    private static readonly List<OpenOrder> NoOrders = [];

    // Most agents of a large population have no open order; they share one empty list.
    private List<OpenOrder> _openOrders = NoOrders;
    private Position _position;

    /// <summary>Creates a portfolio with a position and no orders.</summary>
    public Portfolio(Position opening) => _position = opening;

    /// <summary>Cash and inventory.</summary>
    public ref readonly Position Position => ref _position;

    /// <summary>The inventory in lots; negative is short.</summary>
    public long Inventory => _position.Inventory;

    /// <summary>The cash in tick·lots.</summary>
    public long Cash => _position.Cash;

    /// <summary>Orders that can still trade as far as the agent knows, oldest first.</summary>
    public IReadOnlyList<OpenOrder> OpenOrders => _openOrders;

    /// <summary>Number of lots traded.</summary>
    public long TradedLots { get; private set; }

    /// <summary>Number of fills received.</summary>
    public long Fills { get; private set; }

    /// <summary>Open quantity of a side's orders, in lots.</summary>
    public long OpenLots(Side side)
    {
        long lots = 0;
        foreach (OpenOrder order in _openOrders)
        {
            lots += order.Side == side ? order.OpenQuantity.Lots : 0;
        }

        return lots;
    }

    /// <summary>Records an order that was sent.</summary>
    public void OrderSent(in OpenOrder order)
    {
        if (ReferenceEquals(_openOrders, NoOrders))
        {
            _openOrders = [];
        }

        _openOrders.Add(order);
    }

    /// <summary>Records an account event.</summary>
    public void Apply(in AccountEvent accountEvent)
    {
        switch (accountEvent.Kind)
        {
            case AccountEventKind.Filled:
                _position.Fill(accountEvent.Side, accountEvent.Price, accountEvent.Quantity, accountEvent.Fee);
                TradedLots += accountEvent.Quantity.Lots;
                Fills++;
                SetOpen(accountEvent.Order, accountEvent.Remaining, price: null);
                break;
            case AccountEventKind.Amended:
                SetOpen(accountEvent.Order, accountEvent.Remaining, accountEvent.Price);
                break;
            case AccountEventKind.Cancelled or AccountEventKind.Expired:
                SetOpen(accountEvent.Order, accountEvent.Remaining, price: null);
                break;
            case AccountEventKind.Refused when accountEvent.Request == RequestKind.Submit || accountEvent.Reason == EventReason.OrderUnknown:
                SetOpen(accountEvent.Order, Quantity.Zero, price: null);
                break;
            default:
                break;
        }
    }

    /// <summary>Replaces position and orders by those of the venue's statement, and counts the fills that it replaces.</summary>
    public void Rebuild(AccountStatement statement)
    {
        _position = statement.Position;
        Fills += statement.UndeliveredFills;
        TradedLots += statement.UndeliveredLots;
        _openOrders = statement.OpenOrders.Count == 0 ? NoOrders : [.. statement.OpenOrders];
    }

    /// <summary>Writes the state, which <c>Restore</c> reads.</summary>
    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(4);
        _position.Save(writer);
        writer.WriteInt64(TradedLots);
        writer.WriteInt64(Fills);
        writer.WriteArrayHeader(_openOrders.Count);
        foreach (OpenOrder order in _openOrders)
        {
            writer.WriteArrayHeader(4);
            writer.WriteInt64(order.Id.Value);
            writer.WriteInt64((byte)order.Side);
            writer.WriteInt64(order.Price.Ticks);
            writer.WriteInt64(order.OpenQuantity.Lots);
        }
    }

    /// <summary>Restores the state that <c>Save</c> wrote.</summary>
    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(4);
        _position.Restore(ref reader);
        TradedLots = reader.ReadInt64();
        Fills = reader.ReadInt64();
        int count = reader.ReadArrayHeader();
        _openOrders = count == 0 ? NoOrders : new List<OpenOrder>(count);
        for (int i = 0; i < count; i++)
        {
            reader.ReadArrayHeader(4);
            _openOrders.Add(new OpenOrder(
                new OrderId(reader.ReadInt64()), (Side)reader.ReadInt64(), new Price(reader.ReadInt64()), new Quantity(reader.ReadInt64())));
        }
    }

    // Changes or removes an open order; an unknown one is ignored.
    private void SetOpen(OrderId id, Quantity remaining, Price? price)
    {
        for (int i = _openOrders.Count - 1; i >= 0; i--)
        {
            OpenOrder order = _openOrders[i];
            if (order.Id != id)
            {
                continue;
            }

            if (remaining == Quantity.Zero)
            {
                _openOrders.RemoveAt(i);
            }
            else
            {
                _openOrders[i] = order with { OpenQuantity = remaining, Price = price ?? order.Price };
            }

            return;
        }
    }
}
