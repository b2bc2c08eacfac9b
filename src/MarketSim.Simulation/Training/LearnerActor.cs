using System.Runtime.ExceptionServices;
using Akka.Actor;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Episodes;
using MarketSim.Engine.Participants;
using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Rollouts;
using MarketSim.Results.Checkpoints;
using MarketSim.Simulation.Hosting;
using MarketSim.Simulation.Participants;
using Microsoft.Extensions.Logging;

namespace MarketSim.Simulation.Training;

/// <summary>
/// The learner of one policy at the barrier. It receives trajectory segments, trains on them on a dedicated thread, and publishes new weights to all
/// that hold the policy. In lockstep the answer to a tick waits for the update, so that weights change at ticks that the scenario decides. Otherwise it
/// never waits: weights are published at the first poll tick that finds the update done.
/// </summary>
internal sealed class LearnerActor : TickParticipant
{
    private readonly PolicyDefinition _policy;
    private readonly ILearner _learner;
    private readonly LearnerState _state;
    private readonly EpisodeCalendar _calendar;
    private readonly PublicationSchedule _publications;
    private readonly Func<ILearner, Props> _trainerOf;
    private IActorRef? _trainer;
    private Trained? _imitated;
    private bool _isImitating;
    private TickOpened? _opened;
    private IActorRef? _market;

    public LearnerActor(ParticipantContext context, PolicyDefinition policy, PublicationSchedule publications, Func<ILearner, Props> trainerOf)
        : base(context)
    {
        _policy = policy;
        _publications = publications;
        _trainerOf = trainerOf;
        _learner = policy.CreateLearner();
        _calendar = EpisodeCalendar.Of(context.Market);
        _state = new LearnerState(policy.Name, _learner, IsOpponent(context.Market, policy) ? StageBook.Of(context.Market) : null);
    }

    protected override IReadOnlyList<string> PartNames => _state.PartNames;

    protected override long NextDueTick => _state.PollTick;

    private bool IsTraining => _state.Update is not null && _state.Done is null;

    /// <summary>True when the policy begins as a clone that has not been published yet.</summary>
    private bool MustImitate => _policy.Agent.Imitates is not null && _state.Version.WeightsVersion == 0 && _state.Updates.Count == 0;

    protected override void Restore(CheckpointParts parts)
    {
        _state.Restore(parts);

        // A training that is prolonged has more steps before it than was planned when it was saved.
        _learner.PlannedSteps = _policy.Task.ExpectedSteps;
    }

    protected override void Begin(long tick)
    {
        _trainer = Context.ActorOf(_trainerOf(_learner).WithDispatcher(RunDispatchers.Background), "trainer");
        if (MustImitate)
        {
            _isImitating = true;
            _state.PollTick = tick + 1;
            _trainer.Tell(new Imitate(Setup.Scenario, _policy), Self);
        }
    }

    protected override void OnTick(TickOpened opened, IActorRef market)
    {
        _state.Receive(opened.Delivery);
        _opened = opened;
        _market = market;
        Proceed();
    }

    protected override void Deliver(in ParticipantDelivery delivery, long nextTick) => _state.Receive(delivery);

    /// <summary>The state of a learner is defined between two updates only.</summary>
    protected override bool CanSave => !IsTraining && !_isImitating;

    protected override IReadOnlyList<PartContent> Save() => _state.Save();

    protected override void ReceiveOther(object message)
    {
        switch (message)
        {
            case Trained trained:
                OnTrained(trained);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void OnTrained(Trained trained)
    {
        if (trained.Failure is { } failure and not LearningDivergedException)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        if (_isImitating)
        {
            _isImitating = false;
            _imitated = trained;
        }
        else
        {
            _state.Done = trained;
        }

        SaveIfPending();
        if (_opened is not null)
        {
            Proceed();
        }
    }

    // Continues with the open tick, as far as it can.
    private void Proceed()
    {
        long tick = _opened!.Market.Tick;
        var messages = new List<ParticipantMessage>();
        if (MustImitate)
        {
            if (_imitated is null)
            {
                return;
            }

            PublishStart(tick, _imitated, messages);
        }

        if (_publications.Waits)
        {
            StartTraining(tick);
        }

        bool mustPublish = _publications.Waits || _publications.MustPublishAt(tick);
        if (IsTraining && mustPublish)
        {
            return;
        }

        if (_state.Done is { } done && (mustPublish || !_publications.IsReplay))
        {
            Publish(tick, done, messages);
        }

        if (!_publications.Waits)
        {
            StartTraining(tick);
        }

        _state.PollTick = _state.Update is null ? long.MaxValue : tick + _publications.PollEveryTicks;
        IActorRef market = _market!;
        _opened = null;
        Answer(market, tick, ParticipantActions.Of(messages, NextDueTick));
    }

    private void StartTraining(long tick)
    {
        if (_state.Update is not null || _state.IsStopped || _state.IsFrozenIn(_calendar.EpisodeOf(tick)))
        {
            return;
        }

        IReadOnlyList<TrajectorySegment> segments = _state.DrainInbox();
        if (segments.Count > 0)
        {
            _state.Update = LearnerUpdate.Of(
                tick, segments, _state.Version.WeightsVersion, Setup.Scenario.Training!.MaximumLag, out IReadOnlyList<Trajectory> accepted);
            _trainer!.Tell(new Train(accepted), Self);
        }
    }

    // Neither the policy of an evaluated group nor its controller's.
    private static bool IsOpponent(MarketDefinition market, PolicyDefinition policy) =>
        market.Curriculum is { } curriculum && !policy.Groups.Any(group => curriculum.EvaluatedGroups.Contains(group.Index));

    private void PublishStart(long tick, Trained imitated, List<ParticipantMessage> messages)
    {
        if (imitated.Failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        _state.Begin();
        messages.Add(new ParticipantMessage(ParticipantAddress.HoldersOf(_policy.Name), _state.Published));
        messages.Add(new ParticipantMessage(
            ParticipantAddress.Market,
            new LearnerRow(tick, _policy.Index, _state.Version, [.. imitated.Figures.OrderBy(static figure => figure.Key, StringComparer.Ordinal).Select(static figure => (figure.Key, figure.Value))], string.Empty)));
    }

    private void Publish(long tick, Trained done, List<ParticipantMessage> messages)
    {
        LearnerUpdate update = _state.Update!;
        string failure = done.Failure?.Message ?? string.Empty;
        if (_state.Complete(tick, update, failure))
        {
            messages.Add(new ParticipantMessage(ParticipantAddress.HoldersOf(_policy.Name), _state.Published));
        }

        if (failure.Length > 0)
        {
            Setup.Logger.LearnerStops(_policy.Name, tick, failure);
        }

        messages.Add(new ParticipantMessage(ParticipantAddress.Market, update.Row(tick, _policy.Index, _state, done.Figures)));
    }
}

/// <summary>The schedule of a learner's publications.</summary>
/// <param name="Waits">True in lockstep: ticks wait for it.</param>
/// <param name="PollEveryTicks">Otherwise: ticks after which it polls whether an update is done.</param>
/// <param name="Completed">In a replay: the ticks at which updates ended in the run that is replayed.</param>
internal sealed record PublicationSchedule(bool Waits, long PollEveryTicks, IReadOnlySet<long> Completed, bool IsReplay)
{
    /// <summary>True in a replay when the tick waits for the weights.</summary>
    public bool MustPublishAt(long tick) => IsReplay && Completed.Contains(tick);
}
