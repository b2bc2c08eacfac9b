using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Store;
using MarketSim.Simulation.Hosting;
using Microsoft.Extensions.Logging;

namespace MarketSim.Cluster.Remoting;

/// <summary>
/// Keeps a node in the cluster: an actor system that was downed, removed or shut out by others cannot come back, so another one is built at the same
/// address, under a new incarnation, and joins.
/// </summary>
internal sealed class RejoiningSystem : IAsyncDisposable
{
    // Beyond the time that work may take to be handed over: leaving, exiting and closing.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly ClusterSystemOptions _options;
    private readonly Action<ClusterLife> _begin;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource _stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly KnownNodes _known = new();
    private readonly OldestLease _oldest;
    private int _port;
    private int _lives;
    private ClusterLife? _current;

    private RejoiningSystem(ClusterSystemOptions options, Action<ClusterLife> begin)
    {
        _options = options;
        _begin = begin;
        _logger = options.LoggerFactory.CreateLogger<RejoiningSystem>();
        _port = options.Port;
        _oldest = new OldestLease(options.Leases, options.Timings.OldestMember);
        WhenEnded = RunAsync();
    }

    /// <summary>
    /// Done when the node was asked to stop and has. Fails with a <see cref="ClusterJoinException"/> or a <see cref="NodeRefusedException"/>, and with
    /// whatever was thrown at the beginning of a life.
    /// </summary>
    public Task WhenEnded { get; }

    /// <summary>The life of the moment; null while the node is no member.</summary>
    public ClusterLife? Current => Volatile.Read(ref _current);

    private string Own => FormattableString.Invariant($"{_options.Host}:{_port}");

    private string ListenHost => _options.BindHost ?? _options.Host;

