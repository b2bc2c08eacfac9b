using System.Text.Json;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Observing;

namespace MarketSim.Cli.Observing;

/// <summary>The body of <c>/members</c>: the cluster as one node sees it.</summary>
/// <param name="Node">The name of the node that was asked.</param>
internal sealed record MembersBody(string Node, IReadOnlyList<MemberBody> Members)
{
    /// <summary>The body for a process whose node is not a member yet.</summary>
    public static MembersBody None { get; } = new(string.Empty, []);

    public static MembersBody Of(NodeReport report) => new(report.Node.Name, [.. report.Members.Select(MemberBody.Of)]);

    /// <exception cref="JsonException">The text is not what a node answers.</exception>
    public static MembersBody Parse(string json) => JsonSerializer.Deserialize<MembersBody>(json, JsonSerializerOptions.Web) ?? throw new JsonException("The answer is empty.");

    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web) + "\n";
}

/// <summary>A member of the cluster.</summary>
/// <param name="Age">Order in which members came up; the oldest has the lowest.</param>
internal sealed record MemberBody(
    string Name, string Host, IReadOnlyList<string> Roles, int Threads, int Age, bool IsReachable, bool IsLeaving, string Incarnation, string Version, string Build, string Arithmetic)
{
    public static MemberBody Of(Member member) => new(
        member.Name,
        member.Description.Host,
        member.Description.Roles,
        member.Description.Threads,
        member.Age,
        member.IsReachable,
        member.IsLeaving,
        member.Incarnation,
        member.Description.Version,
        member.Description.Build,
        member.Description.Arithmetic);
}
