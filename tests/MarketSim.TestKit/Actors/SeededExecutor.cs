using System.Runtime.InteropServices;
using Akka.Actor;
using Akka.Dispatch;

namespace MarketSim.TestKit.Actors;

/// <summary>
/// Runs the actors of a system, whatever their dispatcher's name, on the thread of the caller: each step is one message of one actor, picked by the seed
/// among those that have messages. The same seed and the same messages give the same order, in any process; another seed gives another one that is as valid.
/// </summary>
/// <remarks>
/// Actors are numbered as they are created, and the seed picks among the numbers: Akka stops, suspends and restarts children in the order of a hashed
/// collection, which differs between processes and must not reach the order of turns. What runs on other threads must not send to these actors: nothing
/// breaks, but the order is no longer that of the seed.
/// </remarks>
public sealed class SeededExecutor(ulong seed)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Mailbox, Turn> _mailboxes = new(ReferenceEqualityComparer.Instance);

    // In the order of their numbers.
    private readonly List<Turn> _runnable = [];

    // What a system does while it is created, before anybody can drive it.
    private readonly Queue<IRunnable> _starting = new();
    private SplitMix _random = new(seed);
    private VirtualTimeScheduler? _scheduler;
    private long _turns;
    private bool _isStarting;
    private bool _isDriven;
    private bool _isStepping;

    /// <summary>Turns taken so far, those with only system messages or none at all included.</summary>
    public long Steps { get; private set; }

    public bool IsIdle => _runnable.Count == 0;

    public bool IsAbandoned { get; private set; }

    /// <summary>Called before each turn with the path of its actor.</summary>
    public Action<ActorPath>? Stepping { get; set; }

    /// <summary>Called for each message that is sent, with the path of its receiver.</summary>
    public Action<ActorPath, object>? Sending { get; set; }

    /// <summary>From here on turns are taken only by <see cref="Step"/>. Before, while its system is created, every actor runs at once.</summary>
    public void Drive() => _isDriven = true;

    /// <summary>Runs one message of one actor.</summary>
    /// <returns>False when no actor has any.</returns>
    /// <exception cref="InvalidOperationException">An actor takes a step inside its own.</exception>
    public bool Step()
    {
        if (_isStepping)
        {
            throw new InvalidOperationException("A step is under way.");
        }

        if (Take() is not { } turn)
        {
            return false;
        }

        _isStepping = true;
        try
        {
            if (Stepping is not null && turn.Path is not null)
            {
                Stepping(turn.Path);
            }

            if (SynchronizationContext.Current is null)
            {
                turn.Run.Run();
            }
            else
            {
                OneThread.Run(turn.Run.Run);
            }
        }
        finally
        {
            _isStepping = false;
        }

        return true;
    }

    /// <summary>Runs until no actor has a message; does nothing inside a step.</summary>
    public void RunUntilIdle()
    {
        while (!_isStepping && Step())
        {
        }
    }

    /// <summary>Leaves the system where it stands, as a process that is killed does: no actor takes another turn, no timer fires. Nothing of it stays behind but garbage.</summary>
    public void Abandon()
    {
        lock (_lock)
        {
            IsAbandoned = true;
            _runnable.Clear();
            _mailboxes.Clear();
        }

        _scheduler?.Abandon();
    }

    internal void Use(VirtualTimeScheduler scheduler) => _scheduler = scheduler;

    internal void Attach(Mailbox mailbox, ActorPath path)
    {
        lock (_lock)
        {
            TurnOf(mailbox).Path = path;
        }
    }

    internal void Detach(Mailbox mailbox)
    {
        lock (_lock)
        {
            _mailboxes.Remove(mailbox);
        }
    }

    internal void Schedule(IRunnable run)
    {
        if (_isDriven)
        {
            lock (_lock)
            {
                if (!IsAbandoned)
                {
                    Add(run is Mailbox mailbox ? TurnOf(mailbox) : new Turn(run, _turns++));
                }
            }
        }
        else
        {
            RunAtOnce(run);
        }
    }

    private Turn? Take()
    {
        lock (_lock)
        {
            if (_runnable.Count == 0)
            {
                return null;
            }

            int pick = _random.NextBelow(_runnable.Count);
            Turn turn = _runnable[pick];
            _runnable.RemoveAt(pick);
            Steps++;
            return turn;
        }
    }

    private Turn TurnOf(Mailbox mailbox)
    {
        ref Turn? turn = ref CollectionsMarshal.GetValueRefOrAddDefault(_mailboxes, mailbox, out _);
        return turn ??= new Turn(mailbox, _turns++);
    }

    private void Add(Turn turn)
    {
        int at = _runnable.Count;
        while (at > 0 && _runnable[at - 1].Number > turn.Number)
        {
            at--;
        }

        _runnable.Insert(at, turn);
    }

    // Not inside one another, or two actors that talk would fill the stack.
    private void RunAtOnce(IRunnable run)
    {
        _starting.Enqueue(run);
        if (_isStarting)
        {
            return;
        }

        _isStarting = true;
        try
        {
            while (_starting.TryDequeue(out IRunnable? next))
            {
                next.Run();
            }
        }
        finally
        {
            _isStarting = false;
        }
    }

    private sealed class Turn(IRunnable run, long number)
    {
        public IRunnable Run => run;

        public long Number => number;

        public ActorPath? Path { get; set; }
    }
}