    /// <param name="begin">
    /// Starts the node's actors in a system that has become a member; called again for each life, on any thread. What must be handed over at an orderly end
    /// is a task of the system's coordinated shutdown; that runs as well when the node was downed (the shutdown's reason says so), and has nobody to
    /// hand anything over to then.
    /// </param>
    public static RejoiningSystem Start(ClusterSystemOptions options, Action<ClusterLife> begin)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Seeds.Count == 0)
        {
            throw new ArgumentException("A cluster has at least one seed node.", nameof(options));
        }

        return new RejoiningSystem(options, begin);
    }

    /// <summary>Leaves the cluster in order and ends the actor system.</summary>
    public async Task StopAsync()
    {
        _stopping.TrySetResult();
        await WhenEnded.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public ValueTask DisposeAsync() => new(StopAsync());

    private async Task RunAsync()
    {
        await Task.Yield();
        while (!_stopping.Task.IsCompleted)
        {
            await TryForAWhileAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Tries to become a member, and returns when the resulting membership has ended.</summary>
    private async Task TryForAWhileAsync()
    {
        long began = _options.TimeProvider.GetTimestamp();
        while (!await LiveAsync(began).ConfigureAwait(false))
        {
            if (LeftOf(began) <= TimeSpan.Zero)
            {
                throw NotAdmitted();
            }

            using var stop = new CancellationTokenSource();
            Task pause = Task.Delay(_options.Timings.RetryPause, _options.TimeProvider, stop.Token);
            await Task.WhenAny(pause, _stopping.Task).ConfigureAwait(false);
            await stop.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>One actor system.</summary>
    /// <returns>False when it did not become a member, and should have.</returns>
    private async Task<bool> LiveAsync(long began)
    {
        if (_stopping.Task.IsCompleted)
        {
            return true;
        }

        // The port first: when another process has this node's address, the store may name that process as the oldest member, and there is nobody to ask.
        if (!await CanListenAsync().ConfigureAwait(false) || await ContactsAsync().ConfigureAwait(false) is not { } contacts)
        {
            return false;
        }

        ActorHost host = await StartAsync(contacts).ConfigureAwait(false);
        string self;
        bool isLast = false;
        await using (host.ConfigureAwait(false))
        {
            var ports = new AkkaClusterPorts(host.System, _options.Description.Name, _options.Timings.Heartbeat, _logger);
            self = ports.Self;
            if (!await JoinAsync(host.System, contacts, LeftOf(began)).ConfigureAwait(false))
            {
                return _stopping.Task.IsCompleted;
            }

            host.System.ActorOf(ActorFactory.Of(() => new OldestMemberActor(_oldest, self, _options.TimeProvider, _logger, wasLast => isLast = wasLast)), "oldest-member");
            var life = new ClusterLife(++_lives, host.System, ports);
            _logger.NodeIsMember(_options.Description.Name, life.Incarnation);
            Volatile.Write(ref _current, life);
            try
            {
                _begin(life);
                await Task.WhenAny(host.System.WhenTerminated, _stopping.Task).ConfigureAwait(false);
            }
            finally
            {
                Volatile.Write(ref _current, null);
            }

            if (!_stopping.Task.IsCompleted)
            {
                _logger.NodeIsOut(_options.Description.Name, life.Incarnation);
            }
        }

        // While others stay, the next oldest takes it over: in between, a node that starts must not find that there is no cluster.
        if (isLast)
        {
            await _oldest.ReleaseAsync(self).ConfigureAwait(false);
            await _oldest.ReleaseFormingAsync(Own).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>
    /// The addresses to join. When the store has a record of a cluster, this node is not among them, so that Akka never forms a second one. Otherwise the
    /// first of them forms the cluster: the first seed node or, as that may have failed for good, a node that has been a member before.
    /// </summary>
    /// <returns>Null when there is no address to contact now: the store is unavailable, or its record of a cluster is of this node's own former incarnation.</returns>
    private async Task<Contacts?> ContactsAsync()
    {
        try
        {
            return await _oldest.ReadAsync().ConfigureAwait(false) is { } oldest
                ? ContactsOf(Incarnation.AddressOf(oldest), oldest)
                : ContactsOf(await _oldest.FormingNodeAsync(Own, isReady: _lives > 0 || _options.Seeds[0] == Own).ConfigureAwait(false), oldest: null);
        }
        catch (StoreUnavailableException exception)
        {
            _logger.StoreIsNotReached(_options.Description.Name, exception.Message);
            return null;
        }
    }

    /// <param name="first">The address to be asked first; null for the first seed.</param>
    private Contacts? ContactsOf(string? first, string? oldest)
    {
        IEnumerable<string> known = _known.After(_options.Seeds).Where(address => address != Own);
        string[] addresses = [.. (first is null ? known : known.Prepend(first)).Distinct(StringComparer.Ordinal).Where(address => oldest is null || address != Own)];
        return addresses.Length > 0 ? new Contacts(addresses, oldest) : null;
    }

    /// <returns>False when the port is not free now, and may be later.</returns>
    private async Task<bool> CanListenAsync()
    {
        try
        {
            await CheckPortAsync().ConfigureAwait(false);
            return true;
        }
        catch (SocketException exception)
        {
            if (_lives == 0)
            {
                throw new ClusterJoinException(
                    FormattableString.Invariant($"Node {_options.Description.Name} cannot listen on {ListenHost}:{_port}: {exception.Message}; choose another port, or an address of this machine."),
                    exception);
            }

            _logger.NodeCannotListen(_options.Description.Name, _port, exception.Message);
            return false;
        }
    }

    private async Task<ActorHost> StartAsync(Contacts contacts)
    {
        ActorHost host = await ActorHost.StartAsync(
            akka =>
            {
                _options.Wire(akka);
                akka.WithCluster(_options, _port, contacts.Addresses, _options.Timings.Forming);
            },
            _options.Timings.Leaving + Grace).ConfigureAwait(false);
        _port = Akka.Cluster.Cluster.Get(host.System).SelfAddress.Port!.Value;
        return host;
    }

    /// <summary>Akka reports a port that cannot be had by a page of exceptions on the console.</summary>
    private async Task CheckPortAsync()
    {
        // An address is taken as it is: DNS refuses 0.0.0.0, which means all addresses of the machine.
        IPAddress[] addresses = IPAddress.TryParse(ListenHost, out IPAddress? literal)
            ? [literal]
            : await Dns.GetHostAddressesAsync(ListenHost, AddressFamily.InterNetwork).ConfigureAwait(false);
        if (addresses is not [var address, ..])
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(address, _port));
    }

    /// <returns>False when the system ended, the node was asked to stop, or others are to be asked, before it was a member.</returns>
    private async Task<bool> JoinAsync(ActorSystem system, Contacts contacts, TimeSpan limit)
    {
        var answer = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        TimeSpan patience = 2 * (_options.Timings.AcceptablePause + _options.Timings.Heartbeat);
        system.ActorOf(ActorFactory.Of(() => new AdmissionActor(_options.Description, patience, _known, answer)), "admission");

        using var stop = new CancellationTokenSource();
        Task timeout = Task.Delay(limit > TimeSpan.Zero ? limit : TimeSpan.Zero, _options.TimeProvider, stop.Token);
        Task moved = MovedAsync(contacts, stop.Token);
        Task first = await Task.WhenAny(answer.Task, system.WhenTerminated, _stopping.Task, timeout, moved).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        if (first != answer.Task)
        {
            return false;
        }

        return await answer.Task.ConfigureAwait(false) is { } refusal ? throw new NodeRefusedException(refusal) : true;
    }

    /// <summary>Done when the cluster that is asked for admission is gone, when there is one of which nobody is asked, or when another node is to form it.</summary>
    private async Task MovedAsync(Contacts contacts, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            await Task.Delay(_options.Timings.RetryPause, _options.TimeProvider, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!ct.IsCancellationRequested && await ContactsAsync().ConfigureAwait(false) is { } now
                && (now.Oldest is null
                    ? contacts.Oldest is not null || contacts.Addresses[0] != now.Addresses[0]
                    : !contacts.Addresses.Contains(now.Addresses[0], StringComparer.Ordinal) && Incarnation.AddressOf(now.Oldest) != Own))
            {
                return;
            }
        }
    }

    private TimeSpan LeftOf(long began) => _options.Timings.Joining - _options.TimeProvider.GetElapsedTime(began);

    private ClusterJoinException NotAdmitted() => new(FormattableString.Invariant(
        $"Node {_options.Description.Name} was not admitted to a cluster within {_options.Timings.Joining.TotalSeconds:0.#} s. Its seeds are {string.Join(", ", _options.Seeds)}; see that at least the first of them runs, is reachable from here, has the same list of seeds, and trusts this node's certificate."));

    /// <param name="Addresses">In the order in which they are asked.</param>
    /// <param name="Oldest">The incarnation of the oldest member of the cluster that they are asked for; null when there is none.</param>
    private sealed record Contacts(IReadOnlyList<string> Addresses, string? Oldest);
}
