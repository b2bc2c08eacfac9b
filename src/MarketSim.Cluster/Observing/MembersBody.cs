using System.Text.Json;
using MarketSim.Cluster.Membership;

namespace MarketSim.Cluster.Observing;

/// <summary>The body of <c>/members</c>: the cluster as one node sees it.</summary>
/// <param name="Node">The name of the node that was asked; empty before it is a member.</param>
/// <param name="Members">The members, the node itself among them.</param>
public sealed record MembersBody(string Node, IReadOnlyList<MemberBody> Members)
{
    /// <summary>The body for a process whose node is not a member yet.</summary>
    public static MembersBody None { get; } = new(string.Empty, []);

    /// <summary>The body for a node.</summary>
    public static MembersBody Of(NodeReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new MembersBody(report.Node.Name, [.. report.Members.Select(MemberBody.Of)]);
    }

    /// <summary>Reads the body of a response.</summary>
    /// <exception cref="JsonException">The text is not what a node answers.</exception>
    public static MembersBody Parse(string json) => JsonSerializer.Deserialize<MembersBody>(json, JsonSerializerOptions.Web) ?? throw new JsonException("The answer is empty.");

    /// <summary>The body as JSON, in one line.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web) + "\n";
}

/// <summary>A member of the cluster.</summary>
/// <param name="Name">Unique in the cluster.</param>
/// <param name="Host">Name of its machine.</param>
/// <param name="Roles">Roles that it prefers.</param>
/// <param name="Threads">Its capacity.</param>
/// <param name="Age">Order in which members came up; the oldest has the lowest.</param>
/// <param name="IsReachable">False while the node that was asked cannot reach it.</param>
/// <param name="IsLeaving">True when it hands its work over.</param>
/// <param name="Incarnation">Its incarnation, <c>name@host:port#uid</c>.</param>
/// <param name="Version">Its version of the program.</param>
/// <param name="Build">Digest of its program.</param>
/// <param name="Arithmetic">Digest of its arithmetic.</param>
public sealed record MemberBody(
    string Name, string Host, IReadOnlyList<string> Roles, int Threads, int Age, bool IsReachable, bool IsLeaving, string Incarnation, string Version, string Build, string Arithmetic)
{
    internal static MemberBody Of(Member member) => new(
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
