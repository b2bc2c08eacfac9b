using System.Net;
using System.Net.Sockets;
using MarketSim.Live.Configuration;
using MarketSim.Live.Sources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MarketSim.Live.Serving;

/// <summary>Kestrel with the page of one source, and the loop that sends frames.</summary>
internal sealed class LiveServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly LiveSource _source;
    private readonly FrameBuilder _frames;
    private readonly ViewerHub _hub = new();
    private readonly LiveOptions _options;
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    private LiveServer(LiveSource source, LiveOptions options)
    {
        _source = source;
        _options = options;
        _frames = new FrameBuilder(source, options);

        // Nothing of a default host: the command has its own signals, configuration and log.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Limits.MaxConcurrentConnections = options.MaxViewers * 8L;
            kestrel.Listen(options.Address.Address, options.Address.Port, listen =>
            {
                if (options.Certificate is { } certificate)
                {
                    listen.UseHttps(certificate);
                }
            });
        });
        _app = builder.Build();
        var pages = new LivePages(source, _frames, _hub, options);
        _app.Run(pages.AnswerAsync);
    }

    /// <summary>The address with the port that was found.</summary>
    public Uri Address { get; private set; } = null!;

    public int Viewers => _hub.Count;

    /// <summary>Frames that viewers were too slow for.</summary>
    public long LostFrames => _hub.Lost;

    /// <exception cref="IOException">The address is taken, or not this machine's.</exception>
    public static async Task<LiveServer> StartAsync(LiveSource source, LiveOptions options)
    {
        options.Check();
        var server = new LiveServer(source, options);
        try
        {
            await server._app.StartAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw new IOException($"{options.Address}: {exception.GetBaseException().Message}; choose another port, or an address of this machine.", exception);
        }

        string bound = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        server.Address = new UriBuilder(bound) { Host = HostOf(options.Address.Address) }.Uri;
        server._loop = server.SendAsync();
        return server;
    }

    /// <summary>Sends the last frame, tells all pages that no more come, and gives them a moment to take it.</summary>
    public async Task EndAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _frames.End();
        Publish();
        _hub.End();
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync().ConfigureAwait(false);
        _source.Dispose();

        // A page that does not read does not keep the command from ending.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2), _options.TimeProvider);
        try
        {
            await _app.StopAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
        }

        await _app.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private static string HostOf(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? Dns.GetHostName() : address.ToString();

    private async Task SendAsync()
    {
        TimeProvider clock = _options.TimeProvider;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / _options.FramesPerSecond), clock);
        long last = clock.GetTimestamp();
        while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false))
        {
            TimeSpan elapsed = clock.GetElapsedTime(last);
            last = clock.GetTimestamp();
            _frames.Measure();
            _source.Advance(_hub.Count > 0, elapsed, _frames.TicksPerSecond);
            Publish();
        }
    }

    private void Publish()
    {
        int viewers = _hub.Count;
        if (viewers > 0 && _frames.Next(viewers, _hub.Lost) is { } frame)
        {
            _hub.Publish(frame.ToJson());
        }
    }

    private sealed class SilentLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
