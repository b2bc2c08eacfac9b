using MarketSim.Actors.Mailboxes;

namespace MarketSim.Actors.Cells;

/// <summary>One activation at a time runs the cell: system messages first, then user messages.</summary>
internal sealed partial class ActorCell : IThreadPoolWorkItem
{
    // Failed, suspended by a parent that failed, or stopping.
    private bool IsSuspended => _suspensions > 0;

    void IThreadPoolWorkItem.Execute() => ((ThreadPoolDispatcher)_dispatcher).Work(this);

    /// <summary>Handles up to <paramref name="budget"/> user messages.</summary>
    /// <returns>True when messages are left: the caller runs the cell again, now or later. False when the cell is at rest.</returns>
    internal bool Run(int budget)
    {
        ActorCell? outer = t_current;
        t_current = this;
        if (_lifecycle == Lifecycle.New)
        {
            Create();
        }

        bool atRest = false;
        while (budget > 0 && !atRest)
        {
            if (Volatile.Read(ref _lastSystemMessage) is not null)
            {
                ProcessSystemMessages();
            }

            if (!IsSuspended && _mailbox is { } mailbox && mailbox.TryTake(out Envelope envelope))
            {
                Invoke(envelope.Message, envelope.Sender);
                budget--;
            }
            else
            {
                atRest = TryRest();
            }
        }

        atRest = atRest || TryRest();
        t_current = outer;
        return !atRest;
    }

    /// <summary>Calling-thread dispatcher: handles the message here and now if the actor is idle, without any mailbox.</summary>
    private bool TryRunInline(object message, ActorRef? sender)
    {
        EnterGate();
        bool idle = !_active && !IsSuspended && (_mailbox is null || _mailbox.IsEmpty) && CallingThreadDispatcher.MayNest;
        if (idle)
        {
            _active = true;
        }

        ExitGate();
        if (idle)
        {
            CallingThreadDispatcher.RunNested(this, message, sender);
        }

        return idle;
    }

    internal void RunWith(object message, ActorRef? sender)
    {
        ActorCell? outer = t_current;
        t_current = this;
        Invoke(message, sender);
        t_current = outer;
        if (!TryRest())
        {
            while (Run(int.MaxValue))
            {
            }
        }
    }

    /// <summary>Fetches what has come in; when nothing has, the cell is at rest, and the next message schedules it.</summary>
    private bool TryRest()
    {
        EnterGate();
        bool hasWork = _lastSystemMessage is not null || (!IsSuspended && _mailbox is not null && _mailbox.Refill());
        if (!hasWork)
        {
            _message = null;
            _sender = null;
            _active = false;
        }

        ExitGate();
        return !hasWork;
    }

    private void Invoke(object message, ActorRef? sender)
    {
        _message = message;
        _sender = sender;
        try
        {
            if (message is PoisonPill or Kill or TimerSignal or ReceiveTimeoutTimer or DeathSignal)
            {
                HandleKernelMessage(message);
            }
            else if (_extras is null)
            {
                _actor!.Handle(message);
            }
            else
            {
                HandleWithExtras(message, _extras);
            }
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    private void HandleWithExtras(object message, CellExtras extras)
    {
        extras.CurrentIsStashed = false;
        if (message is not INotInfluenceReceiveTimeout)
        {
            extras.ReceiveTimeout?.Rearm();
        }

        if (extras.Behaviours is { Count: > 0 } behaviours)
        {
            behaviours[^1](message);
        }
        else
        {
            _actor!.Handle(message);
        }
    }

    private void HandleKernelMessage(object message)
    {
        switch (message)
        {
            case PoisonPill:
                Stop();
                break;
            case Kill:
                throw new ActorKilledException(Path);
            case TimerSignal signal when _extras?.Timers is { } timers && timers.Accept(signal):
                Unwrap(signal.Message);
                break;
            case ReceiveTimeoutTimer timer when ReferenceEquals(timer, _extras?.ReceiveTimeout):
                Unwrap(ReceiveTimeout.Instance);
                break;
            case DeathSignal signal when _extras?.DeathWatch is { } watch && watch.Accept(signal):
                Unwrap(signal.Message);
                break;
        }
    }

    private void Unwrap(object message)
    {
        _message = message;
        HandleWithExtras(message, Extras);
    }

    private void ProcessSystemMessages()
    {
        _message = null;
        _sender = null;
        for (SystemMessage? first = TakeSystemMessages(); first is not null; first = TakeSystemMessages())
        {
            for (SystemMessage? message = first; message is not null;)
            {
                SystemMessage? next = message.Next;
                message.Next = null;
                ProcessSystem(message);
                message = next;
            }
        }
    }
}
