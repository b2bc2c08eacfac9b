using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MarketSim.Serving.Server;

/// <summary>The address that an environment server listens at: a Unix socket, which only its owner can open, or a port of the loopback interface, with a token.</summary>
/// <param name="Path">Of a Unix socket; null for a port.</param>
/// <param name="Port">0 for any that is free.</param>
public sealed record ServerAddress(string? Path, int Port)
{
    private const string UnixPrefix = "unix:";
    private const string TcpPrefix = "tcp://127.0.0.1:";

    // The kernel's limit, with the closing zero.
    private const int MaximumPathBytes = 107;

    /// <summary>The allowed addresses, as the end of "it must be …".</summary>
    public const string Rule = "unix:PATH for a socket in the file system, or tcp://127.0.0.1:PORT for a port of this machine (PORT 0: any that is free)";

    internal EndPoint EndPoint => Path is null ? new IPEndPoint(IPAddress.Loopback, Port) : new UnixDomainSocketEndPoint(Path);

    /// <summary>Parses an address; null for any other text, and for an address other than loopback.</summary>
    public static ServerAddress? TryParse(string text)
    {
        if (text.StartsWith(UnixPrefix, StringComparison.Ordinal) && text.Length > UnixPrefix.Length)
        {
            string path = System.IO.Path.GetFullPath(text[UnixPrefix.Length..]);
            return System.Text.Encoding.UTF8.GetByteCount(path) <= MaximumPathBytes ? new ServerAddress(path, 0) : null;
        }

        return text.StartsWith(TcpPrefix, StringComparison.Ordinal)
            && int.TryParse(text[TcpPrefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= ushort.MaxValue
                ? new ServerAddress(null, port)
                : null;
    }

    internal Socket CreateSocket() => Path is null
        ? new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    /// <param name="local">Address that the socket is bound to.</param>
    /// <param name="token">Null for none.</param>
    internal string Describe(EndPoint local, string? token) => Path is null
        ? string.Create(CultureInfo.InvariantCulture, $"{TcpPrefix}{((IPEndPoint)local).Port}{(token is null ? string.Empty : $"?token={token}")}")
        : $"{UnixPrefix}{Path}";
}
