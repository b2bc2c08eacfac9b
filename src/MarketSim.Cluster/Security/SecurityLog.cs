using Microsoft.Extensions.Logging;

namespace MarketSim.Cluster.Security;

/// <summary>The log messages on certificates: names and fingerprints, nothing of a key.</summary>
internal static partial class SecurityLog
{
    [LoggerMessage(EventId = 120, Level = LogLevel.Warning, Message = "Connection with {Peer} refused because of its certificate: {Reason}")]
    public static partial void CertificateRefused(this ILogger logger, string peer, string reason);
}
