using MarketSim.Actors;
using MarketSim.Agents;
using MarketSim.Agents.Decisions;
using MarketSim.Agents.Population;
using MarketSim.Numerics.Serialization;
using MarketSim.Simulation.Checkpoints;
using MarketSim.Simulation.Output;
using MarketSim.Simulation.Running.Participants;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Simulation.Running;

/// <summary>Parent of a number of agents: fans observations out to those that are awake, gathers their requests, saves and restores their state.</summary>
internal sealed class PartitionActor : TickParticipant
{
    private readonly MessagePackWriter _writer = new();
    private readonly IReadOnlyList<int> _blocks;
    private readonly int[] _firstAgentOfBlock;
    private readonly TradingAgent[] _agents;
    private readonly ActorRef[] _agentActors;
    private readonly AgentPartition _partition;
    private readonly Decision _decision;

    public PartitionActor(SeatPlan plan)
        : base(plan)
    {
        _blocks = plan.Seat.Blocks;
        PartNames = [.. _blocks.Select(Checkpoints.PartNames.Block)];
        _firstAgentOfBlock = new int[plan.Population.BlockCount];
        _agents = CreateAgents();
        _agentActors = new ActorRef[_agents.Length];
        var requests = new RequestBuffer();
        _decision = new Decision(requests, plan.Scenario.Market.Session);
        _partition = new AgentPartition(
            plan.Scenario.Seed, plan.Scenario.Market.Session, _agents, _firstAgentOfBlock, plan.Population.BlockSize, requests, Deliver);
    }

    protected override IReadOnlyList<string> PartNames { get; }

    protected override long NextDueTick => _partition.NextDueTick;

    protected override PartitionCounters Counters => _partition.Counters;

    protected override SupervisorStrategy SupervisorStrategy() => AgentSupervision.Strategy;

    protected override void Begin(long tick)
    {
        // Agents run inline, on whatever thread the partition runs.
        var inline = new CallingThreadDispatcher();
        for (int agent = 0; agent < _agents.Length; agent++)
        {
            TradingAgent tradingAgent = _agents[agent];
            _agentActors[agent] = Context.ActorOf(Props
                .Create(() => new AgentActor(tradingAgent, _decision))
                .WithDispatcher(inline));
        }

        _partition.Schedule(tick);
    }

    protected override void OnTick(TickOpened opened, ActorRef market)
    {
        _partition.RunTick(opened.Market, opened.News);
        market.Tell(
            new TickActions(
                Generation,
                opened.Market.Tick,
                Plan.Seat.Index,
                _partition.Requests,
                [.. _partition.StatementsWanted],
                _partition.NextDueTick,
                _partition.Counters),
            Self);
    }

    protected override void TakeNews(ParticipantNews news, long nextTick) => _partition.TakeNews(news, nextTick);

    protected override Task<IReadOnlyList<PartContent>> SaveAsync() =>
        Task.FromResult<IReadOnlyList<PartContent>>([.. _blocks.Select(SaveBlock)]);

    protected override IReadOnlyList<AgentResult> Settle() => [.. _agents.Select(agent => new AgentResult(
        agent.Account, agent.Portfolio.Position, agent.OrdersSent, agent.Portfolio.Fills, agent.Portfolio.TradedLots, agent.Failures))];

    protected override void Restore(IReadOnlyList<byte[]> contents)
    {
        for (int number = 0; number < _blocks.Count; number++)
        {
            var reader = new MessagePackReader(contents[number]);
            Span<TradingAgent> agents = AgentsOf(_blocks[number]);
            reader.ReadArrayHeader(agents.Length);
            foreach (TradingAgent agent in agents)
            {
                agent.Restore(ref reader, Plan.Scenario.Seed);
            }
        }
    }

    private TradingAgent[] CreateAgents()
    {
        var agents = new List<TradingAgent>();
        Scenario scenario = Plan.Scenario;
        foreach (int block in _blocks)
        {
            (int first, int count) = Plan.Population.AccountsOf(block);
            _firstAgentOfBlock[block] = agents.Count;
            for (int account = first; account < first + count; account++)
            {
                AgentGroup group = Plan.Population.GroupOf(account);
                agents.Add(new TradingAgent(
                    group, account - group.FirstAccount, scenario.Seed, scenario.Market.InitialPrice, scenario.Market.Session, RestartPolicy.Default));
            }
        }

        return [.. agents];
    }

    // An agent runs inline on this thread, so when the call returns it has had its turn, or has failed in it.
    private bool Deliver(int agent, AgentTurn turn)
    {
        _agentActors[agent].Tell(turn, Self);
        if (turn.Failure is { } failure)
        {
            TradingAgent failed = _agents[agent];
            Plan.Logger.AgentFails(failure, failed.Account.Value, Plan.Population.GroupOf(failed.Account.Value).Name, turn.WakeTick, failed.Failures + 1);
        }

        return turn.IsCompleted;
    }

    private PartContent SaveBlock(int block)
    {
        _writer.Clear();
        Span<TradingAgent> agents = AgentsOf(block);
        _writer.WriteArrayHeader(agents.Length);
        foreach (TradingAgent agent in agents)
        {
            agent.Save(_writer);
        }

        return new PartContent(Checkpoints.PartNames.Block(block), _writer.Written.ToArray());
    }

    private Span<TradingAgent> AgentsOf(int block) => _agents.AsSpan(_firstAgentOfBlock[block], Plan.Population.AccountsOf(block).Count);
}
