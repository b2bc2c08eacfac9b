using MarketSim.Engine.Participants;
using MarketSim.Market.Fingerprints;

namespace MarketSim.Engine;

/// <summary>The number of an engine's market, from which its seeds follow, and the collaborators of the engine, which do not change the result.</summary>
public sealed record MarketEngineOptions
{
    /// <summary>Number of the replica, on which the seeds of its episodes depend; 0 for the main market.</summary>
    public int Replica { get; init; }

    /// <summary>Receives each trade; null for none.</summary>
    public ITradeListener? Trades { get; init; }

    /// <summary>The fingerprint that the events extend; null for a new one.</summary>
    public Fingerprint? Fingerprint { get; init; }

    /// <summary>Receives messages to participants without a slot in this engine; null where all have one.</summary>
    public Action<ParticipantMessage>? Forward { get; init; }
}
