using MarketSim.Live.Clusters;
using MarketSim.Live.Tapes;

namespace MarketSim.Live.Sources;

/// <summary>The source of the page's images: a running simulation, or the tables of a finished one.</summary>
internal abstract class LiveSource : IDisposable
{
    private volatile LiveImage? _image;
    private volatile RunTapes? _tapes;

    /// <summary>The recorded history; null until the run has begun.</summary>
    public RunTapes? Tapes
    {
        get => _tapes;
        protected set => _tapes = value;
    }

    /// <summary>The last picture; null until the run has begun.</summary>
    public LiveImage? Image
    {
        get => _image;
        protected set => _image = value;
    }

    /// <summary>True while the last image is of the past, because images are made for viewers only.</summary>
    public virtual bool HasOldImage => false;

    /// <summary>waiting, running, paused, computing, finished, interrupted or failed.</summary>
    public abstract string Status { get; }

    /// <summary>The speed in words; empty for unlimited.</summary>
    public abstract string Speed { get; }

    /// <summary>Ticks closed so far, for their rate.</summary>
    public abstract long TicksClosed { get; }

    public abstract bool CanJump { get; }

    /// <summary>True if single trades are known; false of a folder whose scenario records none.</summary>
    public virtual bool HasTrades => true;

    /// <summary>The error of a viewer's last command; null for none.</summary>
    public virtual string? Note => null;

    /// <summary>The placement of a cluster run; null for other runs.</summary>
    public virtual LiveCluster? Cluster => null;

    /// <summary>Called some times a second.</summary>
    /// <param name="hasViewers">True when there are viewers.</param>
    /// <param name="elapsed">Wall-clock time since the last call.</param>
    /// <param name="ticksPerSecond">As measured.</param>
    public abstract void Advance(bool hasViewers, TimeSpan elapsed, double ticksPerSecond);

    /// <summary>Executes a viewer's command.</summary>
    /// <returns>The reason why it is refused; null when it is done.</returns>
    public abstract string? Control(LiveCommand command, long tick);

    /// <param name="account">Of the agent; -1 for none.</param>
    /// <returns>The reason why it is refused; null when it is done.</returns>
    public string? Follow(int account)
    {
        if (Tapes is not { } tapes)
        {
            return "The run has not begun yet.";
        }

        if (account < -1 || account >= tapes.Head.Scenario.AgentCount)
        {
            return $"There is no agent {account}; agents are numbered from 0 to {tapes.Head.Scenario.AgentCount - 1}.";
        }

        tapes.Agent.Follow(account);
        Followed();
        return null;
    }

    public abstract void Dispose();

    /// <summary>Another agent is followed.</summary>
    protected abstract void Followed();
}

/// <summary>The commands of viewers.</summary>
internal enum LiveCommand
{
    Pause,
    Go,
    Step,
    Slower,
    Faster,
    Unlimited,
    Jump,

    /// <summary>Shows a played-back run's own state at the tick that is shown.</summary>
    Exact,
}

/// <summary>The market and the followed agent at one moment.</summary>
/// <param name="Agent">Null where none is followed.</param>
/// <param name="IsExact">True if it is the market's own state, rather than what tables sampled.</param>
internal sealed record LiveImage(int Episode, MarketState Now, AgentView? Agent, bool IsExact);

/// <summary>The recorded history of a run for its viewers.</summary>
internal sealed class RunTapes(RunHead head)
{
    public RunHead Head { get; } = head;

    public MarketTape Market { get; } = new(head.Groups.Count);

    public FactTape Facts { get; } = head.NewFacts();

    /// <summary>The history of the training; null for a run without one.</summary>
    public TrainingTape? Training { get; } = head.Scenario.Training is { } training ? new TrainingTape(training.Episodes) : null;

    public AgentTape Agent { get; } = new();

    public void BeginEpisode(int episode)
    {
        Market.Begin(Head.GridOf(episode), Head.OpeningPrice);
        Agent.Clear();
    }

    public void Trade(in TapeTrade trade)
    {
        Market.Trade(trade, Head.GroupOf(trade.Aggressor), Head.GroupOf(trade.Resting));
        Facts.Trade(trade);
        if (Agent.Account >= 0)
        {
            AddFill(trade, trade.Aggressor, trade.IsBuy);
            AddFill(trade, trade.Resting, !trade.IsBuy);
        }
    }

    public void Sample(MarketState state, ReadOnlySpan<long> requests)
    {
        Market.Sample(state, requests);
        Facts.Sample(state);
    }

    private void AddFill(in TapeTrade trade, long account, bool isBuy)
    {
        if (account == Agent.Account)
        {
            Agent.Add(new AgentEvent(trade.Time, isBuy ? "bought" : "sold", trade.Price, trade.Quantity, IsFill: true));
        }
    }
}
