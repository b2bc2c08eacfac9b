using System.Text.Json;
using System.Text.Json.Serialization;
using MarketSim.Cluster.Observing;

namespace MarketSim.Cli.Observing;

/// <summary>What <c>/health</c> says; METRICS.md shows it.</summary>
internal sealed record HealthBody(
    string Status,
    IReadOnlyList<string> Reasons,
    string? Node,
    long Incarnation,
    bool Connected,
    bool Blocked,
    bool Leaving,
    double? SecondsSinceBeat,
    IReadOnlyList<RunLed> Leads,
    IReadOnlyList<RunHosted> Hosts)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Of a process whose node still waits for its database.</summary>
    public static HealthBody NotBegun { get; } = new(
        "down", ["the node waits for its database"], Node: null, Incarnation: 0, Connected: false, Blocked: false, Leaving: false, SecondsSinceBeat: null, Leads: [], Hosts: []);

    [JsonIgnore]
    public NodeCondition Condition { get; private init; } = NodeCondition.Down;

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
        report.IsConnected,
        report.IsBlocked,
        report.IsLeaving,
        report.SinceBeat is { } age ? Math.Round(age.TotalSeconds, 2) : null,
        report.Leads,
        report.Hosts)
    {
        Condition = health.Condition,
    };

    public string ToJson() => JsonSerializer.Serialize(this, Options) + "\n";
}
