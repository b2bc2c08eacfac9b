using MarketSim.Actors.Mailboxes;

namespace MarketSim.Actors;

/// <summary>What a bounded mailbox does with a message that finds it full.</summary>
public enum MailboxOverflow
{
    /// <summary>The new message goes to the dead letters.</summary>
    DropNewest,

    /// <summary>The message that has waited longest goes to the dead letters, the new one is kept.</summary>
    DropOldest,

    /// <summary><see cref="ActorRef.Tell"/> throws <see cref="MailboxFullException"/> to the teller.</summary>
    Refuse,
}

/// <summary>How many messages may wait for an actor, in its mailbox and in its stash.</summary>
public sealed class MailboxOptions
{
    private MailboxOptions(int? capacity, MailboxOverflow overflow, int? stashCapacity)
    {
        Capacity = capacity;
        Overflow = overflow;
        StashCapacity = stashCapacity;
    }

    /// <summary>No limit; the default.</summary>
    public static MailboxOptions Unbounded { get; } = new(capacity: null, default, stashCapacity: null);

    /// <summary>Messages that may wait, the one being handled not counted; <c>null</c> when there is no limit.</summary>
    public int? Capacity { get; }

    /// <summary>Meaningful only with a <see cref="Capacity"/>.</summary>
    public MailboxOverflow Overflow { get; }

    /// <summary>Messages that may be stashed; <c>null</c> when there is no limit.</summary>
    public int? StashCapacity { get; }

    /// <summary>A mailbox with a limit. Messages of the kernel (<see cref="Terminated"/>) and unstashed ones are kept even when it is full.</summary>
    /// <param name="capacity">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is below 1.</exception>
    public static MailboxOptions Bounded(int capacity, MailboxOverflow overflow)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        return new MailboxOptions(capacity, overflow, stashCapacity: null);
    }

    /// <summary>The same mailbox with a limit on the stash; stashing beyond it throws <see cref="StashFullException"/> in the actor.</summary>
    /// <param name="capacity">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is below 1.</exception>
    public MailboxOptions WithStashCapacity(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        return new MailboxOptions(Capacity, Overflow, capacity);
    }

    internal Mailbox CreateMailbox() => Capacity is { } capacity ? new BoundedMailbox(capacity, Overflow) : new UnboundedMailbox();
}
