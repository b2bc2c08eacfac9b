using MarketSim.Agents;
using MarketSim.Learning.Environments;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Environments.OrderBooks;

/// <summary>One learner of an order-book market: its observations, its rewards, and the end of its episode.</summary>
internal sealed class OrderBookLearner(OrderBookSettings settings, OrderBookMarket market, int index)
{
    /// <summary>Elements that <see cref="Save"/> writes, without a header.</summary>
    public const int SavedFields = 3;

    private readonly OrderBookObserver _observer = new(settings);

    public OrderBookObserver Observer => _observer;

    /// <summary>Cash, and inventory at the mid, at the last decision; in tick·lots.</summary>
    public double Equity { get; private set; }

    /// <summary>True while its episode is under way.</summary>
    public bool IsPresent { get; private set; }

    private TradingAgent Agent => market.AgentOf(index);

    private MarketSnapshot Snapshot => market.Stepped!.Snapshot!;

    /// <summary>Begins an episode, with the market at the first decision.</summary>
    public void Begin(Span<float> observation)
    {
        _observer.Reset();
        Equity = market.EquityOf(index);
        IsPresent = true;
        Observe(settings.Decisions, observation);
    }

    /// <summary>Sets the action that the next decision executes.</summary>
    /// <param name="isLast">True for the last decision of the episode.</param>
    public void SetAction(ReadOnlySpan<float> action, bool isLast) =>
        market.StrategyOf(index).SetAction(action, mustLiquidate: isLast && settings.End == EpisodeEnd.Liquidate);

    /// <summary>The result of the last decision, with the market at the next one.</summary>
    /// <param name="decision">Decisions since the start of the episode.</param>
    public StepResult Complete(int decision, Span<float> observation)
    {
        bool isLast = decision == settings.Decisions;
        double equityBefore = Equity;
        Equity = market.EquityOf(index);
        double share = Agent.Portfolio.Inventory / (double)settings.PositionLimitLots;
        bool isTerminated = Equity <= settings.BankruptcyShare * settings.InitialCash || (isLast && settings.End == EpisodeEnd.Liquidate);
        IsPresent = !isLast && !isTerminated;
        if (!IsPresent)
        {
            market.StrategyOf(index).Leave();
        }

        Observe(settings.Decisions - decision, observation);
        return new StepResult(
            ((Equity - equityBefore) / settings.RewardUnit) - (settings.InventoryPenalty * share * share), isTerminated, isLast && !isTerminated);
    }

    /// <summary>Writes the unscaled figures.</summary>
    /// <param name="figures">Shape [number of <see cref="OrderBookFigures.Names"/>].</param>
    public void WriteFigures(int decision, Span<double> figures) => OrderBookFigures.Write(Snapshot, Agent, Equity, decision, figures);

    public void Save(MessagePackWriter writer)
    {
        writer.WriteDouble(Equity);
        writer.WriteBoolean(IsPresent);
        _observer.Save(writer);
    }

    public void Restore(ref MessagePackReader reader)
    {
        Equity = reader.ReadDouble();
        IsPresent = reader.ReadBoolean();
        _observer.Restore(ref reader);
    }

    /// <summary>Completes a restore once the market is restored: a learner that has left trades no more.</summary>
    public void CompleteRestore()
    {
        if (!IsPresent)
        {
            market.StrategyOf(index).Leave();
        }
    }

    private void Observe(int decisionsLeft, Span<float> observation)
    {
        // A learner that sees trades by volume only is told the opening; its observer determines later trades itself.
        long lastTradeNanoseconds = settings.SeesTradesByVolume ? market.Session.Open.Nanoseconds : market.LastTradeNanoseconds;
        _observer.Observe(Snapshot, lastTradeNanoseconds, Agent.Portfolio, Equity - settings.InitialCash, decisionsLeft, observation);
    }
}
