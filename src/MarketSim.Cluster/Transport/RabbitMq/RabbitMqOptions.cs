using System.Globalization;

namespace MarketSim.Cluster.Transport.RabbitMq;

/// <summary>Where the broker is, who connects, and when a connection counts as hung.</summary>
public sealed record RabbitMqOptions
{
    public const int DefaultPort = 5672;
    public const int DefaultTlsPort = 5671;

    public required string Host { get; init; }

    public int Port { get; init; } = DefaultPort;

    public string VirtualHost { get; init; } = "/";

    public required string UserName { get; init; }

    public required string Password { get; init; }

    /// <summary>Null: no TLS.</summary>
    public RabbitMqTls? Tls { get; init; }

    /// <summary>From the first packet until the inbox is open.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A broker that is silent for about two of these is lost, as a client is for the broker. Whole seconds; the broker may ask for less.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// A broker that takes nothing of what is sent for this long, though it is not blocked, is lost. Long enough for the longest body on the
    /// slowest link: 64 MiB in 20 s are 27 Mbit/s.
    /// </summary>
    public TimeSpan PublishTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a connection that is disposed of may take to send what waits.</summary>
    public TimeSpan FlushTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Messages the broker may hand over before the listener has heard the first of them; the rest stays with the broker.</summary>
    public ushort Prefetch { get; init; } = 64;

    /// <summary>Bytes that may be under way to the broker, not yet taken by it; what is more waits here. One message always may.</summary>
    public int UnconfirmedBytes { get; init; } = 16 << 20;

    /// <summary>Without the password, such as <c>amqps://marketsim@broker.example:5671/marketsim</c>; for messages and logs.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(Tls is null ? "amqp" : "amqps")}://{Uri.EscapeDataString(UserName)}@{Host}:{Port}/{Uri.EscapeDataString(VirtualHost)}");

    /// <summary>
    /// Reads an address like <c>amqps://user@host:5671/virtual-host?cacertfile=…&amp;certfile=…&amp;keyfile=…&amp;server_name_indication=…</c>
    /// (RabbitMQ's own URI format, without a password: that would end up in histories and process lists).
    /// </summary>
    /// <exception cref="FormatException">Says what is wrong and what is allowed.</exception>
    public static RabbitMqOptions Parse(string address, string password)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("amqp" or "amqps") || uri.Host.Length == 0)
            throw new FormatException("The broker's address must be like amqp://user@host:5672/virtual-host, or amqps://… for TLS");

        if (uri.UserInfo.Contains(':', StringComparison.Ordinal))
            throw new FormatException($"The broker's address (host {uri.Host}) holds a password, which others could read; give the user only, and the password by environment variable or file");

        if (uri.UserInfo.Length == 0)
            throw new FormatException($"The broker's address names no user; it must be like {uri.Scheme}://user@{uri.Host}");

        bool isTls = uri.Scheme == "amqps";
        return new RabbitMqOptions
        {
            Host = uri.Host,
            Port = uri.Port > 0 ? uri.Port : isTls ? DefaultTlsPort : DefaultPort,
            UserName = Uri.UnescapeDataString(uri.UserInfo),
            Password = password,
            VirtualHost = uri.AbsolutePath.Length > 1 ? Uri.UnescapeDataString(uri.AbsolutePath[1..]) : "/",
            Tls = ParseTls(uri, isTls),
        };
    }

    private static RabbitMqTls? ParseTls(Uri uri, bool isTls)
    {
        var tls = new RabbitMqTls();
        foreach (string pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = pair.Split('=', 2);
            string value = parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : "";
            tls = parts[0] switch
            {
                _ when !isTls => throw new FormatException($"The broker's address has the setting '{parts[0]}', which amqp:// does not know; for TLS, begin with amqps://"),
                _ when value.Length == 0 => throw new FormatException($"The broker's address has the setting '{parts[0]}' without a value"),
                "cacertfile" => tls with { AuthorityFile = value },
                "certfile" => tls with { CertificateFile = value },
                "keyfile" => tls with { KeyFile = value },
                "server_name_indication" => tls with { ServerName = value },
                _ => throw new FormatException($"The broker's address has the setting '{parts[0]}'; known are cacertfile, certfile, keyfile, server_name_indication"),
            };
        }

        return isTls ? tls : null;
    }
}
