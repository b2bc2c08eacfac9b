using MarketSim.Actors;
using MarketSim.Agents;
using MarketSim.Agents.Decisions;
using MarketSim.Agents.Population;
using MarketSim.Market.Accounts;
using MarketSim.Numerics.Serialization;
using MarketSim.Simulation.Checkpoints;
using MarketSim.Simulation.Output;
using MarketSim.Simulation.Scenarios;
using Microsoft.Extensions.Logging;

namespace MarketSim.Simulation.Running;

/// <summary>What a partition is made of.</summary>
/// <param name="Index">From 0 to <paramref name="Count"/> - 1.</param>
/// <param name="Count">Number of partitions.</param>
/// <param name="RestoreFrom">The checkpoint to begin with; null for a new run.</param>
internal sealed record PartitionPlan(
    Scenario Scenario, Population Population, int Index, int Count, int Generation, ICheckpointStore Store, ILogger Logger, CheckpointManifest? RestoreFrom);

/// <summary>Parent of a number of agents: fans observations out to those that are awake, gathers their requests, saves and restores their state.</summary>
internal sealed class PartitionActor : Actor
{
    private readonly PartitionPlan _plan;
    private readonly MessagePackWriter _writer = new();
    private readonly List<int> _blocks;
    private readonly int[] _firstAgentOfBlock;
    private readonly TradingAgent[] _agents;
    private readonly ActorRef[] _agentActors;
    private readonly AgentPartition _partition;
    private readonly Decision _decision;

    public PartitionActor(PartitionPlan plan)
    {
        _plan = plan;
        _blocks = [.. Enumerable.Range(0, plan.Population.BlockCount).Where(block => Population.PartitionOf(block, plan.Count) == plan.Index)];
        _firstAgentOfBlock = new int[plan.Population.BlockCount];
        _agents = CreateAgents();
        _agentActors = new ActorRef[_agents.Length];
        var requests = new RequestBuffer();
        _decision = new Decision(requests, plan.Scenario.Market.Session);
        _partition = new AgentPartition(
            plan.Scenario.Seed, plan.Scenario.Market.Session, _agents, _firstAgentOfBlock, plan.Population.BlockSize, requests, Deliver);
    }

    protected override void PreStart()
    {
        if (_plan.RestoreFrom is { } manifest)
        {
            Restore(manifest);
        }

        // Agents run inline, on whatever thread the partition runs.
        var inline = new CallingThreadDispatcher();
        for (int agent = 0; agent < _agents.Length; agent++)
        {
            TradingAgent tradingAgent = _agents[agent];
            _agentActors[agent] = Context.ActorOf(Props
                .Create(() => new AgentActor(tradingAgent, _decision))
                .WithDispatcher(inline));
        }

        _partition.Schedule(_plan.RestoreFrom?.Tick ?? -1);
    }

    protected override SupervisorStrategy SupervisorStrategy() => AgentSupervision.Strategy;

    protected override void Receive(object message)
    {
        switch (message)
        {
            case TickOpened opened when opened.Generation == _plan.Generation:
                OnTickOpened(opened);
                break;
            case SavePartition save when save.Generation == _plan.Generation:
                OnSave(save);
                break;
            case PreparePartition prepare when prepare.Generation == _plan.Generation:
                Sender.Tell(new PartitionReady(_plan.Generation, _plan.Index, _partition.NextDueTick), Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private TradingAgent[] CreateAgents()
    {
        var agents = new List<TradingAgent>();
        Scenario scenario = _plan.Scenario;
        foreach (int block in _blocks)
        {
            (int first, int count) = _plan.Population.AccountsOf(block);
            _firstAgentOfBlock[block] = agents.Count;
            for (int account = first; account < first + count; account++)
            {
                AgentGroup group = _plan.Population.GroupOf(account);
                agents.Add(new TradingAgent(
                    group, account - group.FirstAccount, scenario.Seed, scenario.Market.InitialPrice, scenario.Market.Session, RestartPolicy.Default));
            }
        }

        return [.. agents];
    }

    private void OnTickOpened(TickOpened opened)
    {
        _partition.RunTick(opened.Market, opened.News);
        Sender.Tell(
            new TickActions(
                _plan.Generation,
                opened.Market.Tick,
                _plan.Index,
                _partition.Requests,
                [.. _partition.StatementsWanted],
                _partition.NextDueTick,
                _partition.Counters),
            Self);
    }

    private void OnSave(SavePartition save)
    {
        _partition.TakeNews(save.News, save.NextTick);
        Sender.Tell(
            new PartitionSaved(
                _plan.Generation,
                _plan.Index,
                [.. _blocks.Select(SaveBlock)],
                save.Settle ? [.. _agents.Select(ResultOf)] : [],
                _partition.NextDueTick,
                _partition.Counters),
            Self);
    }

    private static AgentResult ResultOf(TradingAgent agent) => new(
        agent.Account, agent.Portfolio.Position, agent.OrdersSent, agent.Portfolio.Fills, agent.Portfolio.TradedLots, agent.Failures);

    // An agent runs inline on this thread, so when the call returns it has had its turn, or has failed in it.
    private bool Deliver(int agent, AgentTurn turn)
    {
        _agentActors[agent].Tell(turn, Self);
        if (turn.Failure is { } failure)
        {
            TradingAgent failed = _agents[agent];
            _plan.Logger.AgentFails(failure, failed.Account.Value, _plan.Population.GroupOf(failed.Account.Value).Name, turn.WakeTick, failed.Failures + 1);
        }

        return turn.IsCompleted;
    }

    private PartReference SaveBlock(int block)
    {
        _writer.Clear();
        (int _, int count) = _plan.Population.AccountsOf(block);
        _writer.WriteArrayHeader(count);
        foreach (TradingAgent agent in _agents.AsSpan(_firstAgentOfBlock[block], count))
        {
            agent.Save(_writer);
        }

        return _plan.Store.WritePart(PartNames.Block(block), _writer.Written);
    }

    private void Restore(CheckpointManifest manifest)
    {
        foreach (int block in _blocks)
        {
            PartReference part = manifest.Part(PartNames.Block(block));
            var reader = new MessagePackReader(_plan.Store.ReadPart(part));
            (int _, int count) = _plan.Population.AccountsOf(block);
            reader.ReadArrayHeader(count);
            foreach (TradingAgent agent in _agents.AsSpan(_firstAgentOfBlock[block], count))
            {
                agent.Restore(ref reader, _plan.Scenario.Seed);
            }
        }
    }
}
