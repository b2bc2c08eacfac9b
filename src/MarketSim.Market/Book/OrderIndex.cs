using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using MarketSim.Market.Orders;

namespace MarketSim.Market.Book;

/// <summary>Finds the slot of a live order by its id: open addressing, linear probing, at most half full.</summary>
/// <remarks>
/// <para>Removal shifts later entries back instead of leaving tombstones, so that the table never degrades, however many orders come and go.</para>
/// <para>An entry holds 32 bits of the id's hash; the id itself is compared in the order's slot, which the caller reads anyway. So eight
/// entries lie in a cache line: in a large book most of the time of a lookup is the wait for memory.</para>
/// </remarks>
internal sealed class OrderIndex(OrderPool orders)
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
        uint hash = HashOf(id);
        for (int position = (int)hash & mask; ; position = (position + 1) & mask)
        {
            Entry entry = entries[position];
            if (entry.Slot == 0 || (entry.Hash == hash && orders[entry.Slot].Id == id))
            {
                return entry.Slot;
            }
        }
    }

    /// <summary>Brings the entry of an id that will be looked up soon into the cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void Prefetch(OrderId id)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref _entries[(int)HashOf(id) & (_entries.Length - 1)]));
        }
    }

    /// <summary>Adds an id that is not in the index.</summary>
    /// <param name="slot">Holds the order of that id.</param>
    public void Add(OrderId id, int slot)
    {
        if (++_count > _entries.Length / 2)
        {
            Grow();
        }

        Insert(_entries, new Entry { Hash = HashOf(id), Slot = slot });
    }

    /// <summary>Removes an id that is in the index.</summary>
    public void Remove(OrderId id, int slot)
    {
        Entry[] entries = _entries;
        int mask = entries.Length - 1;
        int hole = (int)HashOf(id) & mask;
        while (entries[hole].Slot != slot)
        {
            hole = (hole + 1) & mask;
        }

        for (int next = (hole + 1) & mask; entries[next].Slot != 0; next = (next + 1) & mask)
        {
            int distanceFromHome = (next - (int)entries[next].Hash) & mask;
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
    private static uint HashOf(OrderId id)
    {
        ulong high = Math.BigMul((ulong)id.Value ^ 0xA0761D6478BD642FUL, 0xE7037ED1A0B428DBUL, out ulong low);
        return (uint)(high ^ low);
    }

    private static void Insert(Entry[] entries, Entry entry)
    {
        int mask = entries.Length - 1;
        int position = (int)entry.Hash & mask;
        while (entries[position].Slot != 0)
        {
            position = (position + 1) & mask;
        }

        entries[position] = entry;
    }

    private void Grow()
    {
        Entry[] larger = new Entry[_entries.Length * 2];
        foreach (Entry entry in _entries)
        {
            if (entry.Slot != 0)
            {
                Insert(larger, entry);
            }
        }

        _entries = larger;
    }

    private struct Entry
    {
        public uint Hash;
        public int Slot;
    }
}
