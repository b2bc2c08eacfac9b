using System.Globalization;
using Akka.Actor;
using MarketSim.Agents;
using MarketSim.Agents.Decisions;
using MarketSim.Agents.Population;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Serialization;
using MarketSim.Simulation.Checkpoints;
using MarketSim.Simulation.Hosting;
using MarketSim.Simulation.Output;
using MarketSim.Simulation.Running.Participants;
using MarketSim.Simulation.Scenarios;
using MarketSim.Simulation.Training;

namespace MarketSim.Simulation.Running;

/// <summary>Parent of a number of agents: fans observations out to those that are awake, gathers their requests, saves and restores their state.</summary>
internal sealed class PartitionActor : TickParticipant
{
    private readonly MessagePackWriter _writer = new();
    private readonly IReadOnlyList<int> _blocks;
    private readonly int[] _firstAgentOfBlock;
    private readonly TradingAgent[] _agents;
    private readonly IActorRef[] _agentActors;
    private readonly AgentPartition _partition;
    private readonly Decision _decision;
    private readonly EpisodeCalendar _calendar;
    private readonly PolicyDesks _policies;
    private readonly IReadOnlyList<string> _policyParts;

    public PartitionActor(SeatPlan plan)
        : base(plan)
    {
        _blocks = plan.Seat.Blocks;
        _calendar = new EpisodeCalendar(plan.Scenario);
        _firstAgentOfBlock = new int[plan.Population.BlockCount];
        _agents = CreateAgents();
        _agentActors = new IActorRef[_agents.Length];
        _policies = PolicyDesks.Of(plan.Scenario, plan.Population, _agents);
        _policyParts = [.. _policies.All.Where(desk => desk.Definition.Learns).Select(desk => Checkpoints.PartNames.Policy(desk.Definition.Name))];
        PartNames = [.. _blocks.Select(Checkpoints.PartNames.Block), .. _policyParts];
        var requests = new RequestBuffer();
        _decision = new Decision(requests, Session);
        _partition = new AgentPartition(
            SeedOfEpisode, Session, _agents, _firstAgentOfBlock, plan.Population.BlockSize, requests, Deliver, _policies);
    }

    /// <summary>Of its blocks, and of the policies that its agents act by; those the learners save.</summary>
    protected override IReadOnlyList<string> PartNames { get; }

    private int Episode { get; set; }

    private TradingSession Session => _calendar.SessionOf(Episode);

    private ulong SeedOfEpisode => _calendar.SeedOf(Episode);

    protected override long NextDueTick => _partition.NextDueTick;

    protected override PartitionCounters Counters => _partition.Counters;

    protected override SupervisorStrategy SupervisorStrategy() => RunSupervision.OfAgents;

    protected override void Begin(long tick)
    {
        // Agents run inline, on the thread on which the partition runs.
        for (int agent = 0; agent < _agents.Length; agent++)
        {
            TradingAgent tradingAgent = _agents[agent];
            _agentActors[agent] = Context.ActorOf(
                ActorFactory.Of(() => new AgentActor(tradingAgent, _decision)).WithDispatcher(RunDispatchers.Agent).WithMailbox(RunDispatchers.AgentMailbox),
                string.Create(CultureInfo.InvariantCulture, $"agent-{tradingAgent.Account.Value}"));
        }

        _partition.Schedule(tick);
    }

    protected override void OnTick(TickOpened opened, IActorRef market)
    {
        TakeMail(opened.News.Mail);
        var mail = new List<Mail>();
        switch (_calendar.PhaseOf(opened.Market.Tick))
        {
            case TickPhase.Trading:
                _partition.RunTick(opened.Market, opened.News);
                break;
            case TickPhase.Settling:
                _partition.EndEpisode(opened.Market, opened.News);
                mail.Add(new Mail(MailAddress.Market, TrainingMail.OfEpisodeRows(Competitors(opened.Market))));
                break;
            case TickPhase.Turning when _calendar.EpisodeAfter(opened.Market.Tick) is { } next && next != Episode:
                BeginEpisode(next);
                break;
            default:
                break;
        }

        foreach (PolicyDesk desk in _policies.All)
        {
            if (desk.TakeExperience() is { Count: > 0 } experience)
            {
                mail.Add(new Mail(MailAddress.Learner(desk.Definition.Name), TrainingMail.OfExperience(replica: 0, experience)));
            }
        }

        market.Tell(
            new TickActions(
                Generation,
                opened.Market.Tick,
                Plan.Seat.Index,
                _partition.Requests,
                [.. _partition.StatementsWanted],
                _partition.NextDueTick,
                _partition.Counters)
            {
                Mail = mail,
            },
            Self);
    }

    protected override void TakeNews(ParticipantNews news, long nextTick)
    {
        TakeMail(news.Mail);
        _partition.TakeNews(news, nextTick);
    }

    protected override IReadOnlyList<PartContent> Save() => [.. _blocks.Select(SaveBlock)];

    protected override IReadOnlyList<AgentResult> Settle() => [.. _agents.Select(agent => new AgentResult(
        agent.Account, agent.Portfolio.Position, agent.OrdersSent, agent.Portfolio.Fills, agent.Portfolio.TradedLots, agent.Failures))];

    protected override void Restore(CheckpointParts parts)
    {
        foreach (int block in _blocks)
        {
            var reader = new MessagePackReader(parts[Checkpoints.PartNames.Block(block)]);
            Span<TradingAgent> agents = AgentsOf(block);
            reader.ReadArrayHeader(agents.Length);
            foreach (TradingAgent agent in agents)
            {
                agent.Restore(ref reader, SeedOfEpisode);
            }
        }

        foreach (string policy in _policyParts)
        {
            _policies.SetWeights(TrainingMail.ReadWeights(parts[policy]));
        }

        if (_calendar.IsProlonged(Plan.RestoreFrom))
        {
            BeginEpisode(Episode);
        }
    }

    private void TakeMail(IReadOnlyList<Mail> mail)
    {
        foreach (Mail item in mail)
        {
            _policies.SetWeights(TrainingMail.ReadWeights(item.Content.Span));
        }
    }

    private void BeginEpisode(int episode)
    {
        Episode = episode;
        _decision.BeginSession(Session);
        _partition.BeginEpisode(SeedOfEpisode, Session);
    }

    private List<EpisodeRow> Competitors(MarketSnapshot close)
    {
        var rows = new List<EpisodeRow>();
        foreach (TradingAgent agent in _agents)
        {
            AgentGroup group = Plan.Population.GroupOf(agent.Account.Value);
            if (Plan.Scenario.Agents[group.Index].Competes)
            {
                rows.Add(EpisodeRows.Of(agent, group, close, Plan.Scenario.Market.InitialPrice, Episode, replica: 0));
            }
        }

        return rows;
    }

    private TradingAgent[] CreateAgents()
    {
        var agents = new List<TradingAgent>();
        Scenario scenario = Plan.Scenario;
        Episode = _calendar.EpisodeAfter(Plan.RestoreFrom?.Tick ?? -1);
        foreach (int block in _blocks)
        {
            (int first, int count) = Plan.Population.AccountsOf(block);
            _firstAgentOfBlock[block] = agents.Count;
            for (int account = first; account < first + count; account++)
            {
                AgentGroup group = Plan.Population.GroupOf(account);
                agents.Add(new TradingAgent(
                    group, account - group.FirstAccount, SeedOfEpisode, scenario.Market.InitialPrice, Session, RestartPolicy.Default));
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
