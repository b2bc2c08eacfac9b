using Akka.Actor;
using MarketSim.Cluster.Configuration;
using MarketSim.Cluster.Membership;
using MarketSim.Simulation.Running;

namespace MarketSim.Cluster.Observing;

/// <summary>The status of a node for observers. The node's actors write it, any thread may read it.</summary>
public sealed class NodeStatus
{
    private readonly Lock _lock = new();
    private readonly NodeDescription _node;
    private readonly NodeTimings _timings;
    private readonly TimeProvider _timeProvider;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SortedDictionary<string, Lead> _leads = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Host> _hosts = new(StringComparer.Ordinal);
    private IActorRef? _actor;
    private string _incarnation = string.Empty;
    private MembershipView? _view;
    private long? _storeReachedAt;
    private string? _storeTrouble;
    private bool _isLeaving;

    internal NodeStatus(NodeDescription node, NodeTimings timings, TimeProvider timeProvider)
    {
        _node = node;
        _timings = timings;
        _timeProvider = timeProvider;
    }

    /// <summary>Completed when the node is a member of the cluster and its store has answered, both for the first time.</summary>
    public Task WhenReady => _ready.Task;

    /// <summary>The report as of now.</summary>
    public NodeReport Read()
    {
        lock (_lock)
        {
            return new NodeReport(
                _node,
                _incarnation,
                IsMember: _view?.Find(_incarnation) is not null,
                Members: _view is { } view ? view.Members : [],
                SinceStoreReached: _storeReachedAt is { } reachedAt ? _timeProvider.GetElapsedTime(reachedAt) : null,
                _storeTrouble,
                _isLeaving,
                [.. _leads.Select(lead => new RunLed(lead.Key, lead.Value.Epoch, lead.Value.Gauge?.Tick ?? -1))],
                [.. _hosts.Select(host => new RunHosted(host.Key, host.Value.Epoch, host.Value.Slots))],
                new MailboxDepths(
                    DepthOf(_actor),
                    _leads.Values.Sum(lead => DepthOf(lead.Leader)),
                    _leads.Values.Sum(lead => DepthOf(lead.Gauge?.Market)),
                    _hosts.Values.Sum(host => DepthOf(host.Actor))));
        }
    }

    /// <summary>The health that follows from the latest report, for operators and process monitors.</summary>
    public NodeHealth Health() => NodeHealth.Of(Read(), _timings);

    /// <summary>Shows the node's state as gauges of the meter <c>MarketSim.Cluster</c>, until disposed of: meters are known to the whole process.</summary>
    public IDisposable Publish() => new NodeGauges(this);

    internal void Begins(IActorRef node, string incarnation) => Write(() =>
    {
        _actor = node;
        _incarnation = incarnation;
        _view = null;
        _leads.Clear();
        _hosts.Clear();
    });

    /// <summary>Its actor system has ended; another may begin.</summary>
    internal void IsOut() => Write(() =>
    {
        _view = null;
        _leads.Clear();
        _hosts.Clear();
    });

    internal void Sees(MembershipView view) => Write(() => _view = view);

    internal void StoreReached() => Write(() =>
    {
        _storeReachedAt = _timeProvider.GetTimestamp();
        _storeTrouble = null;
    });

    internal void StoreIsAway(string reason) => Write(() => _storeTrouble = reason);

    internal void Leaves() => Write(() => _isLeaving = true);

    internal void LeadBegins(string run, IActorRef leader) => Write(() => _leads[run] = new Lead(leader, 0, null));

    internal void EpochBegins(string run, long epoch, RunGauge gauge) => Write(() =>
    {
        if (_leads.TryGetValue(run, out Lead? lead))
        {
            _leads[run] = lead with { Epoch = epoch, Gauge = gauge };
        }
    });

    internal void LeadEnds(string run) => Write(() => _leads.Remove(run));

    internal void HostBegins(string run, long epoch, int slots, IActorRef host) => Write(() => _hosts[run] = new Host(host, epoch, slots));

    internal void HostEnds(string run) => Write(() => _hosts.Remove(run));

    private static int DepthOf(IActorRef? actor) => actor is ActorRefWithCell { Underlying: var cell } ? cell.NumberOfMessages : 0;

    private void Write(Action change)
    {
        lock (_lock)
        {
            change();
            if (_storeReachedAt is not null && _view?.Find(_incarnation) is not null)
            {
                _ready.TrySetResult();
            }
        }
    }

    private sealed record Lead(IActorRef Leader, long Epoch, RunGauge? Gauge);

    private sealed record Host(IActorRef Actor, long Epoch, int Slots);
}
