using MarketSim.Agents.Population;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Running.Participants;

namespace MarketSim.Simulation.Training;

/// <summary>Which seats an address stands for. Addresses say nothing of placement, so that they can be part of a checkpoint.</summary>
internal sealed class MailRoutes
{
    private readonly Dictionary<string, int[]> _seats = new(StringComparer.Ordinal);

    public MailRoutes(IReadOnlyList<Seat> seats, Population population, IReadOnlyList<ScenarioPolicy> policies)
    {
        foreach (Seat seat in seats.Where(seat => seat.Participant is not null))
        {
            _seats.Add(seat.Participant!, [seat.Index]);
        }

        foreach (ScenarioPolicy policy in policies)
        {
            _seats.Add(MailAddress.HoldersOf(policy.Name), [.. seats.Where(seat => Holds(seat, population, policy)).Select(seat => seat.Index)]);
        }
    }

    /// <exception cref="InvalidOperationException">Nobody has that address: the program is wrong.</exception>
    public IReadOnlyList<int> SeatsOf(string address) => _seats.TryGetValue(address, out int[]? seats)
        ? seats
        : throw new InvalidOperationException($"Mail was sent to {address}, which no participant of the run is called.");

    // A copy of the market holds agents of every policy.
    private static bool Holds(Seat seat, Population population, ScenarioPolicy policy) =>
        seat.Participant?.StartsWith(MailAddress.ReplicaPrefix, StringComparison.Ordinal) == true
        || seat.Blocks.Any(block => policy.Groups.Any(group => Overlaps(population.AccountsOf(block), group)));

    private static bool Overlaps((int First, int Count) block, AgentGroup group) =>
        group.FirstAccount < block.First + block.Count && block.First < group.FirstAccount + group.Count;
}
