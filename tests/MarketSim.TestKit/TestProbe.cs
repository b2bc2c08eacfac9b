using MarketSim.Actors;

namespace MarketSim.TestKit;

/// <summary>
/// An actor whose messages a test takes out one by one. With real dispatchers it waits, a bounded time; in a system whose
/// default is the <see cref="SimulatedDispatcher"/> it runs the system until it is idle, and no clock is involved.
/// </summary>
public sealed class TestProbe
{
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DefaultSilence = TimeSpan.FromMilliseconds(50);

    private readonly Queue<(object Message, ActorRef Sender)> _received = new();
    private readonly SimulatedDispatcher? _simulated;
    private ActorRef? _lastSender;

    public TestProbe(ActorSystem system, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(system);
        _simulated = system.DefaultDispatcher as SimulatedDispatcher;
        Ref = system.ActorOf(Props.Create(() => new ProbeActor(this)).WithDispatcher(new CallingThreadDispatcher()), name);
    }

    public ActorRef Ref { get; }

    /// <summary>The sender of the message that was taken out last.</summary>
    public ActorRef LastSender => _lastSender ?? throw new InvalidOperationException("The probe has taken out no message yet.");

    /// <summary>Sends in the probe's name.</summary>
    public void Send(ActorRef target, object message)
    {
        ArgumentNullException.ThrowIfNull(target);
        target.Tell(message, Ref);
    }

    /// <summary>Answers the message that was taken out last.</summary>
    public void Reply(object message) => LastSender.Tell(message, Ref);

    /// <summary>Passes a message on with the sender of the one that was taken out last.</summary>
    public void Forward(ActorRef target, object message)
    {
        ArgumentNullException.ThrowIfNull(target);
        target.Tell(message, LastSender);
    }

    public void Watch(ActorRef target) => Ref.Tell(new ProbeActor.WatchOrder(target, Ends: false));

    public void Unwatch(ActorRef target) => Ref.Tell(new ProbeActor.WatchOrder(target, Ends: true));

    /// <summary>The next message, whatever it is.</summary>
    public object ReceiveOne(TimeSpan? patience = null) =>
        TryReceive(patience ?? DefaultPatience, out object? message)
            ? message
            : throw new ExpectationFailedException($"{Ref} expected a message, and none came.");

    /// <summary>The next message, which must be of that type and pass the check.</summary>
    public T ExpectMessage<T>(Predicate<T>? check = null, TimeSpan? patience = null)
    {
        if (!TryReceive(patience ?? DefaultPatience, out object? message))
        {
            throw new ExpectationFailedException($"{Ref} expected {typeof(T).Name}, and no message came.");
        }

        return message is T expected && (check is null || check(expected))
            ? expected
            : throw new ExpectationFailedException($"{Ref} expected {typeof(T).Name}{(check is null ? "" : " that passes the check")}, and got {Describe(message)}.");
    }

    /// <summary>The next message, which must equal this one.</summary>
    public T ExpectMessage<T>(T expected, TimeSpan? patience = null)
        where T : notnull
    {
        object message = ReceiveOne(patience);
        return Equals(message, expected)
            ? expected
            : throw new ExpectationFailedException($"{Ref} expected {Describe(expected)}, and got {Describe(message)}.");
    }

    /// <summary>The next messages, which must equal these in this order.</summary>
    public void ExpectMessages(params ReadOnlySpan<object> expected)
    {
        foreach (object message in expected)
        {
            ExpectMessage(message);
        }
    }

    /// <summary>The next messages, which must be these in whatever order.</summary>
    public void ExpectMessagesInAnyOrder(params ReadOnlySpan<object> expected)
    {
        List<object> missing = [.. expected];
        while (missing.Count > 0)
        {
            object message = ReceiveOne();
            if (!missing.Remove(message))
            {
                throw new ExpectationFailedException($"{Ref} expected one of {string.Join(", ", missing)}, and got {Describe(message)}.");
            }
        }
    }

    /// <summary>The next message must tell that this actor, which the probe watches, has stopped.</summary>
    public void ExpectTerminated(ActorRef target, TimeSpan? patience = null) =>
        ExpectMessage<Terminated>(terminated => ReferenceEquals(terminated.Actor, target), patience);

    /// <summary>No message comes: none at all when simulated, none within <paramref name="silence"/> otherwise.</summary>
    public void ExpectNoMessage(TimeSpan? silence = null)
    {
        if (TryReceive(silence ?? DefaultSilence, out object? message))
        {
            throw new ExpectationFailedException($"{Ref} expected no message, and got {Describe(message)}.");
        }
    }

    /// <summary>Takes messages out until one of that type passes the check, and drops the others.</summary>
    public T FishForMessage<T>(Predicate<T>? check = null, TimeSpan? patience = null)
    {
        int others = 0;
        while (TryReceive(patience ?? DefaultPatience, out object? message))
        {
            if (message is T caught && (check is null || check(caught)))
            {
                return caught;
            }

            others++;
        }

        throw new ExpectationFailedException($"{Ref} fished for {typeof(T).Name} among {others} messages, and it did not come.");
    }

    private static string Describe(object message) => $"{message} ({message.GetType().Name})";

    private bool TryReceive(TimeSpan patience, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out object? message)
    {
        _simulated?.RunUntilIdle();
        lock (_received)
        {
            long deadline = Environment.TickCount64 + (long)patience.TotalMilliseconds;
            while (_received.Count == 0)
            {
                long left = deadline - Environment.TickCount64;
                if (_simulated is not null || left <= 0 || !Monitor.Wait(_received, TimeSpan.FromMilliseconds(left)))
                {
                    message = null;
                    return false;
                }
            }

            (message, _lastSender) = _received.Dequeue();
            return true;
        }
    }

    private void Add(object message, ActorRef sender)
    {
        lock (_received)
        {
            _received.Enqueue((message, sender));
            Monitor.Pulse(_received);
        }
    }

    private sealed class ProbeActor(TestProbe probe) : Actor
    {
        protected override void Receive(object message)
        {
            switch (message)
            {
                case WatchOrder { Ends: false } order:
                    Context.Watch(order.Target);
                    break;
                case WatchOrder order:
                    Context.Unwatch(order.Target);
                    break;
                default:
                    probe.Add(message, Sender);
                    break;
            }
        }

        public sealed record WatchOrder(ActorRef Target, bool Ends);
    }
}
