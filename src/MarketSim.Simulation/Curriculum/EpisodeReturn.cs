using MarketSim.Engine.Episodes;
using MarketSim.Market.Venues;

namespace MarketSim.Simulation.Curriculum;

/// <summary>The earnings of the evaluated agents of a curriculum in an episode.</summary>
internal static class EpisodeReturn
{
    /// <summary>Their mean change of wealth at the close, after fees, in currency.</summary>
    /// <param name="rows">Of the evaluated groups: of all replicas, or of one.</param>
    /// <param name="sizes">Agents by index of the group.</param>
    /// <exception cref="InvalidOperationException">There is no row of the replica: the program is wrong.</exception>
    public static double Of(IReadOnlyList<EpisodeRow> rows, int replica, IReadOnlyList<int> sizes, Instrument instrument)
    {
        double sum = 0;
        long agents = 0;
        foreach (EpisodeRow row in rows.Where(row => row.Replica == replica))
        {
            // The row of a group that does not compete is the mean of its agents.
            int counts = row.Account is null ? sizes[row.Group] : 1;
            sum += row.WealthChange * counts;
            agents += counts;
        }

        return agents > 0
            ? sum / agents * (double)(instrument.TickSize * instrument.LotSize)
            : throw new InvalidOperationException($"No result of an evaluated agent has come from replica {replica}.");
    }
}
