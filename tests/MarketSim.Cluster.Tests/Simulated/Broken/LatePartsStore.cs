using System.Security.Cryptography;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Tests.Simulated.Oracle;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Tests.Simulated.Broken;

/// <summary>Broken on purpose: says at once that parts are written, and writes them later, when their manifest may be committed already.</summary>
internal sealed class LatePartsStore(IClusterStore inner, SimulatedWorld world) : StoreWrapper(inner)
{
    public override Task<IReadOnlyList<PartReference>> WritePartsAsync(string run, long epoch, IReadOnlyList<PartContent> parts)
    {
        world.After(TimeSpan.FromMilliseconds(60), () => _ = base.WritePartsAsync(run, epoch, parts));
        return Task.FromResult<IReadOnlyList<PartReference>>([.. parts.Select(ReferenceTo)]);
    }

    private static PartReference ReferenceTo(PartContent part) =>
        new(part.Name, Convert.ToHexStringLower(SHA256.HashData(part.Content.Span)), part.Content.Length);
}
