using MarketSim.Actors.Mailboxes;

namespace MarketSim.Actors.References;

/// <summary>The sender of an Ask: takes one answer and turns it into a task.</summary>
internal sealed class AskRef<T> : ActorRef
{
    private readonly ActorRef _target;
    private readonly TimeSpan _timeout;
    private readonly TaskCompletionSource<T> _answer;
    private readonly ITimer? _timer;
    private readonly CancellationTokenRegistration _cancellation;
    private ActorPath? _path;

    public AskRef(ActorRef target, TimeSpan timeout, CancellationToken cancellationToken)
    {
        _target = target;
        _timeout = timeout;

        // Continuations run elsewhere, not inside the actor that answers; where all is one thread, order matters more.
        _answer = new TaskCompletionSource<T>(target.System.DefaultDispatcher.IsSingleThreaded
            ? TaskCreationOptions.None
            : TaskCreationOptions.RunContinuationsAsynchronously);
        if (timeout != Timeout.InfiniteTimeSpan)
        {
            _timer = target.System.TimeProvider.CreateTimer(
                static state => ((AskRef<T>)state!).TimeOut(), this, timeout, Timeout.InfiniteTimeSpan);
        }

        _cancellation = cancellationToken.UnsafeRegister(
            static (state, token) => ((AskRef<T>)state!).Cancel(token), this);
    }

    public Task<T> Task => _answer.Task;

    /// <summary>Known to the system from the first time that somebody wants it.</summary>
    public override ActorPath Path
    {
        get
        {
            lock (_answer)
            {
                return _path ??= System.AddTemporary(this);
            }
        }
    }

    protected internal override ActorSystem System => _target.System;

    public override void Tell(object message, ActorRef? sender = null)
    {
        ArgumentNullException.ThrowIfNull(message);
        bool taken = message switch
        {
            T answer => _answer.TrySetResult(answer),
            Failure failure => _answer.TrySetException(failure.Cause),
            _ => _answer.TrySetException(new InvalidCastException(
                $"{_target} answered with {message.GetType()}, where {typeof(T)} was asked for.")),
        };
        if (taken)
        {
            Close();
        }
        else
        {
            System.PublishDeadLetter(new Envelope(message, sender), this);
        }
    }

    protected internal override void Stop() => Cancel(new CancellationToken(canceled: true));

    private void TimeOut()
    {
        if (_answer.TrySetException(new AskTimeoutException(_target.Path, _timeout)))
        {
            Close();
        }
    }

    private void Cancel(CancellationToken token)
    {
        if (_answer.TrySetCanceled(token))
        {
            Close();
        }
    }

    private void Close()
    {
        _timer?.Dispose();
        _cancellation.Unregister();
        lock (_answer)
        {
            if (_path is not null)
            {
                System.RemoveTemporary(_path);
            }
        }
    }
}
