using Akka.Actor;
using MarketSim.Simulation.Checkpoints;
using MarketSim.Simulation.Hosting;
using MarketSim.Simulation.Scenarios;
using Microsoft.Extensions.Logging;

namespace MarketSim.Simulation.Running.Participants;

/// <summary>What the actor at a seat is made of.</summary>
/// <param name="RestoreFrom">The checkpoint to begin with; null for a new run.</param>
internal sealed record SeatPlan(
    Scenario Scenario, Population Population, Seat Seat, long Generation, ICheckpointStore Store, ILogger Logger, CheckpointManifest? RestoreFrom)
{
    /// <summary>Starts the actor as a child of the one that calls.</summary>
    public IActorRef Start(IActorContext context, IReadOnlyList<ParticipantDefinition> participants)
    {
        if (Seat.Participant is not { } name)
        {
            return context.ActorOf(ActorFactory.Of(() => new PartitionActor(this)).WithDispatcher(RunDispatchers.Run), Seat.ActorName);
        }

        ParticipantDefinition definition = participants.FirstOrDefault(participant => participant.Name == name)
            ?? throw new InvalidOperationException($"This program knows no participant {name} of a run of {Scenario.Name}.");
        return context.ActorOf(ActorFactory.Of(() => definition.Create(this)).WithDispatcher(RunDispatchers.Run), Seat.ActorName);
    }
}
