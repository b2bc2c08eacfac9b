using System.Runtime.CompilerServices;
using MarketSim.Market.Orders;

namespace MarketSim.Market.Book;

/// <summary>Finds the slot of a live order by its id: open addressing, linear probing, at most half full.</summary>
/// <remarks>Removal shifts later entries back instead of leaving tombstones, so that the table never degrades, however many orders come and go.</remarks>
internal sealed class OrderIndex
{
    private const int InitialCapacity = 128;

    private Entry[] _entries = new Entry[InitialCapacity];
    private int _count;

    public int Count => _count;

    /// <returns>The order's slot, or 0 when the id is unknown.</returns>
    public int Find(OrderId id)
    {
        Entry[] entries = _entries;
        int mask = entries.Length - 1;
        for (int position = Home(id, mask); ; position = (position + 1) & mask)
        {
            ref Entry entry = ref entries[position];
            if (entry.Slot == 0 || entry.Id == id)
            {
                return entry.Slot;
            }
        }
    }

    /// <summary>Adds an id that is not in the index.</summary>
    public void Add(OrderId id, int slot)
    {
        if (++_count > _entries.Length / 2)
        {
            Grow();
        }

        Insert(_entries, id, slot);
    }

    /// <summary>Removes an id that is in the index.</summary>
    public void Remove(OrderId id)
    {
        Entry[] entries = _entries;
        int mask = entries.Length - 1;
        int hole = Home(id, mask);
        while (entries[hole].Id != id || entries[hole].Slot == 0)
        {
            hole = (hole + 1) & mask;
        }

        for (int next = (hole + 1) & mask; entries[next].Slot != 0; next = (next + 1) & mask)
        {
            int distanceFromHome = (next - Home(entries[next].Id, mask)) & mask;
            int distanceFromHole = (next - hole) & mask;
            if (distanceFromHome >= distanceFromHole)
            {
                entries[hole] = entries[next];
                hole = next;
            }
        }

        entries[hole] = default;
        _count--;
    }

    // Ids are an account and a sequence; folding the 128-bit product spreads both over all bits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Home(OrderId id, int mask)
    {
        ulong high = Math.BigMul((ulong)id.Value ^ 0xA0761D6478BD642FUL, 0xE7037ED1A0B428DBUL, out ulong low);
        return (int)(high ^ low) & mask;
    }

    private static void Insert(Entry[] entries, OrderId id, int slot)
    {
        int mask = entries.Length - 1;
        int position = Home(id, mask);
        while (entries[position].Slot != 0)
        {
            position = (position + 1) & mask;
        }

        entries[position] = new Entry { Id = id, Slot = slot };
    }

    private void Grow()
    {
        Entry[] larger = new Entry[_entries.Length * 2];
        foreach (Entry entry in _entries)
        {
            if (entry.Slot != 0)
            {
                Insert(larger, entry.Id, entry.Slot);
            }
        }

        _entries = larger;
    }

    private struct Entry
    {
        public OrderId Id;
        public int Slot;
    }
}
