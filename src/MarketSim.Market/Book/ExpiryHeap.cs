using MarketSim.Market.Orders;
using MarketSim.Market.Time;

namespace MarketSim.Market.Book;

/// <summary>The good-till-time orders, the next to expire first; equal times in the order of their ids.</summary>
/// <remarks>A binary heap from position 1. Each order knows its position, so that a filled or cancelled one leaves at once.</remarks>
internal sealed class ExpiryHeap(OrderPool orders)
{
    private Entry[] _entries = new Entry[16];
    private int _count;

    /// <summary>The time at which the next order expires; <see cref="SimulatedTime.Never"/> when none does.</summary>
    public SimulatedTime NextExpiry { get; private set; } = SimulatedTime.Never;

    /// <summary>The slot of the order that expires next; only when there is one.</summary>
    public int NextSlot => _entries[1].Slot;

    public int Count => _count;

    public void Add(int slot)
    {
        if (++_count == _entries.Length)
        {
            Array.Resize(ref _entries, _entries.Length * 2);
        }

        ref OrderSlot order = ref orders[slot];
        MoveUp(_count, new Entry(order.ExpiresAt, order.Id, slot));
        NextExpiry = _entries[1].ExpiresAt;
    }

    /// <summary>Removes an order that is in the heap.</summary>
    public void Remove(int slot)
    {
        int position = orders[slot].ExpiryPosition;
        orders[slot].ExpiryPosition = 0;
        Entry last = _entries[_count];
        _count--;
        if (position <= _count)
        {
            if (position > 1 && last.IsBefore(_entries[position / 2]))
            {
                MoveUp(position, last);
            }
            else
            {
                MoveDown(position, last);
            }
        }

        NextExpiry = _count == 0 ? SimulatedTime.Never : _entries[1].ExpiresAt;
    }

    private void MoveUp(int position, Entry entry)
    {
        while (position > 1 && entry.IsBefore(_entries[position / 2]))
        {
            Place(position, _entries[position / 2]);
            position /= 2;
        }

        Place(position, entry);
    }

    private void MoveDown(int position, Entry entry)
    {
        while (position * 2 <= _count)
        {
            int child = position * 2;
            if (child < _count && _entries[child + 1].IsBefore(_entries[child]))
            {
                child++;
            }

            if (!_entries[child].IsBefore(entry))
            {
                break;
            }

            Place(position, _entries[child]);
            position = child;
        }

        Place(position, entry);
    }

    private void Place(int position, Entry entry)
    {
        _entries[position] = entry;
        orders[entry.Slot].ExpiryPosition = position;
    }

    private readonly record struct Entry(SimulatedTime ExpiresAt, OrderId Id, int Slot)
    {
        public bool IsBefore(Entry other) =>
            ExpiresAt < other.ExpiresAt || (ExpiresAt == other.ExpiresAt && Id.Value < other.Id.Value);
    }
}
