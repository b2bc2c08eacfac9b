using System.Runtime.InteropServices;
using MarketSim.Market.Accounts;
using MarketSim.Market.Orders;

namespace MarketSim.Simulation.Running;

/// <summary>Groups a partition's news by agent, keeping each agent's in order: a counting sort over reused arrays.</summary>
internal sealed class AgentNews
{
    private readonly int[] _counts;
    private readonly int[] _starts;
    private readonly List<int> _agents = [];
    private AccountEvent[] _events = new AccountEvent[16];

    public AgentNews(int agents)
    {
        _counts = new int[agents];
        _starts = new int[agents];
    }

    /// <summary>The agents that have news, by number.</summary>
    public IReadOnlyList<int> Agents => _agents;

    public ArraySegment<AccountEvent> Of(int agent) => new(_events, _starts[agent], _counts[agent]);

    /// <summary>Takes new news; those before are forgotten.</summary>
    public void Group(List<AccountEvent> events, Func<AccountId, int> agentOf)
    {
        Clear();
        foreach (ref readonly AccountEvent item in CollectionsMarshal.AsSpan(events))
        {
            int agent = agentOf(item.Account);
            if (_counts[agent]++ == 0)
            {
                _agents.Add(agent);
            }
        }

        _agents.Sort();
        Place();
        Fill(events, agentOf);
    }

    private void Clear()
    {
        foreach (int agent in _agents)
        {
            _counts[agent] = 0;
        }

        _agents.Clear();
    }

    private void Place()
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

    private void Fill(List<AccountEvent> events, Func<AccountId, int> agentOf)
    {
        foreach (ref readonly AccountEvent item in CollectionsMarshal.AsSpan(events))
        {
            int agent = agentOf(item.Account);
            _events[_starts[agent] + _counts[agent]++] = item;
        }
    }
}
