using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Remoting;
using MarketSim.Cluster.Security;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Tests.Store.Memory;
using Microsoft.Extensions.Logging;

namespace MarketSim.Cluster.Tests.Remoting;

/// <summary>A node of a real cluster over loopback, with a listener that writes down what it receives.</summary>
internal sealed class TestNode : IClusterListener, IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Channel<ReadOnlyMemory<byte>> _frames = Channel.CreateUnbounded<ReadOnlyMemory<byte>>();
    private readonly Channel<MembershipView> _views = Channel.CreateUnbounded<MembershipView>();
    private readonly Channel<string> _losses = Channel.CreateUnbounded<string>();
    private readonly Channel<ClusterLife> _lives = Channel.CreateUnbounded<ClusterLife>();
    private RejoiningSystem? _system;
    private IPeers? _peers;

    private static readonly ConcurrentDictionary<string, InMemoryClusterStore> Stores = new(StringComparer.Ordinal);

    /// <summary>The store that all nodes of this process share, by the name of their cluster.</summary>
    public static ILeaseStore Leases(string cluster) => Stores.GetOrAdd(cluster, _ => new InMemoryClusterStore(TimeProvider.System));

    public static NodeDescription Description(string name) => new(name, "loopback", [NodeRoles.Agents, NodeRoles.Market], 2, "0.4.0", "build-a", "sum-a");

    public RejoiningSystem System => _system!;

    public IPeers Peers => Volatile.Read(ref _peers)!;

    /// <summary>The loopback address and port of the life that is waited for.</summary>
    public string Address => Incarnation.AddressOf(Peers.Self);

    /// <param name="seed">Null for a node that forms a cluster.</param>
    public static TestNode Start(
        NodeDescription description,
        string cluster,
        int port,
        string? seed,
        ClusterTimings? timings = null,
        PeerSecurity? security = null,
        ILoggerFactory? log = null,
        ILeaseStore? leases = null)
    {
        var node = new TestNode();
        node._system = RejoiningSystem.Start(
            new ClusterSystemOptions
            {
                Description = description,
                Host = "127.0.0.1",
                Port = port,
                Seeds = [seed ?? FormattableString.Invariant($"127.0.0.1:{port}")],
                Leases = leases ?? Leases(cluster),
                SplitLease = new TestLeaseOption(cluster),
                Timings = timings ?? new ClusterTimings(),
                TimeProvider = TimeProvider.System,
                Security = security,
                LoggerFactory = log ?? Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance,
            },
            node.Begin);
        return node;
    }

    /// <summary>The next life; fails with what ended the node.</summary>
    public async Task<ClusterLife> NextLifeAsync()
    {
        Task<ClusterLife> life = _lives.Reader.ReadAsync().AsTask();
        Task first = await Task.WhenAny(life, System.WhenEnded).WaitAsync(Patience);
        await first;
        return await life;
    }

    public Task<ReadOnlyMemory<byte>> NextFrameAsync() => _frames.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    public Task<string> NextLossAsync() => _losses.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    public async Task<MembershipView> ViewAsync(Func<MembershipView, bool> condition)
    {
        using var timeout = new CancellationTokenSource(Patience);
        await foreach (MembershipView view in _views.Reader.ReadAllAsync(timeout.Token))
        {
            if (condition(view))
            {
                return view;
            }
        }

        throw new InvalidOperationException("The views ended.");
    }

    public Task<MembershipView> MembersAsync(params ImmutableArray<string> names) => ViewAsync(
        view => view.Members.All(member => member.IsReachable) && view.Members.Select(member => member.Name).SequenceEqual(names, StringComparer.Ordinal));

    public void Received(ReadOnlyMemory<byte> frame) => _frames.Writer.TryWrite(frame);

    public void MembersChanged(MembershipView view) => _views.Writer.TryWrite(view);

    public void AssociationLost(string incarnation, string reason) => _losses.Writer.TryWrite(incarnation);

    public ValueTask DisposeAsync() => System.DisposeAsync();

    private void Begin(ClusterLife life)
    {
        Volatile.Write(ref _peers, life.Ports.Attach(this));
        _lives.Writer.TryWrite(life);
    }
}
