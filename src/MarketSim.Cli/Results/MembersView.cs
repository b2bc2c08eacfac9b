using MarketSim.Cli.Terminal;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Observing;

namespace MarketSim.Cli.Results;

/// <summary>Shows the members of a cluster, as one of its nodes sees them.</summary>
internal static class MembersView
{
    public static void Write(CommandConsole console, MembersBody cluster)
    {
        var table = new TextTable("Node", "Host", "Roles", "Threads", "Age", "Version", "Address", "Note");
        foreach (MemberBody member in cluster.Members)
        {
            table.Add(
                member.Name,
                member.Host,
                member.Roles.Count == NodeRoles.All.Count ? "all" : string.Join(',', member.Roles),
                Figures.Whole(member.Threads),
                Figures.Whole(member.Age),
                ShortVersion(member.Version),
                AddressOf(member),
                NoteOf(member));
        }

        table.Write(console, "The node is not a member of a cluster yet: no seed has let it in.");
    }

    private static string NoteOf(MemberBody member)
    {
        string[] notes = [member.IsReachable ? string.Empty : "unreachable", member.IsLeaving ? "leaving" : string.Empty];
        return string.Join(", ", notes.Where(note => note.Length > 0));
    }

    // Name, '@', address, '#', number.
    private static string AddressOf(MemberBody member) => member.Incarnation.Split('@', '#') is [_, var address, ..] ? address : member.Incarnation;

    /// <summary>Without the revision that the compiler adds.</summary>
    private static string ShortVersion(string version) => version.Split('+')[0];
}
