namespace MarketSim.Live.Tapes;

/// <summary>The last requests and fills of the one agent that is followed.</summary>
internal sealed class AgentTape
{
    private const int Shown = 30;

    private readonly Lock _lock = new();
    private readonly Queue<AgentEvent> _events = new(Shown);

    /// <summary>Account of the agent; -1 for none.</summary>
    public int Account { get; private set; } = -1;

    public void Follow(int account)
    {
        lock (_lock)
        {
            Account = account;
            _events.Clear();
        }
    }

    public void Clear() => Follow(Account);

    public void Add(AgentEvent agentEvent)
    {
        lock (_lock)
        {
            if (_events.Count == Shown)
            {
                _events.Dequeue();
            }

            _events.Enqueue(agentEvent);
        }
    }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<AgentEvent> Read()
    {
        lock (_lock)
        {
            return [.. _events.Reverse()];
        }
    }
}

/// <summary>A request that the followed agent decided on, or a fill that it had.</summary>
/// <param name="Time">A request: when it reaches the venue.</param>
/// <param name="What">buy, sell, cancel, amend; bought, sold.</param>
/// <param name="Price">NaN for none, e.g. of a market order.</param>
internal readonly record struct AgentEvent(double Time, string What, double Price, double Quantity, bool IsFill);

/// <summary>The followed agent as the page shows it.</summary>
/// <param name="Cash">Currency; NaN where it is not known.</param>
/// <param name="Inventory">Units.</param>
/// <param name="Orders">Its open orders: side, price and quantity; null where they are not known.</param>
internal sealed record AgentView(int Account, string Group, double Cash, double Inventory, double Profit, IReadOnlyList<OrderView>? Orders, IReadOnlyList<AgentEvent> Events);

/// <summary>An order that is open.</summary>
internal readonly record struct OrderView(string Side, double Price, double Quantity);
