using System.Text.Json;
using System.Text.Json.Serialization;

namespace MarketSim.Cluster.Observing;

/// <summary>The body of <c>/health</c>; METRICS.md shows it.</summary>
/// <param name="Status"><c>ok</c>, <c>degraded</c> or <c>down</c>.</param>
/// <param name="Reasons">Worst first; empty when it is ok.</param>
/// <param name="Node">Name of the node; null before it has begun.</param>
/// <param name="Incarnation">The incarnation of the node; null before it has begun.</param>
/// <param name="Member">True for a member of the cluster that is up.</param>
/// <param name="Unreachable">Names of the members that the node cannot reach at present.</param>
/// <param name="Leaving">True when the node hands its work over and accepts none.</param>
/// <param name="SecondsSinceStore">Age of the store's last answer, to a hundredth; null before the first.</param>
/// <param name="Leads">Runs that the node leads, by name.</param>
/// <param name="Hosts">Runs that the node hosts slots of, by name.</param>
public sealed record HealthBody(
    string Status,
    IReadOnlyList<string> Reasons,
    string? Node,
    string? Incarnation,
    bool Member,
    IReadOnlyList<string> Unreachable,
    bool Leaving,
    double? SecondsSinceStore,
    IReadOnlyList<RunLed> Leads,
    IReadOnlyList<RunHosted> Hosts)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The body for a process whose node still waits for its store.</summary>
    public static HealthBody NotBegun { get; } = new(
        "down", ["the node waits for its store"], Node: null, Incarnation: null, Member: false, Unreachable: [], Leaving: false, SecondsSinceStore: null, Leads: [], Hosts: []);

    /// <summary>The condition that <see cref="Status"/> names.</summary>
    [JsonIgnore]
    public NodeCondition Condition { get; private init; } = NodeCondition.Down;

    /// <summary>True when the node accepts work: it is a member, is not leaving, and reaches the store.</summary>
    [JsonIgnore]
    public bool IsReady => Condition != NodeCondition.Down && !Leaving;

    /// <summary>The body for a node.</summary>
    /// <param name="health">The health of the node.</param>
    /// <param name="report">Its state at the same moment.</param>
    public static HealthBody Of(NodeHealth health, NodeReport report)
    {
        ArgumentNullException.ThrowIfNull(health);
        ArgumentNullException.ThrowIfNull(report);
        return new HealthBody(
            health.Condition switch
            {
                NodeCondition.Ok => "ok",
                NodeCondition.Degraded => "degraded",
                _ => "down",
            },
            health.Reasons,
            report.Node.Name,
            report.Incarnation,
            report.IsMember,
            report.UnreachableMembers,
            report.IsLeaving,
            report.SinceStoreReached is { } age ? Math.Round(age.TotalSeconds, 2) : null,
            report.Leads,
            report.Hosts)
        {
            Condition = health.Condition,
        };
    }

    /// <summary>The body as JSON, in one line.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Options) + "\n";
}
