namespace MarketSim.Actors;

/// <summary>Brings the result of a task back to an actor as a message; handlers themselves never wait.</summary>
public static class PipeToExtensions
{
    /// <summary>Sends the result when the task is done, or <see cref="Failure"/> when it failed or was cancelled.</summary>
    /// <param name="success">Makes the message from the result; <c>null</c> sends the result itself.</param>
    /// <param name="failure">Makes the message from the exception; <c>null</c> sends <see cref="Failure"/>.</param>
    public static void PipeTo<T>(
        this Task<T> task, ActorRef recipient, ActorRef? sender = null, Func<T, object>? success = null, Func<Exception, object>? failure = null)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(recipient);
        SendWhenDone(task, recipient, sender, () => success is null ? task.Result : success(task.Result), failure);
    }

    /// <summary>Sends <paramref name="success"/> when the task is done, or <see cref="Failure"/> when it failed or was cancelled.</summary>
    /// <param name="failure">Makes the message from the exception; <c>null</c> sends <see cref="Failure"/>.</param>
    public static void PipeTo(
        this Task task, ActorRef recipient, object success, ActorRef? sender = null, Func<Exception, object>? failure = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(recipient);
        ArgumentNullException.ThrowIfNull(success);
        SendWhenDone(task, recipient, sender, () => success, failure);
    }

    private static void SendWhenDone(
        Task task, ActorRef recipient, ActorRef? sender, Func<object> success, Func<Exception, object>? failure)
    {
        // A sender left out means the actor that pipes, as it would in a Tell; not one that happens to run when the task is done.
        sender ??= Cells.ActorCell.Current ?? recipient.System.DeadLetters;
        _ = task.ContinueWith(
            done => recipient.Tell(Outcome(done, success, failure), sender),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private static object Outcome(Task done, Func<object> success, Func<Exception, object>? failure)
    {
        Exception? cause = done.IsCanceled ? new TaskCanceledException(done) : done.Exception?.GetBaseException();
        if (cause is null)
        {
            try
            {
                return success();
            }
            catch (Exception exception)
            {
                cause = exception;
            }
        }

        return failure is null ? new Failure(cause) : failure(cause);
    }
}
