using MarketSim.Numerics.Serialization;
using MarketSim.Simulation.Running;

namespace MarketSim.Simulation.Training;

/// <summary>Takes mail from one participant to the desks of others, and remembers for a checkpoint who is due because of it.</summary>
internal sealed class MailBoard(MailRoutes routes)
{
    private readonly SortedSet<string> _due = new(StringComparer.Ordinal);
    private long _dueTick = -1;

    /// <param name="nextTick">At which it arrives.</param>
    public void Post(Mail mail, long nextTick, ParticipantDesk[] desks)
    {
        if (_dueTick != nextTick)
        {
            _due.Clear();
            _dueTick = nextTick;
        }

        _due.Add(mail.To);
        foreach (int seat in routes.SeatsOf(mail.To))
        {
            desks[seat].Post(mail, nextTick);
        }
    }

    /// <summary>Addresses whose mail is still to make them due, after a tick. The mail itself is never here at a checkpoint: the barrier has delivered it.</summary>
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

    public void Restore(long tick, ref MessagePackReader reader)
    {
        _due.Clear();
        _dueTick = tick + 1;
        int count = reader.ReadArrayHeader();
        for (int i = 0; i < count; i++)
        {
            _due.Add(reader.ReadString());
        }
    }

    /// <summary>After a restore: who had mail is due.</summary>
    public void MakeDue(ParticipantDesk[] desks)
    {
        foreach (int seat in _due.SelectMany(routes.SeatsOf))
        {
            desks[seat].MailIsDue(_dueTick);
        }
    }
}
