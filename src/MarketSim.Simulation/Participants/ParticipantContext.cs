using Akka.Actor;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Participants;
using MarketSim.Results.Checkpoints;
using MarketSim.Scenarios;
using MarketSim.Simulation.Hosting;
using Microsoft.Extensions.Logging;

namespace MarketSim.Simulation.Participants;

/// <summary>The parts and collaborators of the actor at a barrier slot.</summary>
/// <param name="Scenario">Of the run.</param>
/// <param name="Market">Of the scenario.</param>
/// <param name="Slot">Its place at the barrier.</param>
/// <param name="Epoch">Of the run.</param>
/// <param name="Store">Holds the parts of checkpoints.</param>
/// <param name="Logger">Of the run.</param>
/// <param name="RestoreFrom">The checkpoint to begin with; null for a new run.</param>
public sealed record ParticipantContext(
    Scenario Scenario, MarketDefinition Market, BarrierSlot Slot, long Epoch, ICheckpointStore Store, ILogger Logger, CheckpointManifest? RestoreFrom)
{
    /// <summary>Starts the actor as a child of the caller.</summary>
    /// <param name="context">Of the caller.</param>
    /// <param name="participants">Of the run, beside its partitions.</param>
    /// <exception cref="InvalidOperationException">The slot is for a participant that is not among them.</exception>
    public IActorRef Start(IActorContext context, IReadOnlyList<ParticipantDefinition> participants)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(participants);
        if (Slot.Participant is not { } name)
        {
            return context.ActorOf(ActorFactory.Of(() => new PartitionActor(this)).WithDispatcher(RunDispatchers.Run), Slot.ActorName);
        }

        ParticipantDefinition definition = participants.FirstOrDefault(participant => participant.Name == name)
            ?? throw new InvalidOperationException($"This program knows no participant {name} of a run of {Scenario.Name}.");
        return context.ActorOf(ActorFactory.Of(() => definition.Create(this)).WithDispatcher(RunDispatchers.Run), Slot.ActorName);
    }
}
