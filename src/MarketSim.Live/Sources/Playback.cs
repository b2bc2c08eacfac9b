using MarketSim.Agents.Population;
using MarketSim.Live.Clusters;
using MarketSim.Live.Tapes;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Documents;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Live.Sources;

/// <summary>A run played back from the tables of its folder, at any speed and from any tick.</summary>
internal sealed class Playback : LiveSource
{
    // A run is played in about a minute unless the viewer wants it otherwise.
    private const double WholeRunSeconds = 60;
    private const double SlowestTicksPerSecond = 0.5;

    private readonly Lock _lock = new();
    private readonly RunHead _head;
    private readonly string _folder;
    private readonly TimeProvider _timeProvider;
    private TapeFeed _feed;
    private long _lastTick;
    private string _end;
    private double _ticksPerSecond;
    private double _due;
    private bool _isPaused;
    private volatile LiveCluster? _cluster;
    private volatile string? _note;
    private CancellationTokenSource? _computing;

    private Playback(RunHead head, RunTables tables, string folder, TimeProvider timeProvider, bool fromEnd)
    {
        _head = head;
        _folder = folder;
        _timeProvider = timeProvider;
        var tapes = new RunTapes(head);
        _feed = new TapeFeed(tables, tapes);
        HasTrades = tables.HasTrades;
        _lastTick = LastTickOf(tables);
        _end = EndOf(folder);
        _ticksPerSecond = Math.Max(1, _lastTick / WholeRunSeconds);
        Tapes = tapes;
        MoveTo(fromEnd ? _lastTick : 0);
    }

    public override string Status
    {
        get
        {
            lock (_lock)
            {
                return _computing is not null ? "computing" : _feed.Tick >= _lastTick ? (_cluster?.IsOver == false ? "waiting" : _end) : _isPaused ? "paused" : "running";
            }
        }
    }

    public override string Speed => FormattableString.Invariant($"{_ticksPerSecond:#,0.#} ticks/s");

    public override long TicksClosed
    {
        get
        {
            lock (_lock)
            {
                return _feed.Tick + 1;
            }
        }
    }

    public override bool CanJump => true;

    public override bool HasTrades { get; }

    public override LiveCluster? Cluster => _cluster;

    public override string? Note => _note;

    /// <exception cref="RunFolderException">It is no folder of a run of a market, or a table is missing or malformed.</exception>
    /// <exception cref="ScenarioException">Its scenario cannot be read.</exception>
    public static Playback Open(string folder, TimeProvider timeProvider, bool fromEnd = false)
    {
        RunFolder run = RunFolder.Open(folder);
        if (ScenarioDocumentReader.ReadFile(run.PathOf(RunFolder.ScenarioFile)) is not Scenario scenario)
        {
            throw new RunFolderException($"{folder} is a training on bars, in which there is no market to watch; its curves are in report.html.");
        }

        var head = new RunHead(scenario, scenario.ToMarket());
        return new Playback(head, RunTables.Read(run.FullPath, head.Groups), run.FullPath, timeProvider, fromEnd);
    }

    /// <summary>Sets the present placement of a cluster run.</summary>
    public void Show(LiveCluster cluster) => _cluster = cluster;

    /// <summary>Continues with longer tables of the same run; a page that was at the end of the old ones is at that of the new.</summary>
    /// <param name="folder">Of the run, as of a later checkpoint.</param>
    public void Refresh(string folder)
    {
        RunTables tables = RunTables.Read(folder, _head.Groups);
        lock (_lock)
        {
            bool wasAtEnd = _feed.Tick >= _lastTick;
            long tick = _feed.Tick;
            _lastTick = LastTickOf(tables);
            _end = EndOf(folder);
            _feed = new TapeFeed(tables, Tapes!);
            Tapes!.Facts.Clear();
            Tapes.Training?.Clear();
            MoveTo(wasAtEnd ? _lastTick : tick);
        }
    }

    // A folder without a summary is of a run that was killed before it wrote one.
    private static string EndOf(string folder) =>
        File.Exists(Path.Combine(folder, RunFolder.SummaryFile)) && SummaryFile.Read(folder).Status is var status and not RunStatus.Running
            ? status.ToString().ToLowerInvariant()
            : "interrupted";

    public override void Advance(bool hasViewers, TimeSpan elapsed, double ticksPerSecond)
    {
        lock (_lock)
        {
            if (!hasViewers || _isPaused || _feed.Tick >= _lastTick)
            {
                _due = 0;
                return;
            }

            _due += elapsed.TotalSeconds * _ticksPerSecond;
            long ticks = (long)_due;
            _due -= ticks;
            if (ticks > 0)
            {
                MoveTo(Math.Min(_lastTick, _feed.Tick + ticks));
            }
        }
    }

