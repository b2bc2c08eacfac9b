using MarketSim.Numerics.Serialization;

namespace MarketSim.Engine.Participants;

/// <summary>Queues messages in the outboxes of their recipients, and records for a checkpoint the recipients that are due because of them.</summary>
internal sealed class MessageRouter(RoutingTable routes)
{
    // Addresses whose messages arrive at _dueTick.
    private readonly SortedSet<string> _due = new(StringComparer.Ordinal);
    private long _dueTick = -1;

    /// <summary>True when a participant of the run has that address.</summary>
    public bool Knows(ParticipantAddress address) => routes.Knows(address);

    /// <summary>Queues a message.</summary>
    /// <param name="nextTick">The tick at which it arrives.</param>
    public void Post(ParticipantMessage message, long nextTick, ParticipantOutbox[] outboxes)
    {
        if (_dueTick != nextTick)
        {
            _due.Clear();
            _dueTick = nextTick;
        }

        _due.Add(message.To.Value);
        foreach (int slot in routes.SlotsOf(message.To))
        {
            outboxes[slot].Post(message, nextTick);
        }
    }

    /// <summary>
    /// Saves the addresses that are due after a tick because of messages. The messages themselves are not saved: at a checkpoint the barrier has delivered
    /// them.
    /// </summary>
    public void Save(long tick, MessagePackWriter writer)
    {
        bool isDue = _dueTick > tick;
        writer.WriteArrayHeader(isDue ? _due.Count : 0);
        if (isDue)
        {
            foreach (string address in _due)
            {
                writer.WriteString(address);
            }
        }
    }

    /// <summary>Restores what <see cref="Save"/> wrote, and makes the recipients due.</summary>
    public void Restore(long tick, ref MessagePackReader reader, ParticipantOutbox[] outboxes)
    {
        _due.Clear();
        _dueTick = tick + 1;
        int count = reader.ReadArrayHeader();
        for (int i = 0; i < count; i++)
        {
            _due.Add(reader.ReadString());
        }

        foreach (int slot in _due.SelectMany(address => routes.SlotsOf(new ParticipantAddress(address))))
        {
            outboxes[slot].SetMessagesDue(_dueTick);
        }
    }
}
