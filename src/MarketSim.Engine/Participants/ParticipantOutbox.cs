using MarketSim.Market.Accounts;
using MarketSim.Market.Orders;

namespace MarketSim.Engine.Participants;

/// <summary>The queue of messages and account events for one participant between two deliveries, and the tick at which the participant is due.</summary>
internal sealed class ParticipantOutbox
{
    private AccountEvent[] _events = new AccountEvent[16];
    private AccountEvent[] _drainedEvents = new AccountEvent[16];
    private int _eventCount;
    private List<AccountStatement> _statements = [];
    private List<AccountId> _requestedStatements = [];
    private List<ParticipantMessage> _messages = [];

    // The first tick at which the participant is due, because of queued events, its agents' own wake-ups, or messages.
    private long _eventsDueTick = long.MaxValue;
    private long _agentsDueTick = long.MaxValue;
    private long _messagesDueTick = long.MaxValue;

    /// <summary>The first tick at which the participant is due.</summary>
    public long NextDueTick => Math.Min(Math.Min(_agentsDueTick, _eventsDueTick), _messagesDueTick);

    /// <summary>The counters of its agents since it was created.</summary>
    public PartitionCounters Counters { get; private set; }

    public bool HasRequestedStatements => _requestedStatements.Count > 0;

    /// <summary>Records the participant's answer.</summary>
    public void RecordAnswer(long nextDueTick, PartitionCounters counters)
    {
        _agentsDueTick = nextDueTick;
        Counters = counters;
    }

    /// <summary>Records accounts of failed agents, whose portfolios are rebuilt from statements once the tick is closed.</summary>
    public void RequestStatements(IReadOnlyList<AccountId> accounts)
    {
        if (accounts.Count > 0)
        {
            _requestedStatements.AddRange(accounts);
        }
    }

    /// <summary>Returns the accounts of <see cref="RequestStatements"/> since the last call.</summary>
    public IReadOnlyList<AccountId> DrainRequestedStatements() => Drain(ref _requestedStatements);

    /// <summary>Queues an event; if it wakes an agent, the participant is due at <paramref name="nextTick"/>.</summary>
    public void Post(in AccountEvent accountEvent, long nextTick)
    {
        if (_eventCount == _events.Length)
        {
            Array.Resize(ref _events, 2 * _eventCount);
        }

        _events[_eventCount++] = accountEvent;
        if (accountEvent.Wakes)
        {
            _eventsDueTick = Math.Min(_eventsDueTick, nextTick);
        }
    }

    /// <summary>
    /// Queues a statement, which replaces all events of its account so far. It does not make the participant due: its agent sleeps, and receives it before
    /// its next turn, so that a barrier that delivers it early does not change which ticks are opened.
    /// </summary>
    public void Post(AccountStatement statement, long nextTick)
    {
        // The account's fills among the replaced events are counted, as the agent does not receive them; those of other accounts move up.
        long fills = 0, lots = 0;
        bool wakes = false;
        int kept = 0;
        foreach (ref readonly AccountEvent queued in _events.AsSpan(0, _eventCount))
        {
            if (queued.Account != statement.Account)
            {
                wakes |= queued.Wakes;
                _events[kept++] = queued;
            }
            else if (queued.Kind == AccountEventKind.Filled)
            {
                fills++;
                lots += queued.Quantity.Lots;
            }
        }

        _eventCount = kept;
        _statements.Add(statement with { UndeliveredFills = fills, UndeliveredLots = lots });

        // Of the events that remain: all were queued within this tick, so that they are due at the next.
        _eventsDueTick = wakes ? nextTick : long.MaxValue;
    }

    /// <summary>Queues a message; the participant is due at <paramref name="nextTick"/>.</summary>
    public void Post(ParticipantMessage message, long nextTick)
    {
        _messages.Add(message);
        SetMessagesDue(nextTick);
    }

    /// <summary>
    /// Makes the participant due at a tick because of messages. It is due then even if a barrier delivers the messages before: barriers must not change
    /// which ticks are opened.
    /// </summary>
    public void SetMessagesDue(long tick) => _messagesDueTick = tick;

    /// <summary>Empties the queues, for a tick that opens for the participant.</summary>
    public ParticipantDelivery DrainForTick()
    {
        _messagesDueTick = long.MaxValue;
        return Drain();
    }

    /// <summary>Empties the queues, between two ticks.</summary>
    public ParticipantDelivery Drain()
    {
        if (_eventCount == 0 && _statements.Count == 0 && _messages.Count == 0)
        {
            return ParticipantDelivery.Empty;
        }

        // The participant reads one array while the other receives new events.
        (_events, _drainedEvents) = (_drainedEvents, _events);
        var delivery = new ParticipantDelivery(_drainedEvents.AsMemory(0, _eventCount), Drain(ref _statements), Drain(ref _messages));
        _eventCount = 0;
        _eventsDueTick = long.MaxValue;
        return delivery;
    }

    private static IReadOnlyList<T> Drain<T>(ref List<T> queue)
    {
        if (queue.Count == 0)
        {
            return [];
        }

        IReadOnlyList<T> drained = queue;
        queue = [];
        return drained;
    }
}
