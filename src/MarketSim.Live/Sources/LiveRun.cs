using MarketSim.Agents.Population;
using MarketSim.Engine;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Episodes;
using MarketSim.Engine.Participants;
using MarketSim.Live.Tapes;
using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Results.Recording;

namespace MarketSim.Live.Sources;

/// <summary>
/// A running simulation. Trades and samples are recorded as they happen, which costs little; an image of the book is made only when a viewer waits for one, or
/// when the market is held.
/// </summary>
/// <param name="isPaused">True if the market waits before its first tick.</param>
internal sealed class LiveRun(TimeProvider timeProvider, bool isPaused) : LiveSource, IRunObserver
{
    private const int LevelsShown = 10;

    private readonly TickGate _gate = NewGate(timeProvider, isPaused);
    private readonly BookLevel[] _levels = new BookLevel[LevelsShown];
    private IReadOnlyList<PolicyDefinition> _policies = [];
    private RunView? _view;
    private long[] _requests = [];
    private int _episode;
    private double _measured = 1;
    private long _ticksClosed;
    private volatile bool _isWanted;
    private volatile string? _end;
    private volatile Func<long, RunTapes, bool>? _history;

    public override bool HasOldImage => Status == "running";

    public override string Status => _end ?? (Tapes is null ? "waiting" : _gate.IsPaused ? "paused" : "running");

    public override string Speed => _gate.TicksPerSecond is { } pace ? FormattableString.Invariant($"at most {pace:#,0.#} ticks/s") : string.Empty;

    public override long TicksClosed => Volatile.Read(ref _ticksClosed);

    public override bool CanJump => false;

    /// <summary>Fills the tapes with what a resumed run has done before.</summary>
    /// <param name="history">Is given the last closed tick; false where there is nothing.</param>
    public void ResumeWith(Func<long, RunTapes, bool> history) => _history = history;

    public void Begins(RunView run)
    {
        _view = run;
        var tapes = new RunTapes(new RunHead(run.Scenario, run.Market));
        _requests = new long[tapes.Head.Groups.Count];
        _policies = PolicyDefinition.Of(run.Market);
        _episode = run.Engine.Episode;
        tapes.BeginEpisode(_episode);
        if (run.Engine.Tick >= 0)
        {
            _ = _history?.Invoke(run.Engine.Tick, tapes);
        }

        Tapes = tapes;
        Show();
    }

    public bool MayOpen(long tick, Action release)
    {
        // The image of a paused market is made while it is certain to stay paused.
        if (_gate.Holds && (_isWanted || Image?.Now.Tick != _view!.Engine.Tick))
        {
            _isWanted = false;
            Show();
        }

        return _gate.MayOpen(release);
    }

    public void Requested(ReadOnlySpan<OrderRequest> requests)
    {
        RunTapes tapes = Tapes!;
        int followed = tapes.Agent.Account;
        foreach (ref readonly OrderRequest request in requests)
        {
            int account = request.Account.Value;
            _requests[tapes.Head.GroupOf(account)]++;
            if (account == followed)
            {
                tapes.Agent.Add(EventOf(request, tapes.Head));
            }
        }
    }

    public void Traded(long tick, in BookEvent trade)
    {
        RunTapes tapes = Tapes!;
        tapes.Trade(new TapeTrade(
            tick,
            trade.Time.Seconds,
            tapes.Head.Price(trade.Price.Ticks),
            tapes.Head.Quantity(trade.Quantity.Lots),
            trade.Side == Side.Buy,
            trade.Account.Value,
            trade.RestingAccount.Value,
            trade.Order.Value));
    }

    public void Sampled(RunView run, long tick, SimulatedTime time)
    {
        Tapes!.Sample(StateOf(tick, time.Seconds), _requests);
        Array.Clear(_requests);
    }

    public void TickClosed(RunView run, TickReports reports)
    {
        Volatile.Write(ref _ticksClosed, _ticksClosed + 1);
        Take(reports);
        if (run.Engine.Episode != _episode)
        {
            _episode = run.Engine.Episode;
            Tapes!.BeginEpisode(_episode);
        }

        if (_isWanted)
        {
            _isWanted = false;
            Show();
        }
    }

    /// <summary>The run is over, and its actors are gone.</summary>
    /// <param name="status">finished, interrupted or failed.</param>
    public void Ended(string status)
    {
        if (Tapes is not null)
        {
            Show();
        }

        _end = status;
    }

    public override void Advance(bool hasViewers, TimeSpan elapsed, double ticksPerSecond)
    {
        _measured = ticksPerSecond;
        _isWanted = hasViewers;
    }

    public override string? Control(LiveCommand command, long tick)
    {
        switch (command)
        {
            case LiveCommand.Pause:
                _gate.Pause();
                break;
            case LiveCommand.Go:
                _gate.Resume();
                break;
            case LiveCommand.Step:
                _gate.Step();
                break;
            case LiveCommand.Slower:
                _gate.Slower(_measured);
                break;
            case LiveCommand.Faster:
                _gate.Faster();
                break;
            case LiveCommand.Unlimited:
                _gate.Unlimited();
                break;
            case LiveCommand.Exact:
                return "What is shown of a run that has not ended is exact; nothing needs to be computed again.";
            default:
                return "A run that has not ended knows no future; jump in it once it is finished: marketsim watch RUN.";
        }

        return null;
    }

    public override void Dispose() => _gate.Dispose();

    protected override void Followed()
    {
        _isWanted = true;
        _gate.AskAgain();
    }

