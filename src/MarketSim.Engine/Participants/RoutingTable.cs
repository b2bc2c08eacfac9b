using MarketSim.Agents.Population;
using MarketSim.Engine.Definitions;

namespace MarketSim.Engine.Participants;

/// <summary>Maps addresses to barrier slots.</summary>
internal sealed class RoutingTable
{
    private readonly Dictionary<string, int[]> _slots = new(StringComparer.Ordinal);

    public RoutingTable(IReadOnlyList<BarrierSlot> slots, MarketDefinition market)
    {
        foreach (BarrierSlot slot in slots.Where(slot => slot.Participant is not null))
        {
            _slots.Add(slot.Participant!, [slot.Index]);
        }

        if (market.Curriculum is not null)
        {
            _slots.Add(
                ParticipantAddress.AllButCurriculum.Value, [.. slots.Where(slot => slot.Participant != ParticipantAddress.Curriculum.Value).Select(slot => slot.Index)]);
        }

        foreach (PolicyDefinition policy in PolicyDefinition.Of(market))
        {
            _slots.Add(
                ParticipantAddress.HoldersOf(policy.Name).Value, [.. slots.Where(slot => Holds(slot, market.Population, policy)).Select(slot => slot.Index)]);
        }
    }

    /// <summary>True when a participant of the run has that address.</summary>
    public bool Knows(ParticipantAddress address) => _slots.ContainsKey(address.Value);

    /// <exception cref="InvalidOperationException">No participant has that address: a bug.</exception>
    public IReadOnlyList<int> SlotsOf(ParticipantAddress address) => _slots.TryGetValue(address.Value, out int[]? slots)
        ? slots
        : throw new InvalidOperationException($"A message was sent to {address}, which is no participant of the run.");

    // A replica holds agents of every policy. A controller alone holds its own policy, partitions hold those of their agents.
    private static bool Holds(BarrierSlot slot, Population population, PolicyDefinition policy) =>
        (slot.Participant is { } name && new ParticipantAddress(name).IsReplica)
        || (policy.OptionsPolicy is { } options ? slot.Participant == ParticipantAddress.Controller(options).Value : HoldsAgents(slot, population, policy));

    private static bool HoldsAgents(BarrierSlot slot, Population population, PolicyDefinition policy) =>
        slot.Blocks.Any(block => policy.Groups.Any(group => Overlaps(population.AccountsOf(block), group)));

    private static bool Overlaps((int First, int Count) block, AgentGroup group) =>
        group.FirstAccount < block.First + block.Count && block.First < group.FirstAccount + group.Count;
}
