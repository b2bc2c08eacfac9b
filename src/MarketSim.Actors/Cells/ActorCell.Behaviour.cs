using System.Runtime.InteropServices;
using MarketSim.Actors.Mailboxes;

namespace MarketSim.Actors.Cells;

/// <summary>Behaviours, stash, timers: what an actor sets up for itself.</summary>
internal sealed partial class ActorCell
{
    internal ActorTimers Timers => Extras.Timers ??= new ActorTimers(this);

    internal void Become(Action<object> behaviour, bool stacked)
    {
        ArgumentNullException.ThrowIfNull(behaviour);
        List<Action<object>> behaviours = Extras.Behaviours ??= [];
        if (stacked || behaviours.Count == 0)
        {
            behaviours.Add(behaviour);
        }
        else
        {
            behaviours[^1] = behaviour;
        }
    }

    internal void Unbecome()
    {
        if (_extras?.Behaviours is { Count: > 0 } behaviours)
        {
            behaviours.RemoveAt(behaviours.Count - 1);
        }
    }

    internal void StashCurrent()
    {
        if (_message is null || Extras.CurrentIsStashed)
        {
            throw new InvalidOperationException("There is no current message to stash, or it is stashed already.");
        }

        List<Envelope> stash = Extras.Stash ??= [];
        if (_props.Mailbox.StashCapacity is { } capacity && stash.Count >= capacity)
        {
            throw new StashFullException(Path, capacity);
        }

        stash.Add(new Envelope(_message, _sender));
        Extras.CurrentIsStashed = true;
    }

    internal void Unstash()
    {
        if (_extras?.Stash is { Count: > 0 } stash)
        {
            _mailbox ??= CreateMailboxUnderGate();
            _mailbox.PutInFront([stash[0]]);
            stash.RemoveAt(0);
        }
    }

    internal void UnstashAll()
    {
        if (_extras?.Stash is { Count: > 0 } stash)
        {
            _mailbox ??= CreateMailboxUnderGate();
            _mailbox.PutInFront(CollectionsMarshal.AsSpan(stash));
            stash.Clear();
        }
    }

    internal void SetReceiveTimeout(TimeSpan? timeout)
    {
        if (timeout <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(timeout), timeout, "A receive timeout must be positive; null turns it off.");
        }

        Extras.ReceiveTimeout?.Dispose();
        Extras.ReceiveTimeout = timeout is { } duration ? new ReceiveTimeoutTimer(this, duration) : null;
    }

    private Mailbox CreateMailboxUnderGate()
    {
        EnterGate();
        Mailbox mailbox = _mailbox ??= _props.Mailbox.CreateMailbox();
        ExitGate();
        return mailbox;
    }
}
