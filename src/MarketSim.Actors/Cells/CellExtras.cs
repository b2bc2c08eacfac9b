using MarketSim.Actors.Mailboxes;

namespace MarketSim.Actors.Cells;

/// <summary>What only some actors need, so that the others do not pay for it.</summary>
internal sealed class CellExtras
{
    /// <summary>The behaviours put on the actor's own; the last one is current.</summary>
    public List<Action<object>>? Behaviours;

    public List<Envelope>? Stash;

    /// <summary>The current message is in the stash already.</summary>
    public bool CurrentIsStashed;

    public ActorTimers? Timers;

    public ReceiveTimeoutTimer? ReceiveTimeout;

    public DeathWatch? DeathWatch;

    /// <summary>Whose failure suspended this cell: itself, or a child whose failure it passed on.</summary>
    public ActorCell? Perpetrator;

    /// <summary>The message at which this actor failed.</summary>
    public object? FailedMessage;

    public Exception? RecreationCause;

    /// <summary>System messages that wait until the cell is no longer suspended, or its children have stopped.</summary>
    public List<SystemMessage>? Deferred;

    public void ForgetFailure()
    {
        Perpetrator = null;
        FailedMessage = null;
    }
}
