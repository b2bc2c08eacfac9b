using Microsoft.Extensions.Logging;

namespace MarketSim.Cluster.Remoting;

/// <summary>Counts what was refused, and logs one line for each manifest: a peer of another build would fill the log.</summary>
internal sealed class RefusalLog(ILogger logger)
{
    private const int MaxManifests = 20;

    private readonly HashSet<string> _logged = new(StringComparer.Ordinal);

    public void Add(RefusedMessage refused)
    {
        RemotingMeters.Refused();
        if (_logged.Count < MaxManifests && _logged.Add(refused.Manifest))
        {
            logger.MessageRefused(refused.Manifest, refused.Reason);
        }
    }
}
