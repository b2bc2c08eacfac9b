using Akka.Actor;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Store;
using MarketSim.Engine.Participants;
using MarketSim.Results.Checkpoints;
using MarketSim.Simulation.Participants;

namespace MarketSim.Cluster.TestNode;

/// <summary>Is due once, and does not survive it, wherever it is placed.</summary>
internal sealed class DoomedParticipant(ParticipantContext context, Doom doom) : TickParticipant(context)
{
    private const string Name = "doomed";

    protected override long NextDueTick => doom.Tick;

    protected override IReadOnlyList<string> PartNames { get; } = [Name];

    public static ParticipantDefinition Definition(Doom doom) => new(Name, NodeRoles.Learner, Weight: 1, context => new DoomedParticipant(context, doom));

    protected override void Restore(CheckpointParts parts)
    {
    }

    protected override void Begin(long tick)
    {
    }

    protected override void OnTick(TickOpened opened, IActorRef market) => doom.Strike();

    protected override void Deliver(in ParticipantDelivery delivery, long nextTick)
    {
    }

    protected override IReadOnlyList<PartContent> Save() => [new PartContent(Name, new byte[1])];
}
