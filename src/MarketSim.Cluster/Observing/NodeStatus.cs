using Akka.Actor;
using MarketSim.Cluster.Nodes;
using MarketSim.Cluster.Store;
using MarketSim.Simulation.Running;

namespace MarketSim.Cluster.Observing;

/// <summary>How a node is, for whoever looks from outside. Its actors write, any thread may read.</summary>
public sealed class NodeStatus
{
    private readonly Lock _lock = new();
    private readonly NodeDescription _node;
    private readonly NodeTimings _timings;
    private readonly TimeProvider _timeProvider;
    private readonly SortedDictionary<string, Lead> _leads = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Site> _sites = new(StringComparer.Ordinal);
    private IActorRef? _actor;
    private long _incarnation;
    private bool _isConnected;
    private string? _brokerTrouble;
    private bool _isBlocked;
    private long? _beatenAt;
    private string? _storeTrouble;
    private bool _isLeaving;

    internal NodeStatus(NodeDescription node, NodeTimings timings, TimeProvider timeProvider)
    {
        _node = node;
        _timings = timings;
        _timeProvider = timeProvider;
    }

    public NodeReport Read()
    {
        lock (_lock)
        {
            return new NodeReport(
                _node,
                _incarnation,
                _isConnected,
                _brokerTrouble,
                _isBlocked,
                _beatenAt is { } beatenAt ? _timeProvider.GetElapsedTime(beatenAt) : null,
                _storeTrouble,
                _isLeaving,
                [.. _leads.Select(lead => new RunLed(lead.Key, lead.Value.Epoch, lead.Value.Gauge?.Tick ?? -1))],
                [.. _sites.Select(site => new RunCarried(site.Key, site.Value.Epoch, site.Value.Seats))],
                new MailboxDepths(
                    DepthOf(_actor),
                    _leads.Values.Sum(lead => DepthOf(lead.Leader)),
                    _leads.Values.Sum(lead => DepthOf(lead.Gauge?.Market)),
                    _sites.Values.Sum(site => DepthOf(site.Actor))));
        }
    }

    /// <summary>What follows from the report for an operator, or for whatever watches the process.</summary>
    public NodeHealth Health() => NodeHealth.Of(Read(), _timings);

    /// <summary>Shows the node's state as gauges of the meter <c>MarketSim.Cluster</c>, until disposed of: meters are known to the whole process.</summary>
    public IDisposable Publish() => new NodeGauges(this);

    internal void Begins(IActorRef node) => Write(() => _actor = node);

    internal void Connected(long incarnation) => Write(() =>
    {
        _incarnation = incarnation;
        _isConnected = true;
        _isBlocked = false;
        _brokerTrouble = null;
    });

    internal void Disconnected(string reason) => Write(() =>
    {
        _isConnected = false;
        _isBlocked = false;
        _brokerTrouble = reason;
    });

    internal void Blocked(bool isBlocked) => Write(() => _isBlocked = isBlocked);

    internal void Beaten() => Write(() =>
    {
        _beatenAt = _timeProvider.GetTimestamp();
        _storeTrouble = null;
    });

    internal void StoreIsAway(string reason) => Write(() => _storeTrouble = reason);

    internal void Leaves() => Write(() => _isLeaving = true);

    internal void LeadBegins(string run, IActorRef leader) => Write(() => _leads[run] = new Lead(leader, 0, null));

    internal void GenerationBegins(string run, long epoch, RunGauge gauge) => Write(() =>
    {
        if (_leads.TryGetValue(run, out Lead? lead))
        {
            _leads[run] = lead with { Epoch = epoch, Gauge = gauge };
        }
    });

    internal void LeadEnds(string run) => Write(() => _leads.Remove(run));

    internal void SiteBegins(string run, long epoch, int seats, IActorRef site) => Write(() => _sites[run] = new Site(site, epoch, seats));

    internal void SiteEnds(string run) => Write(() => _sites.Remove(run));

    private static int DepthOf(IActorRef? actor) => actor is ActorRefWithCell { Underlying: var cell } ? cell.NumberOfMessages : 0;

    private void Write(Action change)
    {
        lock (_lock)
        {
            change();
        }
    }

    private sealed record Lead(IActorRef Leader, long Epoch, RunGauge? Gauge);

    private sealed record Site(IActorRef Actor, long Epoch, int Seats);
}
