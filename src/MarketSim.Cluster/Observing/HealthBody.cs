using System.Text.Json;
using System.Text.Json.Serialization;
using MarketSim.Cluster.Observing;

namespace MarketSim.Cli.Observing;

/// <summary>The body of <c>/health</c>; METRICS.md shows it.</summary>
internal sealed record HealthBody(
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

    [JsonIgnore]
    public NodeCondition Condition { get; private init; } = NodeCondition.Down;

    /// <summary>True when the node accepts work: it is a member, is not leaving, and reaches the store.</summary>
    [JsonIgnore]
    public bool IsReady => Condition != NodeCondition.Down && !Leaving;

    public static HealthBody Of(NodeHealth health, NodeReport report) => new(
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

    public string ToJson() => JsonSerializer.Serialize(this, Options) + "\n";
}
