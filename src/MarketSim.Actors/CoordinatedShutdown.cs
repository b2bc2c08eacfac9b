namespace MarketSim.Actors;

/// <summary>
/// The orderly end of a system: phases one after the other, the tasks of a phase side by side. A task that throws or is
/// late is reported on the event stream, and the shutdown goes on.
/// </summary>
public sealed class CoordinatedShutdown
{
    public const string BeforeServiceUnbind = "before-service-unbind";
    public const string ServiceUnbind = "service-unbind";
    public const string ServiceRequestsDone = "service-requests-done";
    public const string ServiceStop = "service-stop";
    public const string BeforeClusterShutdown = "before-cluster-shutdown";
    public const string ClusterShardingShutdownRegion = "cluster-sharding-shutdown-region";
    public const string ClusterLeave = "cluster-leave";
    public const string ClusterExiting = "cluster-exiting";
    public const string ClusterExitingDone = "cluster-exiting-done";
    public const string ClusterShutdown = "cluster-shutdown";
    public const string BeforeActorSystemTerminate = "before-actor-system-terminate";
    public const string ActorSystemTerminate = "actor-system-terminate";

    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DefaultTerminateTimeout = TimeSpan.FromSeconds(10);

    private readonly ActorSystem _system;
    private readonly Lock _lock = new();
    private readonly Phase[] _phases;
    private Task? _run;

    internal CoordinatedShutdown(ActorSystem system)
    {
        _system = system;
        _phases = [.. Phases.Select(static name => new Phase(name))];
        AddTask(ActorSystemTerminate, "stop-actors", system.StopActorsAsync);
        SetTimeout(ActorSystemTerminate, DefaultTerminateTimeout);
    }

    /// <summary>The names of all phases, in their order.</summary>
    public static IReadOnlyList<string> Phases { get; } =
    [
        BeforeServiceUnbind, ServiceUnbind, ServiceRequestsDone, ServiceStop, BeforeClusterShutdown, ClusterShardingShutdownRegion,
        ClusterLeave, ClusterExiting, ClusterExitingDone, ClusterShutdown, BeforeActorSystemTerminate, ActorSystemTerminate,
    ];

    /// <summary>Adds work to a phase that has not begun.</summary>
    /// <param name="phase">One of <see cref="Phases"/>.</param>
    /// <param name="task">Named in the report when it throws.</param>
    /// <exception cref="ArgumentException">There is no such phase.</exception>
    /// <exception cref="InvalidOperationException">The phase has begun.</exception>
    public void AddTask(string phase, string task, Func<Task> work)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(work);
        lock (_lock)
        {
            Find(phase).Add(task, work);
        }
    }

    /// <summary>How long a phase may take; 5 seconds when not set, 10 for the last.</summary>
    /// <param name="phase">One of <see cref="Phases"/>.</param>
    /// <param name="timeout">Positive, by the system's <see cref="TimeProvider"/>.</param>
    /// <exception cref="ArgumentException">There is no such phase.</exception>
    public void SetTimeout(string phase, TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        lock (_lock)
        {
            Find(phase).Timeout = timeout;
        }
    }

    /// <summary>Begins the shutdown, or joins the one that has begun.</summary>
    public Task RunAsync()
    {
        TaskCompletionSource begin = new();
        lock (_lock)
        {
            if (_run is not null)
            {
                return _run;
            }

            _run = RunPhasesAsync(begin.Task);
        }

        // Tasks of others run only now, outside the lock.
        begin.SetResult();
        return _run;
    }

    private async Task RunPhasesAsync(Task begin)
    {
        await begin;
        foreach (Phase phase in _phases)
        {
            await RunPhaseAsync(phase);
        }
    }

    private async Task RunPhaseAsync(Phase phase)
    {
        (string Name, Func<Task> Work)[] tasks;
        lock (_lock)
        {
            tasks = phase.Begin();
        }

        Task all = Task.WhenAll(tasks.Select(task => RunTaskAsync(phase.Name, task.Name, task.Work)));
        try
        {
            await all.WaitAsync(phase.Timeout, _system.TimeProvider);
        }
        catch (TimeoutException)
        {
            _system.EventStream.Publish(new ShutdownPhaseTimedOut(phase.Name, phase.Timeout));
        }
    }

    private async Task RunTaskAsync(string phase, string name, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception exception)
        {
            _system.EventStream.Publish(new ShutdownTaskFailed(phase, name, exception));
        }
    }

    private Phase Find(string name) =>
        Array.Find(_phases, phase => phase.Name == name)
        ?? throw new ArgumentException($"There is no shutdown phase '{name}'; the phases are {string.Join(", ", Phases)}.", nameof(name));

    private sealed class Phase(string name)
    {
        private readonly List<(string Name, Func<Task> Work)> _tasks = [];
        private bool _begun;

        public string Name { get; } = name;

        public TimeSpan Timeout { get; set; } = DefaultTimeout;

        public void Add(string task, Func<Task> work)
        {
            if (_begun)
            {
                throw new InvalidOperationException($"The shutdown phase '{Name}' has begun; it takes no more tasks.");
            }

            _tasks.Add((task, work));
        }

        public (string Name, Func<Task> Work)[] Begin()
        {
            _begun = true;
            return [.. _tasks];
        }
    }
}
