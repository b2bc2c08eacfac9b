using System.Runtime.InteropServices;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;

namespace MarketSim.Market.Book;

/// <summary>A resting order and its place in the queue of its price level.</summary>
// 64 bytes: an order is found by a shift, and touches at most two cache lines.
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal struct OrderSlot
{
    public OrderId Id;
    public Price Price;
    public Quantity Open;
    public SimulatedTime ExpiresAt;
    public AccountId Account;

    /// <summary>The order behind it in the queue; of a free slot, the next free one. 0: none.</summary>
    public int Next;

    /// <summary>The order before it in the queue. 0: none.</summary>
    public int Previous;

    public int Level;

    /// <summary>Its place in the <see cref="ExpiryHeap"/>. 0: it does not expire.</summary>
    public int ExpiryPosition;

    public Side Side;
    public TimeInForce TimeInForce;
    public bool PostOnly;
}

/// <summary>The memory of resting orders: slots are numbered from 1, and used again.</summary>
internal sealed class OrderPool
{
    private OrderSlot[] _slots = new OrderSlot[64];
    private int _highestUsed;
    private int _firstFree;

    /// <summary>A reference into the pool; no longer valid after the next <see cref="Rent"/>.</summary>
    public ref OrderSlot this[int slot] => ref _slots[slot];

    public int Capacity => _slots.Length;

    /// <returns>A slot whose contents are left over from its last use.</returns>
    public int Rent()
    {
        int slot = _firstFree;
        if (slot != 0)
        {
            _firstFree = _slots[slot].Next;
            return slot;
        }

        if (++_highestUsed == _slots.Length)
        {
            Array.Resize(ref _slots, _slots.Length * 2);
        }

        return _highestUsed;
    }

    public void Return(int slot)
    {
        _slots[slot].Next = _firstFree;
        _firstFree = slot;
    }
}
