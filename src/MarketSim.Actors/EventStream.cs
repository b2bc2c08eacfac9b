using System.Collections.Concurrent;
using System.Collections.Immutable;
using MarketSim.Actors.Cells;

namespace MarketSim.Actors;

/// <summary>Events of a system, told to whoever subscribed to their type, in the order of subscription.</summary>
public sealed class EventStream
{
    private readonly Lock _lock = new();
    private volatile Routing _routing = new([]);

    /// <summary>Has events of a type told to an actor, those of derived types and of classes that implement it included.</summary>
    /// <returns>False when it was subscribed to that very type already.</returns>
    public bool Subscribe(ActorRef subscriber, Type type)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        ArgumentNullException.ThrowIfNull(type);
        return Change(list => list.Contains(new Subscription(subscriber, type)) ? list : list.Add(new Subscription(subscriber, type)));
    }

    /// <inheritdoc cref="Subscribe(ActorRef, Type)"/>
    public bool Subscribe<TEvent>(ActorRef subscriber) => Subscribe(subscriber, typeof(TEvent));

    /// <summary>Takes back one subscription.</summary>
    /// <returns>False when there was none.</returns>
    public bool Unsubscribe(ActorRef subscriber, Type type) => Change(list => list.Remove(new Subscription(subscriber, type)));

    /// <summary>Takes back all subscriptions of an actor.</summary>
    /// <returns>False when there was none.</returns>
    public bool Unsubscribe(ActorRef subscriber) => Change(list => list.RemoveAll(entry => ReferenceEquals(entry.Subscriber, subscriber)));

    public void Publish(object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        foreach (ActorRef subscriber in _routing.SubscribersOf(message.GetType()))
        {
            if (subscriber is ActorCell { HasStopped: true })
            {
                Unsubscribe(subscriber);
            }
            else
            {
                TellEvent(subscriber, message);
            }
        }
    }

    private static void TellEvent(ActorRef subscriber, object message)
    {
        try
        {
            subscriber.Tell(message);
        }
        catch (MailboxFullException)
        {
            // The subscriber chose a mailbox that refuses; the publisher, often the kernel itself, is not to pay for it.
        }
    }

    private bool Change(Func<ImmutableList<Subscription>, ImmutableList<Subscription>> change)
    {
        lock (_lock)
        {
            ImmutableList<Subscription> changed = change(_routing.Subscriptions);
            if (ReferenceEquals(changed, _routing.Subscriptions))
            {
                return false;
            }

            _routing = new Routing(changed);
            return true;
        }
    }

    private readonly record struct Subscription(ActorRef Subscriber, Type Type);

    /// <summary>One state of the subscriptions, with what was found out about types under it.</summary>
    private sealed class Routing(ImmutableList<Subscription> subscriptions)
    {
        private readonly ConcurrentDictionary<Type, ActorRef[]> _subscribersByType = new();

        public ImmutableList<Subscription> Subscriptions => subscriptions;

        public ActorRef[] SubscribersOf(Type type) => _subscribersByType.GetOrAdd(
            type,
            key => [.. subscriptions.Where(entry => entry.Type.IsAssignableFrom(key)).Select(entry => entry.Subscriber).Distinct()]);
    }
}
