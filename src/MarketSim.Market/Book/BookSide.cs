using System.Runtime.CompilerServices;
using MarketSim.Market.Orders;

namespace MarketSim.Market.Book;

/// <summary>A price level: the queue of its orders, first in first out, and their total.</summary>
internal struct PriceLevel
{
    public long Rank;
    public Quantity Quantity;

    /// <summary>First order of the queue; of a free level, the next free one.</summary>
    public int Head;

    public int Tail;
    public int Orders;

    /// <summary>Its place in the <see cref="PriceLadder"/>.</summary>
    public int LadderPlace;
}

/// <summary>One side of the book: its price levels, best first, each with its queue.</summary>
/// <remarks>Works in ranks, 0 for the best price there can be, so that buying and selling are the same code: a lower rank is always better.</remarks>
internal sealed class BookSide
{
    /// <summary>Reaches every level, but not the rank of an empty side.</summary>
    public const long AnyRank = long.MaxValue - 1;

    private readonly OrderPool _orders;
    private readonly PriceLadder _ladder;
    private readonly long _flip;
    private readonly long _offset;
    private PriceLevel[] _levels = new PriceLevel[16];
    private int _highestLevel;
    private int _firstFreeLevel;

    public BookSide(Side side, Price maximumPrice, OrderPool orders)
    {
        _orders = orders;
        _ladder = new PriceLadder(maximumPrice.Ticks - 1);
        // Complement turns ascending prices into descending ranks: ~ticks + maximum + 1 = maximum - ticks.
        _flip = side == Side.Buy ? -1 : 0;
        _offset = side == Side.Buy ? maximumPrice.Ticks + 1 : -1;
    }

    /// <summary>0 when the side is empty.</summary>
    public int BestLevel { get; private set; }

    /// <summary>Worse than any limit when the side is empty.</summary>
    public long BestRank { get; private set; } = long.MaxValue;

    /// <summary>Null when the side is empty.</summary>
    public Price? BestPrice => BestLevel == 0 ? null : PriceOf(BestRank);

    /// <summary>Open quantity at the best price; zero when the side is empty.</summary>
    public Quantity BestQuantity => BestLevel == 0 ? Quantity.Zero : _levels[BestLevel].Quantity;

    public ref PriceLevel Level(int level) => ref _levels[level];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long RankOf(Price price) => (price.Ticks ^ _flip) + _offset;

    public Price PriceOf(long rank) => new((rank - _offset) ^ _flip);

    /// <returns>The next worse level, or 0.</returns>
    public int NextLevel(int level) => _ladder.Next(_levels[level].LadderPlace);

    /// <summary>Copies the best levels, best first, as many as there are and fit.</summary>
    /// <returns>Number of copied entries.</returns>
    public int CopyLevels(Span<BookLevel> levels)
    {
        int count = 0;
        for (int index = BestLevel; index != 0 && count < levels.Length; index = NextLevel(index))
        {
            ref PriceLevel level = ref _levels[index];
            levels[count++] = new BookLevel(PriceOf(level.Rank), level.Quantity, level.Orders);
        }

        return count;
    }

    public int CountOrders()
    {
        int count = 0;
        for (int level = BestLevel; level != 0; level = NextLevel(level))
        {
            count += _levels[level].Orders;
        }

        return count;
    }

    /// <summary>True when the levels up to that rank hold at least the quantity.</summary>
    public bool CanFill(Quantity quantity, long worstRank)
    {
        Quantity available = Quantity.Zero;
        for (int level = BestLevel; level != 0 && _levels[level].Rank <= worstRank; level = NextLevel(level))
        {
            available += _levels[level].Quantity;
            if (available >= quantity)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Puts an order behind all others of its price.</summary>
    public void Append(int slot)
    {
        ref OrderSlot order = ref _orders[slot];
        long rank = RankOf(order.Price);
        int levelIndex = rank == BestRank ? BestLevel : _ladder.Find(rank);
        if (levelIndex == 0)
        {
            levelIndex = AddLevel(rank);
        }

        ref PriceLevel level = ref _levels[levelIndex];
        order.Level = levelIndex;
        order.Next = 0;
        order.Previous = level.Tail;
        if (level.Tail == 0)
        {
            level.Head = slot;
        }
        else
        {
            _orders[level.Tail].Next = slot;
        }

        level.Tail = slot;
        level.Quantity += order.Open;
        level.Orders++;
    }

    /// <summary>Takes an order out of its queue, with what is open of it.</summary>
    public void Unlink(int slot)
    {
        ref OrderSlot order = ref _orders[slot];
        int levelIndex = order.Level;
        ref PriceLevel level = ref _levels[levelIndex];
        level.Quantity -= order.Open;
        if (--level.Orders == 0)
        {
            RemoveLevel(levelIndex);
            return;
        }

        if (order.Previous == 0)
        {
            level.Head = order.Next;
        }
        else
        {
            _orders[order.Previous].Next = order.Next;
        }

        if (order.Next == 0)
        {
            level.Tail = order.Previous;
        }
        else
        {
            _orders[order.Next].Previous = order.Previous;
        }
    }

    /// <summary>Takes some, not all, of an order's open quantity away; it keeps its place.</summary>
    public void Reduce(int slot, Quantity by)
    {
        ref OrderSlot order = ref _orders[slot];
        order.Open -= by;
        _levels[order.Level].Quantity -= by;
    }

    private int AddLevel(long rank)
    {
        int index = _firstFreeLevel;
        if (index != 0)
        {
            _firstFreeLevel = _levels[index].Head;
        }
        else
        {
            index = ++_highestLevel;
            if (index == _levels.Length)
            {
                Array.Resize(ref _levels, _levels.Length * 2);
            }
        }

        _levels[index] = new PriceLevel { Rank = rank, LadderPlace = _ladder.Add(rank, index) };
        if (rank < BestRank)
        {
            BestRank = rank;
            BestLevel = index;
        }

        return index;
    }

    private void RemoveLevel(int index)
    {
        ref PriceLevel level = ref _levels[index];
        if (index == BestLevel)
        {
            BestLevel = _ladder.Next(level.LadderPlace);
            BestRank = BestLevel == 0 ? long.MaxValue : _levels[BestLevel].Rank;
        }

        _ladder.Remove(level.LadderPlace);
        level.Head = _firstFreeLevel;
        _firstFreeLevel = index;
    }
}
