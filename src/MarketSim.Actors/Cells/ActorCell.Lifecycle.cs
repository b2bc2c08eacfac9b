using MarketSim.Actors.Mailboxes;

namespace MarketSim.Actors.Cells;

/// <summary>Making, replacing and ending the actor. Children end before their parent.</summary>
internal sealed partial class ActorCell
{
    private void Create()
    {
        _lifecycle = Lifecycle.Running;
        try
        {
            _actor = NewActor();
            _actor.CallPreStart();
        }
        catch (Exception exception)
        {
            FailStart(exception);
        }
    }

    private void FailStart(Exception exception)
    {
        _actor = null;
        ClearInstanceState();
        Fail(FatalExceptions.IsFatal(exception) ? exception : new ActorInitializationException(Path, exception.Message, exception));
    }

    private Actor NewActor()
    {
        ActorCell? outer = t_underConstruction;
        t_underConstruction = this;
        try
        {
            Actor actor = _props.NewActor();
            if (actor is null || !actor.BelongsTo(this))
            {
                throw new InvalidOperationException("the factory of its Props must return a new actor at each call.");
            }

            return actor;
        }
        finally
        {
            t_underConstruction = outer;
        }
    }

    private void BeginRecreation(Exception cause)
    {
        if (_actor is null)
        {
            RecreateAfterFailedStart();
            return;
        }

        Actor replaced = _actor;
        object? failedAt = _extras?.FailedMessage;
        RunHook("PreRestart", () => replaced.CallPreRestart(cause, failedAt));
        UnstashAll();
        ClearInstanceState();
        _actor = null;
        Extras.RecreationCause = cause;
        _lifecycle = Lifecycle.Recreating;
        ContinueWhenChildrenStopped();
    }

    private void FinishRecreation()
    {
        Exception cause = _extras!.RecreationCause!;
        _extras.RecreationCause = null;
        _extras.ForgetFailure();
        _lifecycle = Lifecycle.Running;
        _suspensions--;
        ActorCell[] survivors = ChildCells();
        try
        {
            _actor = NewActor();
            _actor.CallPostRestart(cause);
        }
        catch (Exception exception)
        {
            FailStart(exception);
            return;
        }

        foreach (ActorCell child in survivors)
        {
            child.SendSystem(new Recreate(cause));
        }
    }

    private void RecreateAfterFailedStart()
    {
        StopAll(ChildCells());
        _extras!.ForgetFailure();
        _suspensions--;
        Create();
    }

    private void BeginStop()
    {
        if (_lifecycle is Lifecycle.Stopping or Lifecycle.Stopped)
        {
            return;
        }

        _extras?.ReceiveTimeout?.Dispose();
        _extras?.Timers?.CancelAll();
        _lifecycle = Lifecycle.Stopping;
        _suspensions++;
        _children?.Close();
        StopAll(ChildCells());
        ContinueWhenChildrenStopped();
    }

    private void ContinueWhenChildrenStopped()
    {
        if (_lifecycle == Lifecycle.Recreating && _children is not { StoppingCount: > 0 })
        {
            FinishRecreation();
        }
        else if (_lifecycle == Lifecycle.Stopping && _children is not { Count: > 0 })
        {
            FinishStop();
        }
    }

    private void FinishStop()
    {
        if (_actor is { } actor)
        {
            RunHook("PostStop", actor.CallPostStop);
        }

        UnstashAll();
        Mailbox? left = CloseMailbox();
        DrainToDeadLetters(left);
        DeathWatch? watch = _extras?.DeathWatch;
        _actor = null;
        _extras = null;
        _dispatcher.Detach();
        _parent?.SendSystem(new ChildStopped(this));
        watch?.StopWatching(this);
        watch?.NotifyWatchers(ReportTermination);
        if (_parent is null)
        {
            _system.OnGuardianStopped();
        }
    }

    private Mailbox? CloseMailbox()
    {
        EnterGate();
        Mailbox? left = _mailbox;
        _mailbox = ClosedMailbox.Instance;
        _lifecycle = Lifecycle.Stopped;
        ExitGate();
        return left;
    }

    private void DrainToDeadLetters(Mailbox? mailbox)
    {
        // No teller can reach this mailbox any more, so the gate is not needed.
        while (mailbox is not null && mailbox.Refill())
        {
            while (mailbox.TryTake(out Envelope envelope))
            {
                _system.PublishDeadLetter(envelope, this);
            }
        }
    }

    private void ClearInstanceState()
    {
        if (_extras is { } extras)
        {
            extras.Behaviours = null;
            extras.Timers?.CancelAll();
            extras.ReceiveTimeout?.Dispose();
            extras.ReceiveTimeout = null;
        }
    }

    /// <summary>An exception in a hook of the old instance does not keep it alive.</summary>
    private void RunHook(string name, Action hook)
    {
        try
        {
            hook();
        }
        catch (Exception exception)
        {
            if (FatalExceptions.IsFatal(exception))
            {
                _system.Abort(exception);
            }

            _system.EventStream.Publish(new LifecycleHookFailed(this, name, exception));
        }
    }
}
