using System.Runtime.ExceptionServices;
using Akka.Actor;
using MarketSim.Engine.Episodes;
using MarketSim.Engine.Participants;
using MarketSim.Learning.Curriculum;
using MarketSim.Results.Checkpoints;
using MarketSim.Simulation.Curriculum;
using MarketSim.Simulation.Hosting;
using MarketSim.Simulation.Participants;
using Microsoft.Extensions.Logging;

namespace MarketSim.Simulation.Training;

/// <summary>
/// The curriculum of a training at the barrier. After each settlement it receives how the episode ended, and in the tick in which learners train it
/// decides which stages the next episode is of: everybody is told before the next episode begins. The scale of scores is measured in the background; the
/// first decision waits for it.
/// </summary>
internal sealed class CurriculumActor : TickParticipant
{
    private readonly EpisodeCalendar _calendar;
    private readonly CurriculumState _state;
    private IReadOnlyList<StageReference>? _measured;
    private TickOpened? _opened;
    private IActorRef? _market;

    public CurriculumActor(ParticipantContext context)
        : base(context)
    {
        _calendar = EpisodeCalendar.Of(context.Market);
        _state = new CurriculumState(context.Scenario);
    }

    protected override IReadOnlyList<string> PartNames { get; } = [Results.Checkpoints.PartNames.Curriculum, Results.Checkpoints.PartNames.Stages];

    /// <summary>It is due when results have come, and where a tick opens for all.</summary>
    protected override long NextDueTick => long.MaxValue;

    protected override void Restore(CheckpointParts parts) => _state.Restore(parts[Results.Checkpoints.PartNames.Curriculum], parts[Results.Checkpoints.PartNames.Stages]);

    protected override void Begin(long tick)
    {
        if (_state.NeedsReferences)
        {
            IActorRef runner = Context.ActorOf(ActorFactory.Of(static () => new StageReferenceRunner()).WithDispatcher(RunDispatchers.Background), "references");
            runner.Tell(new MeasureReferences(Setup.Scenario), Self);
        }
    }

    protected override void OnTick(TickOpened opened, IActorRef market)
    {
        Receive(opened.Delivery);
        _opened = opened;
        _market = market;
        AnswerIfScaled();
    }

    protected override void Deliver(in ParticipantDelivery delivery, long nextTick) => Receive(delivery);

    protected override IReadOnlyList<PartContent> Save() =>
    [
        new PartContent(Results.Checkpoints.PartNames.Curriculum, _state.Save()),
        new PartContent(Results.Checkpoints.PartNames.Stages, _state.Book.Save()),
    ];

    protected override void ReceiveOther(object message)
    {
        if (message is not ReferencesMeasured measured)
        {
            Unhandled(message);
            return;
        }

        if (measured.Failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        _measured = measured.References;
        if (_opened is not null)
        {
            AnswerIfScaled();
        }
    }

    private void AnswerIfScaled()
    {
        long tick = _opened!.Market.Tick;
        IReadOnlyList<ParticipantMessage> messages = [];
        if (_state.Pending is not null)
        {
            if (_state.NeedsReferences && _measured is null)
            {
                return;
            }

            // Only from here on is the scale a part of the state: when it was measured depends on the machine.
            if (_state.NeedsReferences)
            {
                _state.SetScale(_measured!);
            }

            messages = EndEpisode(tick);
        }

        IActorRef market = _market!;
        _opened = null;
        Answer(market, tick, ParticipantActions.Of(messages, NextDueTick));
    }

    private List<ParticipantMessage> EndEpisode(long tick)
    {
        int episode = _calendar.EpisodeOf(tick);
        EpisodeStages next = _state.EndEpisode(episode, out IReadOnlyList<StageEvaluation> evaluations);
        var messages = new List<ParticipantMessage>();
        foreach (StageEvaluation evaluation in evaluations)
        {
            Setup.Logger.StageEvaluated(episode + 1, Setup.Scenario.Curriculum!.Stages[evaluation.Stage].Name, evaluation.Describe());
            messages.Add(new ParticipantMessage(ParticipantAddress.Market, new StageEvaluated(episode, evaluation)));
        }

        messages.Add(new ParticipantMessage(ParticipantAddress.Market, next));
        messages.Add(new ParticipantMessage(ParticipantAddress.AllButCurriculum, next));
        return messages;
    }

    private void Receive(in ParticipantDelivery delivery)
    {
        foreach (ParticipantMessage message in delivery.Messages)
        {
            if (message.Content is EpisodeResults results)
            {
                _state.Receive(results);
            }
        }
    }
}