    private static TickGate NewGate(TimeProvider timeProvider, bool isPaused)
    {
        var gate = new TickGate(timeProvider);
        if (isPaused)
        {
            gate.Pause();
        }

        return gate;
    }

    private static AgentEvent EventOf(in OrderRequest request, RunHead head)
    {
        NewOrder order = request.Order;
        bool hasPrice = request.Kind != RequestKind.Cancel && order.Type == OrderType.Limit;
        string what = request.Kind switch
        {
            RequestKind.Submit => order.Side == Side.Buy ? "buy" : "sell",
            RequestKind.Cancel => "cancel",
            _ => "amend",
        };
        return new AgentEvent(
            request.Arrival.Seconds,
            what,
            hasPrice ? head.Price(order.Price.Ticks) : double.NaN,
            request.Kind == RequestKind.Cancel ? double.NaN : head.Quantity(order.Quantity.Lots),
            IsFill: false);
    }

    /// <summary>The market as it stands between two ticks, on its own thread or when it has ended.</summary>
    internal LiveImage Picture()
    {
        MarketEngine engine = _view!.Engine;
        long tick = engine.Tick;
        return new LiveImage(_episode, StateOf(tick, engine.Calendar.Whole.OpenOf(tick + 1).Seconds), AgentOf(engine), IsExact: true);
    }

    private void Show() => Image = Picture();

    private MarketState StateOf(long tick, double time)
    {
        RunHead head = Tapes!.Head;
        OrderBook book = _view!.Engine.Venue.Book;
        VenueCounters counters = _view.Engine.VenueCounters;
        double bid = book.BestBid is { } bestBid ? head.Price(bestBid.Ticks) : double.NaN;
        double ask = book.BestAsk is { } bestAsk ? head.Price(bestAsk.Ticks) : double.NaN;
        return new MarketState(
            tick,
            time,
            bid,
            head.Quantity(book.BestBidQuantity.Lots),
            ask,
            head.Quantity(book.BestAskQuantity.Lots),
            (bid + ask) / 2,
            head.Price(_view.Engine.Venue.LastPrice.Ticks),
            head.Quantity(counters.VolumeLots),
            _view.Engine.Venue.Fundamental.Value * (double)head.TickSize,
            LevelsOf(book, Side.Buy, head),
            LevelsOf(book, Side.Sell, head),
            new MarketCounts(counters.Orders, counters.Cancels, counters.Amendments, counters.Trades, counters.Refusals, _view.Engine.AgentCounters.Messages),
            [.. head.Groups.Select(group => GroupOf(group, head))]);
    }

    private GroupState GroupOf(AgentGroup group, RunHead head)
    {
        (long cash, long inventory, long profit) = _view!.GroupAt(group.Index);
        return new GroupState(head.Cash(cash), head.Quantity(inventory), head.Cash(profit));
    }

    private IReadOnlyList<double[]> LevelsOf(OrderBook book, Side side, RunHead head)
    {
        int count = book.CopyLevels(side, _levels);
        return [.. _levels.Take(count).Select(level => new[] { head.Price(level.Price.Ticks), head.Quantity(level.Quantity.Lots) })];
    }

    private AgentView? AgentOf(MarketEngine engine)
    {
        if (Tapes is not { Agent.Account: >= 0 } tapes)
        {
            return null;
        }

        RunHead head = tapes.Head;
        AgentGroup group = head.Groups[head.GroupOf(tapes.Agent.Account)];
        AccountStatement statement = engine.Venue.StatementOf(new AccountId(tapes.Agent.Account));
        long equity = statement.Position.Cash + (statement.Position.Inventory * engine.Venue.LastPrice.Ticks);
        long opening = group.InitialCash + (group.InitialInventory * head.Scenario.Market.InitialPrice.Ticks);
        return new AgentView(
            tapes.Agent.Account,
            group.Name,
            head.Cash(statement.Position.Cash),
            head.Quantity(statement.Position.Inventory),
            head.Cash(equity - opening),
            [.. statement.OpenOrders.Select(order => new OrderView(order.Side == Side.Buy ? "buy" : "sell", head.Price(order.Price.Ticks), head.Quantity(order.OpenQuantity.Lots)))],
            tapes.Agent.Read());
    }

    private void Take(TickReports reports)
    {
        if (Tapes!.Training is not { } training)
        {
            return;
        }

        foreach (EpisodeRow row in reports.Episodes)
        {
            AgentGroup group = Tapes.Head.Groups[row.Group];
            if (row.Account is not null && group.Agent is LearningAgent)
            {
                training.Reward(row.Episode, PolicyDefinition.NameOf(group), row.Reward);
            }
        }

        foreach (LearnerRow row in reports.Learners)
        {
            foreach ((string name, double value) in row.Figures)
            {
                training.Figure(row.Tick, _policies[row.Learner].Name, name, value);
            }
        }

        foreach (StageEvaluated evaluated in reports.Evaluations)
        {
            training.Stage(new StageView(
                evaluated.Evaluation.Number,
                evaluated.Episode,
                evaluated.Evaluation.Stage,
                _view!.Market.Curriculum!.Stages[evaluated.Evaluation.Stage].Name,
                evaluated.Evaluation.Score,
                evaluated.Evaluation.Smoothed,
                evaluated.Evaluation.Bar,
                evaluated.Evaluation.Decision.ToString().ToLowerInvariant(),
                evaluated.Evaluation.Reason));
        }
    }
}
