namespace MarketSim.Simulation.Participants;

/// <summary>A stateful actor that takes part in the ticks of a run, beside the partitions.</summary>
/// <param name="Name">Unique in the run, and among parts: its parts begin with it.</param>
/// <param name="Role">Of the nodes that preferably host it.</param>
/// <param name="Weight">Its load, in agents that are active on every tick.</param>
/// <param name="Create">Creates the actor.</param>
public sealed record ParticipantDefinition(string Name, string Role, int Weight, Func<ParticipantContext, TickParticipant> Create)
{
    /// <summary>True when it computes on torch: only nodes with one self-test host it.</summary>
    public bool NeedsTorch { get; init; }
}
