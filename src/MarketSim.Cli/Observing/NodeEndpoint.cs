using System.Net;
using MarketSim.Cluster.Observing;
using MarketSim.Cluster.Profiles;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace MarketSim.Cli.Observing;

/// <summary>
/// Answers <c>/metrics</c> for Prometheus, <c>/health</c>, <c>/health/live</c> and <c>/health/ready</c> for process managers, and <c>/members</c> for
/// <c>marketsim cluster status</c>. Kestrel alone: a web host would listen to signals, read configuration and write logs, all of which the command does
/// itself.
/// </summary>
internal sealed class NodeEndpoint : IAsyncDisposable
{
    private readonly KestrelServer _server;
    private readonly MetricsPage _metrics;
    private readonly NodePages _pages;

    private NodeEndpoint(ListenAddress address)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxConcurrentConnections = 64;
        options.Limits.MaxRequestBodySize = 0;
        options.Listen(new IPEndPoint(address.Address, address.Port));
        var sockets = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        _server = new KestrelServer(Options.Create(options), sockets, NullLoggerFactory.Instance);
        _metrics = new MetricsPage();
        _pages = new NodePages(_metrics);
    }

    /// <exception cref="IOException">The address is taken, or not this machine's.</exception>
    public static async Task<NodeEndpoint> StartAsync(ListenAddress address)
    {
        var endpoint = new NodeEndpoint(address);
        try
        {
            await endpoint._server.StartAsync(endpoint._pages, CancellationToken.None).ConfigureAwait(false);
            return endpoint;
        }
        catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException)
        {
            await endpoint.DisposeAsync().ConfigureAwait(false);
            throw new IOException($"--listen {address}: {exception.GetBaseException().Message}; choose another port, or an address of this machine.", exception);
        }
    }

    /// <summary>Tells about this node from now on.</summary>
    public void Show(NodeStatus node) => _pages.Show(node);

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(CancellationToken.None).ConfigureAwait(false);
        _server.Dispose();
        _metrics.Dispose();
    }
}
