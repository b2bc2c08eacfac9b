using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using MarketSim.Cluster.Membership;

namespace MarketSim.Cluster.Remoting;

/// <summary>
/// A node's description as the roles of its Akka member, so that nobody sees a member without its description. What is no role of
/// <see cref="NodeRoles"/> is written as <c>key:value</c>, the value escaped as in a URI.
/// </summary>
internal static class DescriptionRoles
{
    private const int MaxTextLength = 200;

    private const string Torch = "torch";

    private static readonly string[] Keys = ["name", "host", "threads", "version", "build", "arithmetic", Torch];

    /// <exception cref="ArgumentException">The description names an unknown role, or holds a text that is empty or too long.</exception>
    public static string[] Encode(NodeDescription description)
    {
        if (FaultOf(description) is { } fault)
        {
            throw new ArgumentException(fault, nameof(description));
        }

        string[] values =
        [
            description.Name, description.Host, description.Threads.ToString(CultureInfo.InvariantCulture), description.Version, description.Build,
            description.Arithmetic, description.TorchSelfTest,
        ];
        return [.. description.Roles, .. Keys.Zip(values, (key, value) => $"{key}:{Uri.EscapeDataString(value)}")];
    }

    /// <returns>False for the roles of a member that is no node of ours.</returns>
    public static bool TryDecode(IEnumerable<string> roles, [NotNullWhen(true)] out NodeDescription? description)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var named = new List<string>();
        description = null;
        foreach (string role in roles)
        {
            int colon = role.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
            {
                named.Add(role);
            }
            else if (!values.TryAdd(role[..colon], Uri.UnescapeDataString(role[(colon + 1)..])))
            {
                return false;
            }
        }

        // Akka adds roles of its own, such as the data centre; newer builds may add keys.
        if (!Keys.All(values.ContainsKey) || !int.TryParse(values["threads"], NumberStyles.None, CultureInfo.InvariantCulture, out int threads))
        {
            return false;
        }

        string[] known = [.. named.Where(NodeRoles.All.Contains).Order(StringComparer.Ordinal)];
        description = new NodeDescription(values["name"], values["host"], known, threads, values["version"], values["build"], values["arithmetic"])
        {
            TorchSelfTest = values[Torch],
        };
        return FaultOf(description) is null;
    }

    private static string? FaultOf(NodeDescription description)
    {
        if (!NodeNames.IsValid(description.Name))
        {
            return $"A node is called by 1 to {NodeNames.MaxLength} letters, digits, '-' and '_', not '{description.Name}'.";
        }

        if (description.Roles.FirstOrDefault(role => !NodeRoles.All.Contains(role, StringComparer.Ordinal)) is { } unknown)
        {
            return $"There is no role '{unknown}'; there are {string.Join(", ", NodeRoles.All)}.";
        }

        string[] texts = [description.Host, description.Version, description.Build, description.Arithmetic, description.TorchSelfTest];
        return description.Threads < 1 ? $"A node has at least one thread, not {description.Threads}."
            : texts.Any(text => text.Length is 0 or > MaxTextLength) ? $"Host, version, build and self-tests of a node have 1 to {MaxTextLength} characters."
            : null;
    }
}
