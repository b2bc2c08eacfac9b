namespace MarketSim.Cluster.Profiles;

/// <summary>The address of a database, taken apart; the password is held apart from what may be shown.</summary>
/// <param name="Source">Origin, for messages, such as <c>--store</c> or <c>cluster.yaml:3: store</c>.</param>
/// <param name="Path">Without the leading '/'.</param>
/// <param name="Settings">Settings after the '?', in their order.</param>
/// <param name="Password">Null when the address holds none.</param>
internal sealed record ServiceAddress(
    string Source, string Scheme, string User, string Host, int? Port, string Path, IReadOnlyList<KeyValuePair<string, string>> Settings, string? Password)
{
    /// <param name="schemes">Those that are allowed.</param>
    /// <param name="example">An example of an address.</param>
    /// <exception cref="ClusterSettingException">It is no such address.</exception>
    public static ServiceAddress Parse(string text, string source, IReadOnlyList<string> schemes, string example)
    {
        // The text is not quoted: it may hold a password, wherever the mistake is.
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || !schemes.Contains(uri.Scheme, StringComparer.Ordinal) || uri.Host.Length == 0)
        {
            throw new ClusterSettingException($"{source} is not an address that begins with {string.Join(" or ", schemes.Select(scheme => $"{scheme}://"))} and names a host; it must be like {example}");
        }

        string[] user = uri.UserInfo.Split(':', 2);
        if (user[0].Length == 0)
        {
            throw new ClusterSettingException($"{source} names no user; it must be like {example}");
        }

        return new ServiceAddress(
            source,
            uri.Scheme,
            Uri.UnescapeDataString(user[0]),
            uri.Host,
            uri.Port > 0 ? uri.Port : null,
            Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')),
            [.. uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => ParseSetting(pair, source))],
            user.Length == 2 ? Uri.UnescapeDataString(user[1]) : null);
    }

    /// <summary>Says that a setting is not known here.</summary>
    public ClusterSettingException UnknownSetting(string name, IReadOnlyList<string> known) =>
        new($"{Source} has the setting {name}; {Agents.Parameters.NearestName.Suggest(name, known)}");

    public ClusterSettingException WrongSetting(string name, string value, string rule) => new($"{Source} has {name}={value}; it must be {rule}");

    /// <summary>The compiler's version would show the password.</summary>
    public override string ToString() => $"{Scheme}://{User}@{Host}/{Path}";

    private static KeyValuePair<string, string> ParseSetting(string pair, string source)
    {
        string[] parts = pair.Split('=', 2);
        return parts is [var name, { Length: > 0 } value]
            ? new(Uri.UnescapeDataString(name), Uri.UnescapeDataString(value))
            : throw new ClusterSettingException($"{source} has the setting {parts[0]} without a value; write {parts[0]}=VALUE, or leave it out");
    }
}
