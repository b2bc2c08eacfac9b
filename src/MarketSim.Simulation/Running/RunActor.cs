using Akka.Actor;
using MarketSim.Simulation.Hosting;

namespace MarketSim.Simulation.Running;

/// <summary>The root of a run's actors. A run whose coordinator fails is over: only a new epoch, from the last checkpoint, could continue it.</summary>
internal sealed class RunActor(CoordinatorPlan plan) : UntypedActor
{
    private IActorRef? _coordinator;

    protected override void PreStart() => _coordinator = Context.ActorOf(ActorFactory.Of(() => new RunCoordinator(plan)), "coordinator");

    protected override SupervisorStrategy SupervisorStrategy() => RunSupervision.Ending(plan.Outcome);

    protected override void OnReceive(object message) => _coordinator.Forward(message);
}
