using System.Runtime.ExceptionServices;
using Akka.Actor;
using MarketSim.Agents.PolicyTrading;
using MarketSim.Market.Orders;
using MarketSim.Numerics.Serialization;
using MarketSim.Simulation.Checkpoints;
using MarketSim.Simulation.Hosting;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Running.Participants;

namespace MarketSim.Simulation.Training;

/// <summary>
/// A copy of the whole market that teaches the same learners: runs each episode in the background, with weights as they were when it began, and hands
/// everything over at its end. Its state is those weights, because an episode is a function of them and of the seed: a checkpoint in the midst of one
/// saves no market, and a restored copy runs the episode again.
/// </summary>
internal sealed class ReplicaActor : TickParticipant
{
    private readonly int _replica;
    private readonly EpisodeCalendar _calendar;
    private readonly EpisodeMarket _market;
    private readonly SortedDictionary<string, PublishedWeights> _latest = new(StringComparer.Ordinal);
    private SortedDictionary<string, PublishedWeights> _acting = new(StringComparer.Ordinal);
    private IActorRef? _runner;
    private ReplicaEpisode? _ended;
    private TickOpened? _opened;
    private IActorRef? _asking;

    public ReplicaActor(SeatPlan plan, int replica)
        : base(plan)
    {
        _replica = replica;
        _calendar = new EpisodeCalendar(plan.Scenario);
        _market = new EpisodeMarket(plan.Scenario);
        StatePart = $"{MailAddress.Replica(replica)}/state";
    }

    protected override IReadOnlyList<string> PartNames => [StatePart];

    private string StatePart { get; }

    /// <summary>Episodes end, and begin, at ticks that open for everybody.</summary>
    protected override long NextDueTick => long.MaxValue;

    protected override void Restore(CheckpointParts parts)
    {
        var reader = new MessagePackReader(parts[StatePart]);
        reader.ReadArrayHeader(2);
        RestoreWeights(ref reader, _acting);
        RestoreWeights(ref reader, _latest);
        if (_calendar.IsProlonged(Plan.RestoreFrom))
        {
            ActByLatest();
        }
    }

    protected override void Begin(long tick)
    {
        _runner = Context.ActorOf(
            ActorFactory.Of(() => new ReplicaRunner(_market, _calendar, _replica)).WithDispatcher(RunDispatchers.Background), "runner");
        bool isBetween = tick >= 0 && _calendar.PhaseOf(tick) is TickPhase.Settling or TickPhase.Learning;
        if (!isBetween && tick + 1 < _calendar.TickCount)
        {
            RunEpisode(_calendar.EpisodeAfter(tick));
        }
    }

    protected override void OnTick(TickOpened opened, IActorRef market)
    {
        TakeMail(opened.News.Mail);
        _opened = opened;
        _asking = market;
        Answer();
    }

    protected override void TakeNews(ParticipantNews news, long nextTick) => TakeMail(news.Mail);

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
        if (message is not ReplicaEpisode ended)
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
            Answer();
        }
    }

    private void Answer()
    {
        long tick = _opened!.Market.Tick;
        IReadOnlyList<Mail> mail = [];
        switch (_calendar.PhaseOf(tick))
        {
            case TickPhase.Settling when _ended is null:
                return;
            case TickPhase.Settling:
                mail = _ended!.Mail;
                _ended = null;
                break;
            case TickPhase.Turning when _calendar.EpisodeAfter(tick) != _calendar.EpisodeOf(tick):
                ActByLatest();
                RunEpisode(_calendar.EpisodeAfter(tick));
                break;
            default:
                break;
        }

        _opened = null;
        _asking!.Tell(
            new TickActions(Generation, tick, Plan.Seat.Index, ReadOnlyMemory<OrderRequest>.Empty, StatementsWanted: [], NextDueTick, Counters) { Mail = mail }, Self);
    }

    private void ActByLatest() => _acting = new SortedDictionary<string, PublishedWeights>(_latest, StringComparer.Ordinal);

    private void RunEpisode(int episode) => _runner!.Tell(new RunReplicaEpisode(episode, [.. _acting.Values]), Self);

    private void TakeMail(IReadOnlyList<Mail> mail)
    {
        foreach (Mail item in mail)
        {
            PublishedWeights weights = TrainingMail.ReadWeights(item.Content.Span);
            _latest[weights.Policy] = weights;
        }
    }

    private static void SaveWeights(MessagePackWriter writer, SortedDictionary<string, PublishedWeights> policies)
    {
        writer.WriteArrayHeader(policies.Count);
        foreach (PublishedWeights weights in policies.Values)
        {
            writer.WriteBytes(TrainingMail.OfWeights(weights.Policy, weights.Version, weights.Weights));
        }
    }

    private static void RestoreWeights(ref MessagePackReader reader, SortedDictionary<string, PublishedWeights> policies)
    {
        int count = reader.ReadArrayHeader();
        for (int i = 0; i < count; i++)
        {
            PublishedWeights weights = TrainingMail.ReadWeights(reader.ReadBytes());
            policies[weights.Policy] = weights;
        }
    }
}
