namespace MarketSim.Simulation.Running;

/// <summary>
/// Which agents of a partition are awake at which tick: a binary heap over (tick, agent) in which an agent's tick can be changed in place. It
/// holds no stale entries, because a tick that is due for nobody must not be opened.
/// </summary>
internal sealed class PartitionSchedule
{
    private readonly long[] _dueTicks;
    private readonly int[] _heap;
    private readonly int[] _places;

    public PartitionSchedule(int agents)
    {
        _dueTicks = new long[agents];
        _heap = new int[agents];
        _places = new int[agents];
        Array.Fill(_dueTicks, long.MaxValue);
        for (int agent = 0; agent < agents; agent++)
        {
            _heap[agent] = agent;
            _places[agent] = agent;
        }
    }

    /// <summary>The first tick at which anybody is awake; <see cref="long.MaxValue"/> for none.</summary>
    public long NextDueTick => _heap.Length == 0 ? long.MaxValue : _dueTicks[_heap[0]];

    /// <summary>The agent that is awake first, the lowest number first within a tick.</summary>
    public int NextAgent => _heap[0];

    public void Set(int agent, long tick)
    {
        long previous = _dueTicks[agent];
        _dueTicks[agent] = tick;
        if (tick < previous)
        {
            Rise(_places[agent]);
        }
        else if (tick > previous)
        {
            Sink(_places[agent]);
        }
    }

    private bool IsBefore(int left, int right)
    {
        long leftTick = _dueTicks[left];
        long rightTick = _dueTicks[right];
        return leftTick != rightTick ? leftTick < rightTick : left < right;
    }

    private void Rise(int place)
    {
        int agent = _heap[place];
        while (place > 0)
        {
            int parent = (place - 1) / 2;
            if (!IsBefore(agent, _heap[parent]))
            {
                break;
            }

            Put(_heap[parent], place);
            place = parent;
        }

        Put(agent, place);
    }

    private void Sink(int place)
    {
        int agent = _heap[place];
        while (true)
        {
            int child = (2 * place) + 1;
            if (child >= _heap.Length)
            {
                break;
            }

            if (child + 1 < _heap.Length && IsBefore(_heap[child + 1], _heap[child]))
            {
                child++;
            }

            if (!IsBefore(_heap[child], agent))
            {
                break;
            }

            Put(_heap[child], place);
            place = child;
        }

        Put(agent, place);
    }

    private void Put(int agent, int place)
    {
        _heap[place] = agent;
        _places[agent] = place;
    }
}
