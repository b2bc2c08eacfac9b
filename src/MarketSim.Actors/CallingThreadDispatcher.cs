using MarketSim.Actors.Cells;

namespace MarketSim.Actors;

/// <summary>
/// An idle actor handles a message inside the Tell that sends it, in the sender's thread and without a mailbox. A message
/// to an actor that is running, in this thread or another, waits in its mailbox and is handled by that run.
/// </summary>
/// <remarks>
/// Actors that tell each other nest in one stack; beyond 32 levels they wait until the stack has unwound. When the
/// outermost Tell returns, everything that followed from it in this thread has been handled.
/// </remarks>
public sealed class CallingThreadDispatcher : Dispatcher
{
    private const int MaximumDepth = 32;

    [ThreadStatic]
    private static int t_depth;

    [ThreadStatic]
    private static Queue<ActorCell>? t_postponed;

    internal static bool MayNest => t_depth < MaximumDepth;

    internal override void Schedule(ActorCell cell)
    {
        if (!MayNest)
        {
            (t_postponed ??= new Queue<ActorCell>()).Enqueue(cell);
            return;
        }

        t_depth++;
        while (cell.Run(int.MaxValue))
        {
        }

        Leave();
    }

    internal static void RunNested(ActorCell cell, object message, ActorRef? sender)
    {
        t_depth++;
        cell.RunWith(message, sender);
        Leave();
    }

    private static void Leave()
    {
        while (t_depth == 1 && t_postponed is not null && t_postponed.TryDequeue(out ActorCell? cell))
        {
            while (cell.Run(int.MaxValue))
            {
            }
        }

        t_depth--;
    }
}
