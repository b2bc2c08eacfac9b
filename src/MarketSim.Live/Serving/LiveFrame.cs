using System.Text.Json;
using MarketSim.Live.Clusters;
using MarketSim.Live.Sources;
using MarketSim.Live.Tapes;
using MarketSim.Reporting.Figures;

namespace MarketSim.Live.Serving;

/// <summary>A message to viewers: the whole page for a new viewer, then the changes. Null for a part that has not changed.</summary>
/// <param name="Head">Of a whole page only.</param>
/// <param name="Series">Of the buckets; another number than before starts them again.</param>
/// <param name="SessionOpenSeconds">Of the buckets and trades: those of a training can be of the episode after that of the picture.</param>
/// <param name="Buckets">All of a whole page; otherwise those that are new or have changed.</param>
/// <param name="Trades">The last ones, newest first.</param>
internal sealed record LiveFrame(
    long Number,
    HeadView? Head,
    string Status,
    string Speed,
    string? Note,
    double TicksPerSecond,
    int Viewers,
    long LostFrames,
    int Episode,
    MarketState? Now,
    AgentView? Agent,
    bool IsExact,
    int Series,
    double SessionOpenSeconds,
    double BucketSeconds,
    IReadOnlyList<BucketImage> Buckets,
    IReadOnlyList<TapeTrade> Trades,
    IReadOnlyList<FactView>? Facts,
    TrainingView? Training,
    LiveCluster? Cluster)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new FiniteNumberConverter() } };

    /// <summary>UTF-8.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);
}
