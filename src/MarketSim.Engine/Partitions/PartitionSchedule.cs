using System.Runtime.InteropServices;

namespace MarketSim.Engine.Partitions;

/// <summary>
/// The next wake-up of each agent of a partition. When few agents are due at a tick, a heap over (tick, agent) with four children to a node finds them, in
/// which an agent's tick can be changed in place; when many are, a scan of all agents, which costs a nanosecond each instead of a walk through the heap. It
/// holds no stale entries, because a tick at which no agent is due must not be opened.
/// </summary>
internal sealed class PartitionSchedule
{
    private const int Children = 4;

    // Shares of all agents, awake at one tick, from which on all are scanned, and below which the heap is used again.
    private const int ScanFromOneIn = 32;
    private const int HeapBelowOneIn = 128;

    // By agent: the tick at which it is awake, and its place in the heap, which is maintained only while agents are not scanned.
    private readonly long[] _ticks;
    private readonly int[] _places;
    private readonly Entry[] _heap;
    private readonly List<int> _due = [];
    private bool _scans;

    // While agents are scanned: the first tick of all; unknown once an agent that was awake at it has been set to a later one.
    private long _next = long.MaxValue;
    private bool _isNextKnown = true;

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
            if (!_scans)
            {
                return _heap.Length == 0 ? long.MaxValue : _heap[0].Tick;
            }

            if (!_isNextKnown)
            {
                _next = Earliest(_ticks);
                _isNextKnown = true;
            }

            return _next;
        }
    }

    /// <summary>The tick at which an agent is awake; <see cref="long.MaxValue"/> for none.</summary>
    public long DueTick(int agent) => _ticks[agent];

    /// <summary>Sets the tick at which an agent is awake; <see cref="long.MaxValue"/> for none.</summary>
    public void Set(int agent, long tick)
    {
        long previous = _ticks[agent];
        _ticks[agent] = tick;
        if (_scans)
        {
            if (tick < _next)
            {
                _next = tick;
            }
            else if (previous == _next && tick > previous)
            {
                _isNextKnown = false;
            }
        }
        else if (tick < previous)
        {
            Rise(new Entry(tick, agent), _places[agent]);
        }
        else if (tick > previous)
        {
            Sink(new Entry(tick, agent), _places[agent]);
        }
    }

    /// <summary>Returns the agents that are awake at a tick, in ascending order, and removes their wake-ups until they are set again.</summary>
    /// <param name="tick">Not later than <see cref="NextDueTick"/>.</param>
    /// <returns>Valid until the next call; agents may be set while it is read.</returns>
    public ReadOnlySpan<int> DrainDue(long tick)
    {
        _due.Clear();
        if (_scans)
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

        (_next, _isNextKnown) = (next, true);
    }

    private void ChooseMode()
    {
        if (!_scans && (long)_due.Count * ScanFromOneIn > _ticks.Length)
        {
            _scans = true;
            (_next, _isNextKnown) = (long.MaxValue, false);
        }
        else if (_scans && (long)_due.Count * HeapBelowOneIn < _ticks.Length)
        {
            _scans = false;
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
            Sink(_heap[place], place);
        }
    }

    private void Rise(Entry entry, int place)
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

    private void Sink(Entry entry, int place)
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