    public override string? Control(LiveCommand command, long tick)
    {
        lock (_lock)
        {
            switch (command)
            {
                case LiveCommand.Pause:
                    _isPaused = true;
                    break;
                case LiveCommand.Go:
                    _isPaused = false;
                    MoveTo(_feed.Tick >= _lastTick ? 0 : _feed.Tick);
                    break;
                case LiveCommand.Step:
                    _isPaused = true;
                    MoveTo(Math.Min(_lastTick, _feed.NextTick ?? _lastTick));
                    break;
                case LiveCommand.Slower:
                    _ticksPerSecond = Math.Max(SlowestTicksPerSecond, _ticksPerSecond / 2);
                    break;
                case LiveCommand.Faster:
                    _ticksPerSecond = Math.Min(Math.Max(1, _lastTick), _ticksPerSecond * 2);
                    break;
                case LiveCommand.Unlimited:
                    _ticksPerSecond = Math.Max(1, _lastTick / WholeRunSeconds);
                    break;
                case LiveCommand.Jump when tick >= 0 && tick <= _lastTick:
                    MoveTo(tick);
                    break;
                case LiveCommand.Exact:
                    return BeginExact();
                default:
                    return FormattableString.Invariant($"There is no tick {tick}; the tables have ticks 0 to {_lastTick}.");
            }

            return null;
        }
    }

    public override void Dispose()
    {
        lock (_lock)
        {
            _computing?.Cancel();
        }
    }

    protected override void Followed()
    {
        lock (_lock)
        {
            _computing?.Cancel();
            (_computing, _note) = (null, null);
            _feed.FollowAnew();
            Show();
        }
    }

    // The last episode ends after the last sample.
    private static long LastTickOf(RunTables tables) => new[]
    {
        tables.Samples.Count > 0 ? tables.Samples[^1].Tick : 0,
        tables.Trades.Count > 0 ? tables.Trades[^1].Tick : 0,
        tables.Episodes.Count > 0 ? tables.Episodes[^1].Tick : 0,
        tables.Learning.Count > 0 ? tables.Learning[^1].Tick : 0,
    }.Max();

    private string? BeginExact()
    {
        if (_cluster is not null)
        {
            return "A run of a cluster is shown from its tables; fetch it when it is over (marketsim fetch RUN), and watch it from its folder.";
        }

        if (_head.Scenario.Training is { Mode: TrainingMode.Async })
        {
            return "Its learners did not wait for each other, so that a part of the run cannot be carried out again; marketsim replay repeats it as a whole.";
        }

        if (_computing is null && Image is { IsExact: false })
        {
            _isPaused = true;
            _note = null;
            _computing = new CancellationTokenSource();
            _ = ComputeAsync(_feed.Tick, _computing);
        }

        return null;
    }

    private async Task ComputeAsync(long tick, CancellationTokenSource computing)
    {
        LiveImage? image = null;
        string? note = null;
        try
        {
            image = await ExactMoment.ComputeAsync(_head.Scenario, _folder, tick, Tapes!.Agent.Account, _timeProvider, computing.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The viewer has moved on.
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            note = $"Tick {tick} cannot be computed again: {exception.Message}";
        }

        lock (_lock)
        {
            if (_computing == computing)
            {
                _computing = null;
                _note = note;
                Image = image is null ? Image : image with { Now = image.Now with { Tick = tick }, Agent = WithFills(image.Agent, Image?.Agent) };
            }
        }

        computing.Dispose();
    }

    // The run was carried out again from a checkpoint; the tables know what was before.
    private static AgentView? WithFills(AgentView? exact, AgentView? sampled) =>
        exact is not null && sampled?.Account == exact.Account && sampled.Events.Count > exact.Events.Count ? exact with { Events = sampled.Events } : exact;

    private void MoveTo(long tick)
    {
        _computing?.Cancel();
        (_computing, _note) = (null, null);
        _feed.PlayTo(tick);
        Show();
    }

    private void Show()
    {
        if (_feed.Now is { } now)
        {
            Image = new LiveImage(Math.Max(0, _feed.Episode), now, Agent(now), IsExact: false);
        }
    }

    // Tables have no fees and no open orders by agent.
    private AgentView? Agent(MarketState now)
    {
        int account = Tapes!.Agent.Account;
        if (account < 0)
        {
            return null;
        }

        AgentGroup group = _head.Groups[_head.GroupOf(account)];
        if (!HasTrades)
        {
            return new AgentView(account, group.Name, double.NaN, double.NaN, double.NaN, Orders: null, []);
        }

        double inventory = _head.Quantity(group.InitialInventory) + _feed.Followed.Inventory;
        double cash = _head.Cash(group.InitialCash) + _feed.Followed.Cash;
        double opening = _head.Cash(group.InitialCash) + (_head.Quantity(group.InitialInventory) * _head.OpeningPrice);
        return new AgentView(account, group.Name, cash, inventory, cash + (inventory * now.Last) - opening, Orders: null, Tapes.Agent.Read());
    }
}
