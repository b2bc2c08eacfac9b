using System.Collections.Concurrent;
using MarketSim.Actors.Cells;
using MarketSim.Actors.Mailboxes;
using MarketSim.Actors.References;

namespace MarketSim.Actors;

/// <summary>A tree of actors below <c>/user</c>, with its clock, its event stream and its orderly end.</summary>
public sealed class ActorSystem : IAsyncDisposable
{
    private readonly TaskCompletionSource _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, ActorRef> _temporary = new(StringComparer.Ordinal);
    private readonly IActorRefProvider? _provider;
    private readonly ActorCell _guardian;
    private Exception? _failure;
    private int _lastTemporary;

    /// <param name="name">Letters, digits and <c>-_.*+:@&amp;=,!~';()%</c>.</param>
    /// <exception cref="ArgumentException">The name is malformed.</exception>
    public ActorSystem(string name, ActorSystemOptions options)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(options);
        ActorName.Validate(name);
        Name = name;
        TimeProvider = options.TimeProvider;
        Seed = options.Seed;
        DefaultDispatcher = options.DefaultDispatcher ?? new ThreadPoolDispatcher();
        _provider = options.RefProvider;
        EventStream = new EventStream();
        DeadLetters = new DeadLetterRef(this);
        CoordinatedShutdown = new CoordinatedShutdown(this);
        Props guardian = Props.Create(static () => new Guardian())
            .WithDispatcher(new CallingThreadDispatcher())
            .WithSupervision(options.GuardianStrategy);
        _guardian = new ActorCell(this, parent: null, guardian, "user", ordinal: 0);
        _guardian.EnsureChildList();
        _guardian.Start();
    }

    public string Name { get; }

    public TimeProvider TimeProvider { get; }

    public Dispatcher DefaultDispatcher { get; }

    public ulong Seed { get; }

    /// <summary>Where messages go that reach nobody: published as <see cref="DeadLetter"/> on the event stream.</summary>
    public ActorRef DeadLetters { get; }

    public EventStream EventStream { get; }

    public CoordinatedShutdown CoordinatedShutdown { get; }

    /// <summary>
    /// Done when all actors have stopped. Fails when the system ended by itself: because of an exception that no actor can
    /// answer for, such as <see cref="OutOfMemoryException"/>, or one that the <see cref="ActorSystemOptions.GuardianStrategy"/> escalates.
    /// </summary>
    public Task WhenTerminated => _terminated.Task;

    /// <summary>Makes an actor at the top level, below <c>/user</c>.</summary>
    /// <param name="name">As for <see cref="ActorContext.ActorOf"/>.</param>
    /// <exception cref="ArgumentException">The name is malformed or taken.</exception>
    /// <exception cref="InvalidOperationException">The system is stopping.</exception>
    public ActorRef ActorOf(Props props, string? name = null) => _guardian.CreateChild(props, name);

    /// <summary>The actor at a path, of this system or, through the <see cref="IActorRefProvider"/>, of another.</summary>
    /// <returns><c>null</c> when there is none now.</returns>
    public ActorRef? Resolve(ActorPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.System != Name)
        {
            return _provider?.Resolve(this, path);
        }

        IReadOnlyList<string> elements = path.Elements;
        if (elements[0] == AskPath.Top)
        {
            return elements.Count == 2 ? _temporary.GetValueOrDefault(elements[1]) : null;
        }

        ActorCell? cell = elements[0] == _guardian.Name ? _guardian : null;
        for (int i = 1; i < elements.Count && cell is not null; i++)
        {
            cell = cell.FindChild(elements[i]);
        }

        return cell;
    }

    /// <summary>Runs the <see cref="CoordinatedShutdown"/>, whose last phase stops all actors.</summary>
    public async Task TerminateAsync()
    {
        await CoordinatedShutdown.RunAsync();
        await WhenTerminated;
    }

    /// <summary>Like <see cref="TerminateAsync"/>, but throws nothing.</summary>
    public async ValueTask DisposeAsync() =>
        await TerminateAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public override string ToString() => Name;

    internal Task StopActorsAsync()
    {
        _guardian.Stop();
        DefaultDispatcher.RunWhatIsDue();
        return WhenTerminated;
    }

    /// <summary>Stops all actors because of a failure that no supervisor can handle.</summary>
    internal void Abort(Exception failure)
    {
        Interlocked.CompareExchange(ref _failure, failure, comparand: null);
        _guardian.Stop();
    }

    internal void OnGuardianStopped()
    {
        if (_failure is null)
        {
            _terminated.TrySetResult();
        }
        else
        {
            _terminated.TrySetException(_failure);
        }
    }

    internal void PublishDeadLetter(Envelope envelope, ActorRef recipient)
    {
        // Notices of the kernel concern nobody else; a dead letter that is lost in turn would go round for ever.
        if (envelope.Message is not (TimerSignal or ReceiveTimeoutTimer or DeathSignal or DeadLetter))
        {
            EventStream.Publish(new DeadLetter(envelope.Message, envelope.Sender, recipient));
        }
    }

    /// <summary>Makes an answer's reference known by a path, so that it can be sent to another system.</summary>
    internal ActorPath AddTemporary(ActorRef reference)
    {
        string name = ActorName.Generated(Interlocked.Increment(ref _lastTemporary));
        _temporary[name] = reference;
        return new ActorPath(Name, new ActorPath(Name, parent: null, AskPath.Top), name);
    }

    internal void RemoveTemporary(ActorPath path) => _temporary.TryRemove(path.Name, out _);

    private sealed class Guardian : Actor
    {
        protected override void Receive(object message) => Unhandled(message);
    }
}
