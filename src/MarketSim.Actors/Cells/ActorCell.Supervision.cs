namespace MarketSim.Actors.Cells;

/// <summary>Failing, and deciding about children that failed. A suspension is a count, because several may overlap.</summary>
internal sealed partial class ActorCell
{
    private SupervisorStrategy Strategy => _props.Supervision ?? _actor!.CallSupervisorStrategy();

    private void ProcessSystem(SystemMessage message)
    {
        if (_lifecycle == Lifecycle.Stopped)
        {
            AnswerAfterStop(message);
            return;
        }

        if (MustWait(message))
        {
            (Extras.Deferred ??= []).Add(message);
            return;
        }

        try
        {
            Handle(message);
        }
        catch (Exception exception)
        {
            Fail(exception, message is ChildFailed failed ? failed.Child : null);
        }

        ResumeDeferred();
    }

    private void Handle(SystemMessage message)
    {
        switch (message)
        {
            case Suspend:
                _suspensions++;
                SuspendChildren(except: null);
                break;
            case Resume resume:
                ResumeAfter(resume.Cause);
                break;
            case Recreate recreate:
                BeginRecreation(recreate.Cause);
                break;
            case Terminate:
                BeginStop();
                break;
            case ChildFailed failed:
                DecideAbout(failed);
                break;
            case ChildStopped stopped:
                ForgetChild(stopped.Child);
                break;
            case BackOffElapsed elapsed:
                RestartNow(elapsed.Restart);
                break;
            default:
                HandleWatchMessage(message);
                break;
        }
    }

    /// <summary>A suspended supervisor decides nothing; one that waits for children to stop is not moved otherwise meanwhile.</summary>
    private bool MustWait(SystemMessage message) => _lifecycle switch
    {
        Lifecycle.Recreating or Lifecycle.Stopping => message is ChildFailed or BackOffElapsed or Suspend or Resume or Recreate,
        _ => _suspensions > 0 && message is ChildFailed or BackOffElapsed,
    };

    private void ResumeDeferred()
    {
        if (_extras?.Deferred is { Count: > 0 } deferred && !deferred.TrueForAll(MustWait))
        {
            _extras.Deferred = null;
            foreach (SystemMessage message in deferred)
            {
                ProcessSystem(message);
            }
        }
    }

    /// <param name="escalated">The child whose failure this is, when this actor passes it on.</param>
    private void Fail(Exception cause, ActorCell? escalated = null)
    {
        if (FatalExceptions.IsFatal(cause))
        {
            _suspensions++;
            _system.Abort(cause);
            return;
        }

        if (_lifecycle is Lifecycle.Stopping or Lifecycle.Stopped || _extras?.Perpetrator is not null)
        {
            return;
        }

        Extras.Perpetrator = escalated ?? this;
        Extras.FailedMessage = _message;
        _suspensions++;
        SuspendChildren(except: escalated);
        if (_parent is not null)
        {
            _parent.SendSystem(new ChildFailed(this, cause));
        }
        else
        {
            _system.Abort(cause);
        }
    }

    private void DecideAbout(ChildFailed failed)
    {
        if (!failed.Child.IsListed)
        {
            return;
        }

        SupervisorStrategy strategy = Strategy;
        Directive decision = strategy.Decide(failed.Cause);
        _system.EventStream.Publish(new ActorFailed(failed.Child, failed.Cause, decision));
        switch (decision)
        {
            case Directive.Resume:
                failed.Child.SendSystem(new Resume(failed.Cause));
                break;
            case Directive.Restart:
                RestartOrStop(strategy, failed);
                break;
            case Directive.Stop:
                StopAll(Affected(strategy, failed.Child));
                break;
            default:
                Fail(failed.Cause, escalated: failed.Child);
                break;
        }
    }

    private ActorCell[] Affected(SupervisorStrategy strategy, ActorCell failed) =>
        strategy.AffectsSiblings ? _children!.ToArray() : [failed];

    private void RestartOrStop(SupervisorStrategy strategy, ChildFailed failed)
    {
        ActorCell[] affected = Affected(strategy, failed.Child);
        bool allowed = true;
        foreach (ActorCell child in affected)
        {
            allowed &= _children!.RecordOf(child).AllowsRestart(strategy, _system.TimeProvider);
        }

        if (!allowed)
        {
            StopAll(affected);
            return;
        }

        foreach (ActorCell child in affected)
        {
            if (!ReferenceEquals(child, failed.Child))
            {
                child.SendSystem(new Suspend());
            }
        }

        PendingRestart restart = new(this, affected, failed.Cause);
        if (strategy.BackOff is { } backOff)
        {
            restart.Schedule(_children!.RecordOf(failed.Child).NextDelay(backOff, failed.Child));
        }
        else
        {
            RestartNow(restart);
        }
    }

    private void RestartNow(PendingRestart restart)
    {
        restart.Cancel();
        foreach (ActorCell child in restart.Children)
        {
            if (child.IsListed)
            {
                _children!.RecordOf(child).NoteRestart(_system.TimeProvider);
                child.SendSystem(new Recreate(restart.Cause));
            }
        }
    }

    private void StopAll(ActorCell[] children)
    {
        foreach (ActorCell child in children)
        {
            StopActor(child);
        }
    }

    private void SuspendChildren(ActorCell? except)
    {
        foreach (ActorCell child in ChildCells())
        {
            if (!ReferenceEquals(child, except))
            {
                child.SendSystem(new Suspend());
            }
        }
    }

    private ActorCell[] ChildCells() => _children?.ToArray() ?? [];

    private void ResumeAfter(Exception? cause)
    {
        if (_actor is null)
        {
            RecreateAfterFailedStart();
            return;
        }

        ActorCell? perpetrator = _extras?.Perpetrator;
        _suspensions--;
        if (cause is not null)
        {
            _extras!.ForgetFailure();
        }

        foreach (ActorCell child in ChildCells())
        {
            child.SendSystem(new Resume(ReferenceEquals(child, perpetrator) ? cause : null));
        }
    }
}
