using MarketSim.Live.Clusters;
using MarketSim.Live.Configuration;
using MarketSim.Live.Serving;
using MarketSim.Live.Sources;
using MarketSim.Results;
using MarketSim.Results.Recording;

namespace MarketSim.Live;

/// <summary>
/// A page that shows a market while it runs, or a run from its folder, in any browser of this machine. Viewers can hold a run between two ticks; what happens
/// in it is the same with and without them. Several pages may be open; each may be closed and opened again.
/// </summary>
/// <example>
/// <code>
/// await using LiveWindow window = await LiveWindow.OpenAsync(new LiveOptions { TimeProvider = TimeProvider.System });
/// string address = window.Address.AbsoluteUri; // to be opened in a browser
/// await SimulationRun.StartAsync(scenario, "runs/watched", new RunOptions { TimeProvider = TimeProvider.System, Observer = window.Observer });
/// </code>
/// </example>
public sealed class LiveWindow : IAsyncDisposable
{
    private readonly LiveServer _server;
    private readonly LiveSource _source;

    private LiveWindow(LiveServer server, LiveSource source, LiveOptions options)
    {
        _server = server;
        _source = source;
        string token = options.Token is null ? string.Empty : $"?token={Uri.EscapeDataString(options.Token)}";
        Address = new Uri(server.Address, $"/{token}");
    }

    /// <summary>To be opened in a browser; with the token, where there is one.</summary>
    public Uri Address { get; }

    /// <summary>To be given to the run.</summary>
    /// <exception cref="InvalidOperationException">It shows a run from its folder.</exception>
    public IRunObserver Observer => _source as LiveRun ?? throw new InvalidOperationException("This window plays a run back; there is nothing to observe.");

    /// <summary>Pages that are open.</summary>
    public int Viewers => _server.Viewers;

    /// <summary>Frames that pages were too slow for.</summary>
    public long LostFrames => _server.LostFrames;

    /// <summary>Opens the page of a run that is to begin, or to be resumed.</summary>
    /// <param name="resumedFolder">Of a run that is resumed: the page shows what is in its tables too. Null for a new one.</param>
    /// <exception cref="ArgumentException">The address can be reached from elsewhere, and certificate or token are missing.</exception>
    /// <exception cref="IOException">The address is taken, or not this machine's.</exception>
    public static async Task<LiveWindow> OpenAsync(LiveOptions options, string? resumedFolder = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var source = new LiveRun(options.TimeProvider, options.IsPaused);
        if (resumedFolder is not null)
        {
            source.ResumeWith((tick, tapes) => FillFrom(resumedFolder, tick, tapes));
        }

        return new LiveWindow(await LiveServer.StartAsync(source, options).ConfigureAwait(false), source, options);
    }

    /// <summary>Opens the page of a run that is in a folder, finished or not.</summary>
    /// <param name="fromEnd">True if it begins at the last tick of the tables, rather than at the first.</param>
    /// <exception cref="RunFolderException">It is no folder of a run of a market, or a table is missing or malformed.</exception>
    /// <inheritdoc cref="OpenAsync"/>
    public static async Task<LiveWindow> PlayBackAsync(string folder, LiveOptions options, bool fromEnd = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentNullException.ThrowIfNull(options);
        var source = Sources.Playback.Open(folder, options.TimeProvider, fromEnd);
        return new LiveWindow(await LiveServer.StartAsync(source, options).ConfigureAwait(false), source, options);
    }

    /// <summary>Shows where a run of a cluster is carried out.</summary>
    public void Show(LiveCluster cluster) => Playback.Show(cluster);

    /// <summary>Continues with a folder that holds more of the run that is played back.</summary>
    /// <exception cref="RunFolderException">A table is missing or malformed.</exception>
    public void Refresh(string folder) => Playback.Refresh(folder);

    /// <summary>The observed run is over: its pages show its end, and no more comes.</summary>
    /// <param name="status">Status of the run at its end.</param>
    public async Task EndAsync(RunStatus status)
    {
        (_source as LiveRun)?.Ended(status.ToString().ToLowerInvariant());
        await _server.EndAsync().ConfigureAwait(false);
    }

    /// <summary>Ends the server of the page.</summary>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Playback Playback => _source as Playback ?? throw new InvalidOperationException("This window shows a run that has not ended; it follows by itself.");

    // The tables were cut to the checkpoint's length before the market was restored.
    private static bool FillFrom(string folder, long tick, RunTapes tapes)
    {
        try
        {
            RunTables tables = RunTables.Read(folder, tapes.Head.Groups);
            new TapeFeed(tables, tapes).PlayTo(tick);
            return tables.Samples.Count > 0;
        }
        catch (RunFolderException)
        {
            // A page that begins with the present is better than none.
            return false;
        }
    }
}
