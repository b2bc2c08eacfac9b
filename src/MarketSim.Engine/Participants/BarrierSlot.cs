using MarketSim.Engine.Definitions;

namespace MarketSim.Engine.Participants;

/// <summary>The slot of one participant at the barrier of a run: a partition with its blocks of agents, or another stateful participant.</summary>
/// <param name="Index">From 0; answers at the barrier name it.</param>
/// <param name="Blocks">Blocks of a partition, in order; otherwise empty.</param>
/// <param name="Participant">Name of the participant; null for a partition.</param>
public sealed record BarrierSlot(int Index, IReadOnlyList<int> Blocks, string? Participant)
{
    /// <summary>The name of the actor at this slot among its siblings.</summary>
    public string ActorName => Participant ?? $"partition-{Index}";

    /// <summary>Spreads all blocks evenly over partitions, and gives each further participant a slot after them.</summary>
    public static IReadOnlyList<BarrierSlot> Spread(Population population, int partitions, IEnumerable<string> participants)
    {
        ArgumentNullException.ThrowIfNull(population);
        return
        [
            .. Enumerable.Range(0, partitions).Select(partition => new BarrierSlot(
                partition, [.. Enumerable.Range(0, population.BlockCount).Where(block => block % partitions == partition)], Participant: null)),
            .. participants.Select((participant, number) => new BarrierSlot(partitions + number, [], participant)),
        ];
    }
}
