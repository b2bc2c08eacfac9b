namespace MarketSim.Engine.Partitions;

/// <summary>
/// Which agents of a partition are awake at which tick: a heap over (tick, agent) with four children to a node, in which an agent's tick can be
/// changed in place. It holds no stale entries, because a tick that is due for nobody must not be opened.
/// </summary>
internal sealed class PartitionSchedule
{
    private const int Children = 4;

    private readonly Entry[] _heap;
    private readonly int[] _places;

    public PartitionSchedule(int agents)
    {
        _heap = new Entry[agents];
        _places = new int[agents];
        for (int agent = 0; agent < agents; agent++)
        {
            _heap[agent] = new Entry(long.MaxValue, agent);
            _places[agent] = agent;
        }
    }

    /// <summary>The first tick at which anybody is awake; <see cref="long.MaxValue"/> for none.</summary>
    public long NextDueTick => _heap.Length == 0 ? long.MaxValue : _heap[0].Tick;

    /// <summary>The agent that is awake first, the lowest number first within a tick.</summary>
    public int NextAgent => _heap[0].Agent;

    public long DueTick(int agent) => _heap[_places[agent]].Tick;

    public void Set(int agent, long tick)
    {
        int place = _places[agent];
        long previous = _heap[place].Tick;
        if (tick < previous)
        {
            Rise(new Entry(tick, agent), place);
        }
        else if (tick > previous)
        {
            Sink(new Entry(tick, agent), place);
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

            int child = Earliest(firstChild, Math.Min(firstChild + Children, _heap.Length));
            if (!_heap[child].IsBefore(entry))
            {
                break;
            }

            Put(_heap[child], place);
            place = child;
        }

        Put(entry, place);
    }

    private int Earliest(int from, int end)
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
