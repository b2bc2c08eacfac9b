using System.Numerics;
using System.Runtime.CompilerServices;

namespace MarketSim.Market.Book;

/// <summary>
/// An ordered map from rank (0 is the best price of a side) to a level: a radix tree of nodes of 64, with a bitmap of the children that
/// exist.
/// </summary>
/// <remarks>
/// Its depth follows from the highest rank, its memory from the number of levels: a node without children is given back. Ticks that lie
/// next to each other share a leaf, and the leaf used last is remembered, so that a busy price range costs one step and a price far away
/// costs one per six bits of the highest rank.
/// </remarks>
internal sealed class PriceLadder
{
    private const int BitsPerNode = 6;
    private const int ChildrenPerNode = 1 << BitsPerNode;
    private const int ChildMask = ChildrenPerNode - 1;
    private const int Root = 1;

    private readonly int _rootShift;
    private int[] _children = new int[ChildrenPerNode * 8];
    private ulong[] _occupied = new ulong[8];
    private int[] _parentPlaces = new int[8];
    private int _highestNode = Root;
    private int _firstFreeNode;
    private long _recentLeafKey = -1;
    private int _recentLeaf;

    /// <param name="highestRank">Ranks are 0 to this, included.</param>
    public PriceLadder(long highestRank)
    {
        int bits = 64 - BitOperations.LeadingZeroCount((ulong)highestRank);
        _rootShift = Math.Max(0, (bits - 1) / BitsPerNode) * BitsPerNode;
    }

    /// <summary>Nodes in use, to show that memory follows the number of levels.</summary>
    public int NodeCount { get; private set; } = 1;

    /// <returns>The level at that rank, or 0.</returns>
    public int Find(long rank)
    {
        int leaf = FindLeaf(rank);
        return leaf == 0 ? 0 : _children[PlaceOf(leaf, rank, 0)];
    }

    /// <summary>Adds a level at a rank that has none.</summary>
    /// <returns>The level's place, valid until it is removed.</returns>
    public int Add(long rank, int level)
    {
        int leaf = FindLeaf(rank);
        if (leaf == 0)
        {
            leaf = AddLeaf(rank);
        }

        int place = PlaceOf(leaf, rank, 0);
        _children[place] = level;
        _occupied[leaf] |= 1UL << (place & ChildMask);
        return place;
    }

    /// <summary>Removes the level at that place, and the nodes that it leaves empty.</summary>
    public void Remove(int place)
    {
        while (true)
        {
            int node = place >> BitsPerNode;
            _children[place] = 0;
            _occupied[node] &= ~(1UL << (place & ChildMask));
            if (_occupied[node] != 0 || node == Root)
            {
                return;
            }

            place = _parentPlaces[node];
            FreeNode(node);
        }
    }

    /// <returns>The level with the next higher rank after the one at that place, or 0.</returns>
    public int Next(int place)
    {
        int depth = 0;
        while (true)
        {
            int node = place >> BitsPerNode;
            // Two shifts: one by 64 would be one by 0.
            ulong after = _occupied[node] & (ulong.MaxValue << (place & ChildMask) << 1);
            if (after != 0)
            {
                return FirstBelow(_children[(node << BitsPerNode) + BitOperations.TrailingZeroCount(after)], depth);
            }

            if (node == Root)
            {
                return 0;
            }

            place = _parentPlaces[node];
            depth++;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int PlaceOf(int node, long rank, int shift) => (node << BitsPerNode) + ((int)(rank >> shift) & ChildMask);

    /// <summary>Follows first children for that many steps, down to a level.</summary>
    private int FirstBelow(int child, int steps)
    {
        for (; steps > 0; steps--)
        {
            child = _children[(child << BitsPerNode) + BitOperations.TrailingZeroCount(_occupied[child])];
        }

        return child;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int FindLeaf(long rank) => rank >> BitsPerNode == _recentLeafKey ? _recentLeaf : SearchLeaf(rank);

    private int SearchLeaf(long rank)
    {
        int node = Root;
        for (int shift = _rootShift; shift > 0; shift -= BitsPerNode)
        {
            node = _children[PlaceOf(node, rank, shift)];
            if (node == 0)
            {
                return 0;
            }
        }

        _recentLeafKey = rank >> BitsPerNode;
        _recentLeaf = node;
        return node;
    }

    private int AddLeaf(long rank)
    {
        int node = Root;
        for (int shift = _rootShift; shift > 0; shift -= BitsPerNode)
        {
            int place = PlaceOf(node, rank, shift);
            int child = _children[place];
            if (child == 0)
            {
                child = NewNode(place);
                _children[place] = child;
                _occupied[node] |= 1UL << (place & ChildMask);
            }

            node = child;
        }

        _recentLeafKey = rank >> BitsPerNode;
        _recentLeaf = node;
        return node;
    }

    private int NewNode(int parentPlace)
    {
        int node = _firstFreeNode;
        if (node != 0)
        {
            _firstFreeNode = _parentPlaces[node];
        }
        else
        {
            node = ++_highestNode;
            if (node == _occupied.Length)
            {
                Grow();
            }
        }

        _parentPlaces[node] = parentPlace;
        NodeCount++;
        return node;
    }

    private void FreeNode(int node)
    {
        if (node == _recentLeaf)
        {
            _recentLeafKey = -1;
        }

        _parentPlaces[node] = _firstFreeNode;
        _firstFreeNode = node;
        NodeCount--;
    }

    private void Grow()
    {
        int nodes = _occupied.Length * 2;
        Array.Resize(ref _children, nodes * ChildrenPerNode);
        Array.Resize(ref _occupied, nodes);
        Array.Resize(ref _parentPlaces, nodes);
    }
}
