using Akka.Actor;
using MarketSim.Learning.Algorithms;
using MarketSim.Simulation.Hosting;
using MarketSim.Simulation.Training;

namespace MarketSim.Cluster.Tests.Simulated.Machines;

/// <summary>
/// Learns as long after it was told to as the seed has it. On the one thread of a simulated world learning takes no time; asynchronous learners would
/// always be done by the next tick, and never be lost in the middle.
/// </summary>
internal sealed class SlowTrainer : UntypedActor, IWithTimers
{
    private readonly ILearner _learner;
    private readonly SeededRandom _random;
    private readonly Action _begins;
    private IActorRef? _trainer;

    /// <param name="begins">Told of each update as it begins.</param>
    public SlowTrainer(ILearner learner, SeededRandom random, Action begins)
    {
        _learner = learner;
        _random = random;
        _begins = begins;
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => _trainer = Context.ActorOf(ActorFactory.Of(() => new TrainerActor(_learner)), "trainer");

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Train train:
                _begins();
                Timers.StartSingleTimer("update", new Due(train, Sender), _random.Milliseconds(0, 150));
                break;
            case Due due:
                _trainer!.Tell(due.Train, due.Shell);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private sealed record Due(Train Train, IActorRef Shell);
}
