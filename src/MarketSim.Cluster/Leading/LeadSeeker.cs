using MarketSim.Cluster.Nodes;
using MarketSim.Cluster.Store;

namespace MarketSim.Cluster.Leading;

/// <summary>A lease that was found, or none.</summary>
/// <param name="AskedAt">The timestamp from which it can be trusted.</param>
internal sealed record FoundLead(Lease? Lease, long AskedAt)
{
    public static FoundLead None { get; } = new(null, 0);
}

/// <summary>Looks once for a run that nobody leads and that this node may lead, and takes its lead.</summary>
/// <param name="led">Runs that this node leads already, as far as it knows: their leases may have lapsed, and it finds out by itself.</param>
internal sealed class LeadSeeker(NodeOptions options, IReadOnlyCollection<string> led)
{
    public async Task<FoundLead> SeekAsync()
    {
        NodeDescription node = options.Description;
        bool isWilling = node.Roles.Contains(NodeRoles.Market, StringComparer.Ordinal);
        foreach (LeaderlessRun run in await options.Store.ReadLeaderlessAsync().ConfigureAwait(false))
        {
            bool mayLead = (isWilling || run.SinceExpiry > options.Timings.Deference) && (run.Build ?? node.Build) == node.Build && !led.Contains(run.Run, StringComparer.Ordinal);
            if (!mayLead)
            {
                continue;
            }

            long askedAt = options.TimeProvider.GetTimestamp();
            Lease? lease = await options.Store.AcquireAsync(run.Run, $"{node.Name}#{node.Process}", node.Build, options.Timings.Lease).ConfigureAwait(false);
            if (lease is not null)
            {
                return new FoundLead(lease, askedAt);
            }
        }

        return FoundLead.None;
    }
}
