using System.Globalization;
using Akka.Actor;
using MarketSim.Agents;
using MarketSim.Engine.Episodes;
using MarketSim.Engine.Participants;
using MarketSim.Engine.Partitions;
using MarketSim.Numerics.Serialization;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;
using MarketSim.Simulation.Hosting;

namespace MarketSim.Simulation.Participants;

/// <summary>A partition at the barrier, and the parent of its agents that are actors.</summary>
internal sealed class PartitionActor : TickParticipant
{
    private readonly MessagePackWriter _writer = new();
    private readonly AgentPartition _partition;
    private readonly AgentTurnOutcome _outcome = new();
    private readonly InvalidOperationException _noAnswer = new("The agent's actor did not run its turn.");
    private readonly IReadOnlyList<string> _policyParts;
    private readonly IReadOnlyList<string> _stageParts;

    private long _turns;

    // By agent; null for pooled ones. Empty where all are.
    private IActorRef?[] _agentActors = [];

    public PartitionActor(ParticipantContext context)
        : base(context)
    {
        EpisodeCalendar calendar = EpisodeCalendar.Of(context.Market);
        _partition = new AgentPartition(
            context.Market,
            calendar,
            context.Slot.Blocks,
            calendar.EpisodeAfter(context.RestoreFrom?.Tick ?? -1),
            new PartitionOptions { RunIndividual = RunIndividually, AgentFailed = LogFailure });
        _policyParts = [.. _partition.Policies.All.Where(policy => policy.Definition.Learns).Select(policy => Results.Checkpoints.PartNames.Policy(policy.Definition.Name))];
        _stageParts = context.Market.Curriculum is null ? [] : [Results.Checkpoints.PartNames.Stages];
        PartNames = [.. context.Slot.Blocks.Select(Results.Checkpoints.PartNames.Block), .. _policyParts, .. _stageParts];
    }

    /// <summary>Names of the parts of its blocks, of the policies that its agents act by, which the learners save, and of the stages, which the curriculum saves.</summary>
    protected override IReadOnlyList<string> PartNames { get; }

    protected override long NextDueTick => _partition.NextDueTick;

    protected override PartitionCounters Counters => _partition.Counters;

    protected override SupervisorStrategy SupervisorStrategy() => RunSupervision.OfAgents;

    protected override void Begin(long tick)
    {
        StartAgentActors();
        _partition.Schedule(tick);
    }

    protected override void OnTick(TickOpened opened, IActorRef market)
    {
        (ParticipantActions actions, MessageMemory? memory) = MessageMemory.Of(_partition.Run(opened.Market, opened.Delivery));
        MessageMemory.Return(opened);
        Answer(market, opened.Market.Tick, actions, memory);
    }

    protected override void Deliver(in ParticipantDelivery delivery, long nextTick) => _partition.Receive(delivery, nextTick);

    protected override IReadOnlyList<PartContent> Save() => [.. Setup.Slot.Blocks.Select(SaveBlock)];

    protected override IReadOnlyList<AgentResult> Settle() => [.. _partition.Agents.Select(agent => new AgentResult(
        agent.Account, agent.Portfolio.Position, agent.OrdersSent, agent.Portfolio.Fills, agent.Portfolio.TradedLots, agent.Failures))];

    protected override void Restore(CheckpointParts parts)
    {
        foreach (string stages in _stageParts)
        {
            _partition.RestoreStages(parts[stages]);
        }

        foreach (int block in Setup.Slot.Blocks)
        {
            var reader = new MessagePackReader(parts[Results.Checkpoints.PartNames.Block(block)]);
            _partition.Restore(block, ref reader);
        }

        foreach (string policy in _policyParts)
        {
            _partition.Policies.SetWeights(TrainingMessageCodec.DecodeWeights(parts[policy]));
        }

        EpisodeCalendar calendar = EpisodeCalendar.Of(Setup.Market);
        if (Setup.RestoreFrom!.IsProlonged(calendar))
        {
            _partition.RestartEpisode();
        }
    }

    // Agents run inline, on the thread on which the partition runs.
    private void StartAgentActors()
    {
        for (int agent = 0; agent < _partition.Agents.Count; agent++)
        {
            if (!_partition.IsIndividual(agent))
            {
                continue;
            }

            if (_agentActors.Length == 0)
            {
                _agentActors = new IActorRef?[_partition.Agents.Count];
            }

            TradingAgent tradingAgent = _partition.Agents[agent];
            _agentActors[agent] = Context.ActorOf(
                ActorFactory.Of(() => new AgentActor(tradingAgent, _partition.Decision, _outcome))
                    .WithDispatcher(RunDispatchers.Agent)
                    .WithMailbox(RunDispatchers.AgentMailbox),
                string.Create(CultureInfo.InvariantCulture, $"agent-{tradingAgent.Account.Value}"));
        }
    }

    // The agent's actor runs inline on this thread: when the call returns it has had its turn, or has failed in it.
    private Exception? RunIndividually(int agent, in AgentTurn turn)
    {
        _outcome.Failure = _noAnswer;
        _outcome.Number = ++_turns;
        _agentActors[agent]!.Tell(new RunAgentTurn(_turns, turn), Self);
        _outcome.Number = 0;
        return _outcome.Failure;
    }

    private void LogFailure(TradingAgent agent, Exception failure, long tick) => Setup.Logger.AgentFails(
        failure, agent.Account.Value, Setup.Market.Population.GroupOf(agent.Account).Name, tick, agent.Failures + 1);

    private PartContent SaveBlock(int block)
    {
        _writer.Clear();
        _partition.Save(block, _writer);
        return new PartContent(Results.Checkpoints.PartNames.Block(block), _writer.Written.ToArray());
    }
}
