using System.Runtime.ExceptionServices;
using Akka.Actor;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Episodes;
using MarketSim.Engine.Participants;
using MarketSim.Engine.Replicas;
using MarketSim.Numerics.Serialization;
using MarketSim.Results.Checkpoints;
using MarketSim.Simulation.Hosting;
using MarketSim.Simulation.Participants;

namespace MarketSim.Simulation.Training;

/// <summary>
/// A replica of the market that trains the same learners: runs each episode in the background, with weights as they were when it began, and sends
/// everything at its end. Its state is those weights, because an episode is a function of them and of the seed: a checkpoint in the midst of one
/// saves no market, and a restored replica runs the episode again.
/// </summary>
internal sealed class ReplicaActor : TickParticipant
{
    private readonly int _replica;
    private readonly EpisodeCalendar _calendar;
    private readonly Replica _market;
    private readonly StageSchedule? _stages;
    private readonly string[] _clones;
    private readonly SortedDictionary<string, PublishedWeights> _latest = new(StringComparer.Ordinal);
    private SortedDictionary<string, PublishedWeights> _acting = new(StringComparer.Ordinal);
    private IActorRef? _runner;
    private ReplicaEpisodeEnded? _ended;
    private TickOpened? _opened;
    private IActorRef? _asking;

    // The episode that begins once every policy of _clones has weights.
    private int? _awaited;

    public ReplicaActor(ParticipantContext context, int replica)
        : base(context)
    {
        _replica = replica;
        _calendar = EpisodeCalendar.Of(context.Market);
        _market = new Replica(context.Market, replica);
        _stages = StageSchedule.Of(context.Market);
        _clones = [.. PolicyDefinition.Of(context.Market).Where(static policy => policy.Agent.Imitates is not null).Select(static policy => policy.Name)];
        StatePart = $"{ParticipantAddress.Replica(replica)}/state";
        PartNames = _stages is null ? [StatePart] : [StatePart, Results.Checkpoints.PartNames.Stages];
    }

    protected override IReadOnlyList<string> PartNames { get; }

    private string StatePart { get; }

    /// <summary>Episodes end, and begin, at ticks that open for all participants.</summary>
    protected override long NextDueTick => long.MaxValue;

    protected override void Restore(CheckpointParts parts)
    {
        var reader = new MessagePackReader(parts[StatePart]);
        reader.ReadArrayHeader(2);
        RestoreWeights(ref reader, _acting);
        RestoreWeights(ref reader, _latest);
        _stages?.Restore(parts[Results.Checkpoints.PartNames.Stages]);
        if (Setup.RestoreFrom!.IsProlonged(_calendar))
        {
            ActByLatest();
        }
    }

    protected override void Begin(long tick)
    {
        _runner = Context.ActorOf(
            ActorFactory.Of(() => new ReplicaRunner(_market, _replica)).WithDispatcher(RunDispatchers.Background), "runner");
        bool isBetween = tick >= 0 && _calendar.PhaseOf(tick) is TickPhase.Settlement or TickPhase.Learning;
        if (!isBetween && tick + 1 < _calendar.TickCount)
        {
            _awaited = _calendar.EpisodeAfter(tick);
            RunAwaited();
        }
    }

    protected override void OnTick(TickOpened opened, IActorRef market)
    {
        Receive(opened.Delivery);
        _opened = opened;
        _asking = market;
        AnswerIfDone();
    }

    protected override void Deliver(in ParticipantDelivery delivery, long nextTick) => Receive(delivery);

    protected override IReadOnlyList<PartContent> Save()
    {
        var writer = new MessagePackWriter();
        writer.WriteArrayHeader(2);
        SaveWeights(writer, _acting);
        SaveWeights(writer, _latest);
        return [new PartContent(StatePart, writer.Written.ToArray())];
    }

    protected override void ReceiveOther(object message)
    {
        if (message is not ReplicaEpisodeEnded ended)
        {
            Unhandled(message);
            return;
        }

        if (ended.Failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        _ended = ended;
        if (_opened is not null)
        {
            AnswerIfDone();
        }
    }

    // A settlement waits for the end of the replica's episode.
    private void AnswerIfDone()
    {
        long tick = _opened!.Market.Tick;
        IReadOnlyList<ParticipantMessage> messages = [];
        switch (_calendar.PhaseOf(tick))
        {
            case TickPhase.Settlement when _ended is null:
                return;
            case TickPhase.Settlement:
                messages = _ended!.Messages;
                _ended = null;
                break;
            case TickPhase.Rollover when _calendar.EpisodeAfter(tick) != _calendar.EpisodeOf(tick):
                ActByLatest();
                RunEpisode(_calendar.EpisodeAfter(tick));
                break;
            default:
                break;
        }

        _opened = null;
        Answer(_asking!, tick, ParticipantActions.Of(messages, NextDueTick));
    }

    private void ActByLatest() => _acting = new SortedDictionary<string, PublishedWeights>(_latest, StringComparer.Ordinal);

    private void RunEpisode(int episode) =>
        _runner!.Tell(new RunReplicaEpisode(episode, _stages?.StageNumberOf(episode, _replica) ?? 0, [.. _acting.Values]), Self);

    // Learners that begin as clones publish these in the first tick; no agent decides before.
    private void RunAwaited()
    {
        if (_awaited is not { } episode || !_clones.All(_latest.ContainsKey))
        {
            return;
        }

        if (!_clones.All(_acting.ContainsKey))
        {
            ActByLatest();
        }

        _awaited = null;
        RunEpisode(episode);
    }

    private void Receive(in ParticipantDelivery delivery)
    {
        foreach (ParticipantMessage message in delivery.Messages)
        {
            switch (message.Content)
            {
                case PublishedWeights weights:
                    _latest[weights.Policy] = weights;
                    break;
                case EpisodeStages stages:
                    _stages?.Add(stages);
                    break;
                default:
                    break;
            }
        }

        RunAwaited();
    }

    private static void SaveWeights(MessagePackWriter writer, SortedDictionary<string, PublishedWeights> policies)
    {
        writer.WriteArrayHeader(policies.Count);
        foreach (PublishedWeights weights in policies.Values)
        {
            TrainingMessageCodec.Write(writer, weights);
        }
    }

    private static void RestoreWeights(ref MessagePackReader reader, SortedDictionary<string, PublishedWeights> policies)
    {
        int count = reader.ReadArrayHeader();
        for (int i = 0; i < count; i++)
        {
            PublishedWeights weights = TrainingMessageCodec.ReadWeights(ref reader);
            policies[weights.Policy] = weights;
        }
    }
}
