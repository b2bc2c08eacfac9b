using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;

namespace MarketSim.Simulation.Hosting;

/// <summary>
/// The mailbox of an actor that runs inline: it holds the one message that is being delivered, and costs no queue per agent. Messages for an actor
/// whose restart is pending wait in a queue that is made then.
/// </summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by Akka from its name.")]
internal sealed class OneSlotMailbox(Settings settings, Config config) : MailboxType(settings, config), IProducesMessageQueue<OneSlotMessageQueue>
{
    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new OneSlotMessageQueue();
}

/// <inheritdoc cref="OneSlotMailbox"/>
/// <remarks>For one thread at a time: that of the parent, which is the only sender.</remarks>
internal sealed class OneSlotMessageQueue : IMessageQueue
{
    private Envelope _first;
    private bool _hasFirst;
    private Queue<Envelope>? _later;

    public bool HasMessages => _hasFirst;

    public int Count => (_hasFirst ? 1 : 0) + (_later?.Count ?? 0);

    public void Enqueue(IActorRef receiver, Envelope envelope)
    {
        if (_hasFirst)
        {
            (_later ??= new Queue<Envelope>()).Enqueue(envelope);
        }
        else
        {
            _first = envelope;
            _hasFirst = true;
        }
    }

    public bool TryDequeue(out Envelope envelope)
    {
        envelope = _first;
        if (!_hasFirst)
        {
            return false;
        }

        if (_later is null || !_later.TryDequeue(out _first))
        {
            _first = default;
            _hasFirst = false;
            _later = null;
        }

        return true;
    }

    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        while (TryDequeue(out Envelope envelope))
        {
            deadletters.Enqueue(owner, envelope);
        }
    }
}
