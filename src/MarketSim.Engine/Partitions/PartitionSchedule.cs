using System.Runtime.InteropServices;

namespace MarketSim.Engine.Partitions;

/// <summary>
/// The next wake-up of each agent of a partition. When few agents are due at a tick, a heap over (tick, agent) with four children to a node finds them; when
/// many are, a scan of all agents, which costs a nanosecond each instead of a walk through the heap. The heap has one entry per agent, whose tick is changed in
/// place: a stale entry would open a tick at which no agent is due.
/// </summary>
internal sealed class PartitionSchedule
{
    private const int Children = 4;

    // All agents are scanned once more than one in so many was due at a tick, and the heap is used again once fewer than one in so many was.
    private const int ScanAboveOneIn = 32;
    private const int HeapBelowOneIn = 128;

    // By agent: the tick at which it is awake, and its place in the heap. The heap is up to date only while agents are not scanned.
    private readonly long[] _ticks;
    private readonly int[] _places;
    private readonly Entry[] _heap;
    private readonly List<int> _due = [];
    private bool _isScanning;

    // While agents are scanned: the first tick of all; unknown once an agent that was due at it has been set to a later one.
    private long _scannedNext = long.MaxValue;
    private bool _isScannedNextKnown = true;

    public PartitionSchedule(int agents)
    {
        _ticks = new long[agents];
        _heap = new Entry[agents];
        _places = new int[agents];
        Array.Fill(_ticks, long.MaxValue);
        BuildHeap();
    }

    /// <summary>The first tick at which an agent is awake; <see cref="long.MaxValue"/> for none.</summary>
    public long NextDueTick
    {
        get
        {
            if (!_isScanning)
            {
                return _heap.Length == 0 ? long.MaxValue : _heap[0].Tick;
            }

            if (!_isScannedNextKnown)
            {
                _scannedNext = Earliest(_ticks);
                _isScannedNextKnown = true;
            }

            return _scannedNext;
        }
    }

    /// <summary>The tick at which an agent is awake; <see cref="long.MaxValue"/> for none.</summary>
    public long DueTick(int agent) => _ticks[agent];

    /// <summary>Sets the tick at which an agent is awake; <see cref="long.MaxValue"/> for none.</summary>
    public void Set(int agent, long tick)
    {
        long previous = _ticks[agent];
        _ticks[agent] = tick;
        if (_isScanning)
        {
            if (tick < _scannedNext)
            {
                _scannedNext = tick;
            }
            else if (previous == _scannedNext && tick > previous)
            {
                _isScannedNextKnown = false;
            }
        }
        else if (tick < previous)
        {
            SiftUp(new Entry(tick, agent), _places[agent]);
        }
        else if (tick > previous)
        {
            SiftDown(new Entry(tick, agent), _places[agent]);
        }
    }

    /// <summary>Returns the agents that are awake at a tick, in ascending order, and removes their wake-ups until they are set again.</summary>
    /// <param name="tick">Not later than <see cref="NextDueTick"/>.</param>
    /// <returns>Valid until the next call; agents may be set while it is read.</returns>
    public ReadOnlySpan<int> DrainDue(long tick)
    {
        _due.Clear();
        if (_isScanning)
        {
            ScanDue(tick);
        }
        else
        {
            while (_heap.Length > 0 && _heap[0].Tick == tick)
            {
                int agent = _heap[0].Agent;
                _due.Add(agent);
                Set(agent, long.MaxValue);
            }
        }

        ChooseMode();
        return CollectionsMarshal.AsSpan(_due);
    }

    private void ScanDue(long tick)
    {
        long next = long.MaxValue;
        long[] ticks = _ticks;
        for (int agent = 0; agent < ticks.Length; agent++)
        {
            long due = ticks[agent];
            if (due == tick)
            {
                _due.Add(agent);
                ticks[agent] = long.MaxValue;
            }
            else if (due < next)
            {
                next = due;
            }
        }

        (_scannedNext, _isScannedNextKnown) = (next, true);
    }

    private void ChooseMode()
    {
        if (!_isScanning && (long)_due.Count * ScanAboveOneIn > _ticks.Length)
        {
            _isScanning = true;
            (_scannedNext, _isScannedNextKnown) = (long.MaxValue, false);
        }
        else if (_isScanning && (long)_due.Count * HeapBelowOneIn < _ticks.Length)
        {
            _isScanning = false;
            BuildHeap();
        }
    }

    private static long Earliest(long[] ticks)
    {
        long first = long.MaxValue;
        foreach (long tick in ticks)
        {
            first = Math.Min(first, tick);
        }

        return first;
    }

    private void BuildHeap()
    {
        for (int agent = 0; agent < _heap.Length; agent++)
        {
            _heap[agent] = new Entry(_ticks[agent], agent);
            _places[agent] = agent;
        }

        for (int place = (_heap.Length - 2) / Children; place >= 0 && _heap.Length > 1; place--)
        {
            SiftDown(_heap[place], place);
        }
    }

    private void SiftUp(Entry entry, int place)
    {
        while (place > 0)
        {
            int parent = (place - 1) / Children;
            if (!entry.IsBefore(_heap[parent]))
            {
                break;
            }

            Put(_heap[parent], place);
            place = parent;
        }

        Put(entry, place);
    }

    private void SiftDown(Entry entry, int place)
    {
        while (true)
        {
            int firstChild = (Children * place) + 1;
            if (firstChild >= _heap.Length)
            {
                break;
            }

            int child = EarliestPlace(firstChild, Math.Min(firstChild + Children, _heap.Length));
            if (!_heap[child].IsBefore(entry))
            {
                break;
            }

            Put(_heap[child], place);
            place = child;
        }

        Put(entry, place);
    }

    private int EarliestPlace(int from, int end)
    {
        int earliest = from;
        for (int place = from + 1; place < end; place++)
        {
            if (_heap[place].IsBefore(_heap[earliest]))
            {
                earliest = place;
            }
        }

        return earliest;
    }

    private void Put(Entry entry, int place)
    {
        _heap[place] = entry;
        _places[entry.Agent] = place;
    }

    private readonly record struct Entry(long Tick, int Agent)
    {
        public bool IsBefore(in Entry other) => Tick < other.Tick || (Tick == other.Tick && Agent < other.Agent);
    }
}
