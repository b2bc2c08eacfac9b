using System.Collections.Immutable;
using System.Runtime.InteropServices;
using MarketSim.Market.Book;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.PolicyTrading.Books;

/// <summary>The order book at the last decisions of an agent, and its observation (OBSERVATIONS.md, "The book").</summary>
public sealed class BookHistory
{
    private readonly BookView _view;

    // A ring of snapshots; of each the asks, then the bids: price in ticks and quantity in lots. A missing level has no lots.
    private readonly long[] _numbers;
    private readonly int _snapshotSize;
    private int _count;
    private int _next;

    /// <summary>Creates an empty history.</summary>
    public BookHistory(BookView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentOutOfRangeException.ThrowIfLessThan(view.Levels, 1, nameof(view));
        ArgumentOutOfRangeException.ThrowIfLessThan(view.Snapshots, 1, nameof(view));
        _view = view;
        _snapshotSize = view.Levels * BookView.NumbersPerLevel;
        _numbers = new long[view.Snapshots * _snapshotSize];
    }

    /// <summary>Discards all snapshots.</summary>
    public void Clear() => (_count, _next) = (0, 0);

    /// <summary>Records a snapshot.</summary>
    public void Add(MarketSnapshot market)
    {
        ArgumentNullException.ThrowIfNull(market);
        Span<long> snapshot = _numbers.AsSpan(_next * _snapshotSize, _snapshotSize);
        Write(market.Asks, snapshot[..(_snapshotSize / 2)]);
        Write(market.Bids, snapshot[(_snapshotSize / 2)..]);
        _next = (_next + 1) % _view.Snapshots;
        _count = Math.Min(_count + 1, _view.Snapshots);
    }

    /// <summary>Writes the observation, oldest snapshot first; while there are too few snapshots, the oldest one replaces the missing ones.</summary>
    /// <param name="mid">Present mid-price in ticks, from which price offsets are measured.</param>
    /// <param name="usualMove">Unit of the offsets, in ticks.</param>
    /// <param name="bound">Offsets are limited to plus or minus this.</param>
    /// <param name="target">Shape [<see cref="BookView.Size"/>].</param>
    /// <exception cref="InvalidOperationException">There is no snapshot.</exception>
    public void Observe(double mid, double usualMove, float bound, Span<float> target)
    {
        if (_count == 0)
        {
            throw new InvalidOperationException("There is no snapshot of the book to observe.");
        }

        double usualLots = UsualLots();
        int at = 0;
        for (int age = _view.Snapshots - 1; age >= 0; age--)
        {
            ReadOnlySpan<long> snapshot = SnapshotOf(Math.Min(age, _count - 1));
            for (int level = 0; level < _view.Levels; level++)
            {
                (long askTicks, long askLots) = (snapshot[2 * level], snapshot[(2 * level) + 1]);
                int bid = (2 * level) + (_snapshotSize / 2);
                (long bidTicks, long bidLots) = (snapshot[bid], snapshot[bid + 1]);
                target[at++] = askLots > 0 ? Offset(askTicks) : bound;
                target[at++] = RelativeSize(askLots, usualLots);
                target[at++] = bidLots > 0 ? Offset(bidTicks) : -bound;
                target[at++] = RelativeSize(bidLots, usualLots);
            }
        }

        float Offset(long ticks) => (float)Math.Clamp((ticks - mid) / usualMove, -bound, bound);
    }

    /// <summary>Writes the state, which <c>Restore</c> reads.</summary>
    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(_count);
        for (int age = _count - 1; age >= 0; age--)
        {
            writer.WriteBytes(MemoryMarshal.AsBytes(SnapshotOf(age)));
        }
    }

    /// <summary>Restores the state that <c>Save</c> wrote.</summary>
    /// <exception cref="InvalidDataException">The saved history is one of another view.</exception>
    public void Restore(ref MessagePackReader reader)
    {
        int count = reader.ReadArrayHeader();
        if (count > _view.Snapshots)
        {
            throw new InvalidDataException($"An agent remembers at most {_view.Snapshots} snapshots of the book; the saved one has {count}.");
        }

        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<long> snapshot = MemoryMarshal.Cast<byte, long>(reader.ReadBytes());
            if (snapshot.Length != _snapshotSize)
            {
                throw new InvalidDataException($"The saved snapshots of the book have {snapshot.Length} numbers; this view has {_snapshotSize}.");
            }

            snapshot.CopyTo(_numbers.AsSpan(i * _snapshotSize));
        }

        (_count, _next) = (count, count % _view.Snapshots);
    }

    private static void Write(ImmutableArray<BookLevel> levels, Span<long> target)
    {
        target.Clear();
        for (int level = 0; level < Math.Min(levels.Length, target.Length / 2); level++)
        {
            target[2 * level] = levels[level].Price.Ticks;
            target[(2 * level) + 1] = levels[level].Quantity.Lots;
        }
    }

    /// <summary>A size on a scale from -1 for none, over 0 for the usual size, towards 1 for ever larger ones.</summary>
    private static float RelativeSize(long lots, double usualLots) => lots == 0 ? -1 : (float)((lots - usualLots) / (lots + usualLots));

    /// <summary>Mean size of the levels of all snapshots.</summary>
    private double UsualLots()
    {
        long sum = 0;
        long levels = 0;
        for (int age = 0; age < _count; age++)
        {
            ReadOnlySpan<long> snapshot = SnapshotOf(age);
            for (int i = 1; i < snapshot.Length; i += 2)
            {
                sum += snapshot[i];
                levels += snapshot[i] > 0 ? 1 : 0;
            }
        }

        return levels == 0 ? 0 : sum / (double)levels;
    }

    // The latest snapshot has age 0.
    private ReadOnlySpan<long> SnapshotOf(int age) =>
        _numbers.AsSpan((_next - 1 - age + (2 * _view.Snapshots)) % _view.Snapshots * _snapshotSize, _snapshotSize);
}
