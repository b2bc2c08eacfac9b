using System.Globalization;
using System.Net;

namespace MarketSim.Live.Configuration;

/// <summary>The address at which a page is served.</summary>
/// <param name="Port">0 for any that is free.</param>
public sealed record LiveAddress(IPAddress Address, int Port)
{
    /// <summary>Any free port of this machine, which no other machine reaches.</summary>
    public static LiveAddress Default { get; } = new(IPAddress.Loopback, 0);

    /// <summary>True when only this machine can reach it.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(Address);

    /// <summary>Reads <c>PORT</c>, <c>ADDRESS:PORT</c> or <c>[ADDRESS]:PORT</c>, addresses in numbers or <c>localhost</c>.</summary>
    /// <returns>Null when the text is none.</returns>
    public static LiveAddress? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int colon = text.LastIndexOf(':');
        string host = colon < 0 ? "127.0.0.1" : text[..colon].Trim('[', ']');
        IPAddress? address = host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(host, out IPAddress? parsed) ? parsed : null;
        bool hasPort = ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port);
        return address is not null && hasPort ? new LiveAddress(address, port) : null;
    }

    /// <summary>Address and port, separated by a colon.</summary>
    public override string ToString() => new IPEndPoint(Address, Port).ToString();
}
