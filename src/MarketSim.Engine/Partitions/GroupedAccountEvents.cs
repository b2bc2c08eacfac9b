using System.Runtime.InteropServices;
using MarketSim.Market.Accounts;

namespace MarketSim.Engine.Partitions;

/// <summary>Groups a partition's account events by agent, each agent's in order: a counting sort over reused arrays.</summary>
internal sealed class GroupedAccountEvents(PartitionAccounts accounts)
{
    // By agent: the number of its events (while they are filled in, of those so far), and the place of its first one in _events.
    private readonly int[] _counts = new int[accounts.Count];
    private readonly int[] _starts = new int[accounts.Count];
    private readonly List<int> _agents = [];
    private AccountEvent[] _events = new AccountEvent[16];

    /// <summary>Agents that have events, in ascending order; valid until the next call of <see cref="Group"/>.</summary>
    public ReadOnlySpan<int> Agents => CollectionsMarshal.AsSpan(_agents);

    /// <summary>The events of an agent; valid until the next call of <see cref="Group"/>.</summary>
    public ReadOnlyMemory<AccountEvent> Of(int agent) => new(_events, _starts[agent], _counts[agent]);

    /// <summary>Replaces the events.</summary>
    public void Group(ReadOnlySpan<AccountEvent> events)
    {
        Clear();
        if (events.IsEmpty)
        {
            return;
        }

        Count(events);
        OrderAgents();
        AssignPlaces();
        Fill(events);
    }

    private void Clear()
    {
        foreach (int agent in _agents)
        {
            _counts[agent] = 0;
        }

        _agents.Clear();
    }

    private void Count(ReadOnlySpan<AccountEvent> events)
    {
        foreach (ref readonly AccountEvent item in events)
        {
            int agent = accounts.AgentOf(item.Account);
            if (_counts[agent]++ == 0)
            {
                _agents.Add(agent);
            }
        }
    }

    // A scan of all agents costs a nanosecond each, sorting several per agent that has events.
    private void OrderAgents()
    {
        if (_agents.Count < accounts.Count / 32)
        {
            _agents.Sort();
            return;
        }

        _agents.Clear();
        for (int agent = 0; agent < _counts.Length; agent++)
        {
            if (_counts[agent] > 0)
            {
                _agents.Add(agent);
            }
        }
    }

    private void AssignPlaces()
    {
        int start = 0;
        foreach (int agent in _agents)
        {
            _starts[agent] = start;
            start += _counts[agent];
            _counts[agent] = 0;
        }

        if (_events.Length < start)
        {
            _events = new AccountEvent[Math.Max(start, 2 * _events.Length)];
        }
    }

    private void Fill(ReadOnlySpan<AccountEvent> events)
    {
        foreach (ref readonly AccountEvent item in events)
        {
            int agent = accounts.AgentOf(item.Account);
            _events[_starts[agent] + _counts[agent]++] = item;
        }
    }
}
