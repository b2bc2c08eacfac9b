using System.Runtime.ExceptionServices;
using Akka.Actor;
using MarketSim.Agents.PolicyTrading;
using MarketSim.Learning.Algorithms;
using MarketSim.Simulation.Checkpoints;
using MarketSim.Simulation.Hosting;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Running.Participants;
using Microsoft.Extensions.Logging;

namespace MarketSim.Simulation.Training;

/// <summary>
/// The learner of one policy at the barrier. What agents have handed over comes as mail; it is learned from on a thread of its own, and new weights go
/// by mail to all that hold the policy. In lockstep the answer to a tick waits for the learning, so that weights change at ticks that the scenario
/// decides. Otherwise it never waits: weights are published at the first tick, of those at which it looks, that finds them done.
/// </summary>
internal sealed class LearnerActor : TickParticipant
{
    private readonly ScenarioPolicy _policy;
    private readonly ILearner _learner;
    private readonly LearnerState _state;
    private readonly LearnerPace _pace;
    private readonly Func<ILearner, Props> _trainerOf;
    private IActorRef? _trainer;
    private TickOpened? _opened;
    private IActorRef? _market;

    public LearnerActor(SeatPlan plan, ScenarioPolicy policy, LearnerPace pace, Func<ILearner, Props> trainerOf)
        : base(plan)
    {
        _policy = policy;
        _pace = pace;
        _trainerOf = trainerOf;
        _learner = policy.CreateLearner();
        _state = new LearnerState(policy.Name, _learner);
    }

    protected override IReadOnlyList<string> PartNames => _state.PartNames;

    protected override long NextDueTick => _state.LookAt;

    private bool IsTraining => _state.Update is not null && _state.Done is null;

    protected override void Restore(CheckpointParts parts)
    {
        _state.Restore(parts);

        // A training that is prolonged has more steps before it than was planned when it was saved.
        _learner.PlannedSteps = _policy.Task.ExpectedSteps;
    }

    protected override void Begin(long tick)
    {
        _trainer = Context.ActorOf(_trainerOf(_learner).WithDispatcher(RunDispatchers.Background), "trainer");
    }

    protected override void OnTick(TickOpened opened, IActorRef market)
    {
        _state.Take(opened.News.Mail);
        _opened = opened;
        _market = market;
        GoOn();
    }

    protected override void TakeNews(ParticipantNews news, long nextTick) => _state.Take(news.Mail);

    /// <summary>The state of a learner is defined between two updates only.</summary>
    protected override bool CanSave => !IsTraining;

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

        _state.Done = trained;
        SaveIfPending();
        if (_opened is not null)
        {
            GoOn();
        }
    }

    // Goes on with the tick that is open, as far as it can.
    private void GoOn()
    {
        long tick = _opened!.Market.Tick;
        var mail = new List<Mail>();
        if (_pace.Waits)
        {
            StartTraining(tick);
        }

        bool mustPublish = _pace.Waits || _pace.MustPublishAt(tick);
        if (IsTraining && mustPublish)
        {
            return;
        }

        if (_state.Done is { } done && (mustPublish || !_pace.IsReplay))
        {
            Publish(tick, done, mail);
        }

        if (!_pace.Waits)
        {
            StartTraining(tick);
        }

        _state.LookAt = _state.Update is null ? long.MaxValue : tick + _pace.LookEveryTicks;
        IActorRef market = _market!;
        _opened = null;
        market.Tell(
            new TickActions(Generation, tick, Plan.Seat.Index, ReadOnlyMemory<MarketSim.Market.Orders.OrderRequest>.Empty, StatementsWanted: [], NextDueTick, Counters) { Mail = mail },
            Self);
    }

    private void StartTraining(long tick)
    {
        if (_state.Update is not null || _state.IsStopped)
        {
            return;
        }

        IReadOnlyList<LearnerInput> inputs = _state.TakeInbox();
        if (inputs.Count > 0)
        {
            _state.Update = LearnerUpdate.Of(
                tick, inputs, _state.Version.Publication, Plan.Scenario.Training!.MaximumLag, out IReadOnlyList<Trajectory> accepted);
            _trainer!.Tell(new Train(accepted), Self);
        }
    }

    private void Publish(long tick, Trained done, List<Mail> mail)
    {
        LearnerUpdate update = _state.Update!;
        string failure = done.Failure?.Message ?? string.Empty;
        if (_state.Complete(tick, update, failure))
        {
            byte[] weights = TrainingMail.OfWeights(_policy.Name, _state.Version, _state.Weights);
            mail.Add(new Mail(MailAddress.HoldersOf(_policy.Name), weights));
        }

        if (failure.Length > 0)
        {
            Plan.Logger.LearnerStops(_policy.Name, tick, failure);
        }

        mail.Add(new Mail(MailAddress.Market, TrainingMail.OfLearnerRow(update.Row(tick, _policy.Index, _state, done.Figures))));
    }
}

/// <summary>When a learner publishes.</summary>
/// <param name="Waits">True in lockstep: ticks wait for it.</param>
/// <param name="LookEveryTicks">Otherwise: ticks after which it looks whether an update is done.</param>
/// <param name="Completed">In a replay: the ticks at which updates ended in the run that is replayed.</param>
internal sealed record LearnerPace(bool Waits, long LookEveryTicks, IReadOnlySet<long> Completed, bool IsReplay)
{
    /// <summary>In a replay, whether the tick waits for the weights.</summary>
    public bool MustPublishAt(long tick) => IsReplay && Completed.Contains(tick);
}
