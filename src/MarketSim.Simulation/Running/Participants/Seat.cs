namespace MarketSim.Simulation.Running.Participants;

/// <summary>One place at the barrier of a run: for a partition with its blocks of agents, or for a stateful actor of its own.</summary>
/// <param name="Index">From 0; answers at the barrier carry it.</param>
/// <param name="Blocks">Of a partition, in order; otherwise empty.</param>
/// <param name="Participant">Name of the <see cref="ParticipantDefinition"/>; null for a partition.</param>
internal sealed record Seat(int Index, IReadOnlyList<int> Blocks, string? Participant)
{
    /// <summary>What the actor at this place is called among its siblings.</summary>
    public string ActorName => Participant ?? $"partition-{Index}";

    /// <summary>Spreads all blocks evenly over partitions, and gives each further participant a seat after them.</summary>
    public static IReadOnlyList<Seat> Spread(Population population, int partitions, IReadOnlyList<ParticipantDefinition> participants) =>
    [
        .. Enumerable.Range(0, partitions).Select(partition => new Seat(
            partition, [.. Enumerable.Range(0, population.BlockCount).Where(block => block % partitions == partition)], Participant: null)),
        .. participants.Select((participant, number) => new Seat(partitions + number, [], participant.Name)),
    ];
}
