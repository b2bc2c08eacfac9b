using MarketSim.Engine.Participants;
using MarketSim.Market.Book;
using MarketSim.Market.Fingerprints;

namespace MarketSim.Engine;

/// <summary>Receives the trades of a market as they happen.</summary>
public interface ITradeListener
{
    /// <summary>Called after each trade.</summary>
    /// <param name="takerFee">The aggressor's fee in tick·lots.</param>
    /// <param name="makerFee">The resting side's fee in tick·lots.</param>
    void Traded(long tick, in BookEvent trade, long takerFee, long makerFee);
}

/// <summary>The collaborators of an engine; none of them changes the result.</summary>
public sealed record MarketEngineOptions
{
    /// <summary>Number of the replica; 0 for the main market.</summary>
    public int Replica { get; init; }

    /// <summary>Receives each trade; null for none.</summary>
    public ITradeListener? Trades { get; init; }

    /// <summary>The fingerprint that the events extend; null for a new one.</summary>
    public Fingerprint? Fingerprint { get; init; }

    /// <summary>Receives messages to participants without a slot in this engine; null where all have one.</summary>
    public Action<ParticipantMessage>? Forward { get; init; }
}
