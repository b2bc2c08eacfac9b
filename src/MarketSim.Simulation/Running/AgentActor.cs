using Akka.Actor;
using MarketSim.Agents;
using MarketSim.Agents.Decisions;
using MarketSim.Market.Accounts;
using MarketSim.Market.Venues;
using MarketSim.Simulation.Training;

namespace MarketSim.Simulation.Running;

/// <summary>Partition to agent: news, and when it is awake the market as the tick opened, to answer at once.</summary>
internal sealed class AgentTurn(MarketSnapshot? market, ArraySegment<AccountEvent> news, long wakeTick)
{
    public MarketSnapshot? Market { get; } = market;

    public ArraySegment<AccountEvent> News { get; } = news;

    /// <summary>The tick at which the agent is awake if the news wake it.</summary>
    public long WakeTick { get; } = wakeTick;

    /// <summary>The action that the agent's policy has drawn: the turn is the second half of a decision; null for a turn of its own.</summary>
    public ActionRow? Action { get; init; }

    /// <summary>Set by the agent when it is done; stays false when it threw.</summary>
    public bool IsCompleted { get; private set; }

    /// <summary>What the agent threw; null when it did not.</summary>
    public Exception? Failure { get; private set; }

    public void Complete() => IsCompleted = true;

    public void Fail(Exception exception) => Failure = exception;
}

/// <summary>
/// A trading agent as an actor. It runs inline on its partition and puts its requests into the partition's buffer; a restart gives it a new
/// strategy, its portfolio comes from the venue.
/// </summary>
internal sealed class AgentActor : UntypedActor
{
    private readonly TradingAgent _agent;
    private readonly Decision _decision;

    public AgentActor(TradingAgent agent, Decision decision)
    {
        _agent = agent;
        _decision = decision;
    }

    protected override void OnReceive(object message)
    {
        if (message is not AgentTurn turn)
        {
            Unhandled(message);
            return;
        }

        try
        {
            Take(turn);
            turn.Complete();
        }
        catch (Exception exception)
        {
            // The partition wants to know why; what becomes of this actor its supervision decides.
            turn.Fail(exception);
            throw;
        }
    }

    private void Take(AgentTurn turn)
    {
        if (turn.Action is { } action)
        {
            _agent.Act(_decision, turn.Market!, action.Batch, action.Row, action.Policy, action.Version);
            return;
        }

        foreach (ref readonly AccountEvent news in turn.News.AsSpan())
        {
            _agent.Apply(news, turn.WakeTick);
        }

        if (turn.Market is { } market)
        {
            _agent.Decide(_decision, market);
        }
    }
}
