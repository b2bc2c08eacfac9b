using MarketSim.Agents;
using MarketSim.Learning.Environments;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Environments.OrderBooks;

/// <summary>One learner's side of an order-book market: what it sees, what it is paid, and when its episode ends.</summary>
internal sealed class OrderBookLearner(OrderBookSettings settings, OrderBookMarket market, int index)
{
    private readonly OrderBookObserver _observer = new(settings);

    public OrderBookObserver Observer => _observer;

    /// <summary>Cash, and inventory at the mid, at the last decision; in tick·lots.</summary>
    public double Equity { get; private set; }

    /// <summary>Whether its episode is under way.</summary>
    public bool IsPresent { get; set; }

    private TradingAgent Agent => market.Learner(index);

    private MarketSnapshot Snapshot => market.Market!.Snapshot!;

    /// <summary>Before the market opens.</summary>
    public void Reset() => _observer.Reset();

    /// <summary>The market stands at its first decision.</summary>
    public void Begin(Span<float> observation)
    {
        Equity = market.EquityOf(index);
        IsPresent = true;
        Observe(settings.Decisions, observation);
    }

    /// <summary>The action that the next decision carries out.</summary>
    public void Set(ReadOnlySpan<float> action, bool isLast) => market.StrategyOf(index).Set(action, mustFlatten: isLast && settings.End == EpisodeEnd.Liquidate);

    /// <summary>The outcome of the decision, with the market at the next one.</summary>
    /// <param name="decision">Decisions since the start.</param>
    public StepResult Complete(int decision, Span<float> observation)
    {
        bool isLast = decision == settings.Decisions;
        double before = Equity;
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
            ((Equity - before) / settings.RewardUnit) - (settings.InventoryPenalty * share * share), isTerminated, isLast && !isTerminated);
    }

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

    /// <summary>The market is restored: who has left trades no more.</summary>
    public void CompleteRestore()
    {
        if (!IsPresent)
        {
            market.StrategyOf(index).Leave();
        }
    }

    private void Observe(int decisionsLeft, Span<float> observation) => _observer.Observe(
        Snapshot, settings.SeesTradesByVolume ? market.Session.Open.Nanoseconds : market.LastTradeNanoseconds, Agent.Portfolio, Equity - settings.InitialCash, decisionsLeft, observation);
}
