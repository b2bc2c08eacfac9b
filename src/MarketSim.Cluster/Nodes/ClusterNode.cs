using MarketSim.Actors;
using MarketSim.Cluster.Observing;

namespace MarketSim.Cluster.Nodes;

/// <summary>A node of a cluster, for as long as its process lives.</summary>
public sealed class ClusterNode : IAsyncDisposable
{
    private readonly ActorSystem _system;
    private readonly ActorRef _node;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ClusterNode(NodeOptions given)
    {
        NodeOptions options = given with
        {
            Store = new MeasuredStore(given.Store, given.TimeProvider),
            Transport = new MeasuredTransport(given.Transport),
        };
        Status = new NodeStatus(options.Description, options.Timings, options.TimeProvider);
        Dispatcher work = options.WorkDispatcher ?? new ThreadPoolDispatcher(maxDegreeOfParallelism: options.Description.Threads);
        Dispatcher control = options.ControlDispatcher ?? new ThreadPoolDispatcher(maxDegreeOfParallelism: 2);
        _system = new ActorSystem(options.Description.Name, new ActorSystemOptions
        {
            TimeProvider = options.TimeProvider,
            DefaultDispatcher = work,
            GuardianStrategy = new OneForOneStrategy(exception =>
            {
                _ended.TrySetException(exception);
                return Directive.Stop;
            }),
        });
        _system.CoordinatedShutdown.SetTimeout(CoordinatedShutdown.ClusterLeave, options.Timings.Leaving + TimeSpan.FromSeconds(5));
        _node = _system.ActorOf(Props.Create(() => new NodeActor(options, work, control, Status, _ended)).WithDispatcher(control), "node");
        _system.CoordinatedShutdown.AddTask(CoordinatedShutdown.ClusterLeave, "hand over", LeaveAsync);
        _ = _system.WhenTerminated.ContinueWith(
            terminated => _ended.TrySetException(terminated.Exception!.InnerExceptions),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    /// <summary>
    /// Done when the node has left. Fails with a <see cref="Transport.TransportException"/>, <see cref="Store.StoreRefusedException"/> or
    /// <see cref="Store.NodeNameTakenException"/> when it cannot begin, and with whatever ended its actors.
    /// </summary>
    public Task WhenEnded => _ended.Task;

    /// <summary>How the node is, for metrics and health checks.</summary>
    public NodeStatus Status { get; }

    public static ClusterNode Start(NodeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ClusterNode(options);
    }

    /// <summary>Hands all work over at the next checkpoint, is forgotten by the cluster, and stops its actors.</summary>
    public Task StopAsync() => _system.TerminateAsync();

    public async ValueTask DisposeAsync() => await _system.DisposeAsync().ConfigureAwait(false);

    /// <summary>Begins to hand all work over; <see cref="WhenEnded"/> is done when that is done. The actors stay.</summary>
    internal void Leave() => _node.Tell(new Leave());

    private Task LeaveAsync()
    {
        Leave();
        return _ended.Task;
    }
}
