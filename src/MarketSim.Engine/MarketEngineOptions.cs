using MarketSim.Engine.Participants;
using MarketSim.Market.Book;
using MarketSim.Market.Fingerprints;

namespace MarketSim.Engine;

/// <summary>Receives the trades of a market as they happen.</summary>
public interface ITradeListener
{
    /// <param name="takerFee">The aggressor's fee in tick·lots.</param>
    /// <param name="makerFee">The resting side's fee in tick·lots.</param>
    void Traded(long tick, in BookEvent trade, long takerFee, long makerFee);
}

/// <summary>The collaborators of an engine; none of them changes the result.</summary>
public sealed record MarketEngineOptions
{
    /// <summary>0 for the main market.</summary>
    public int Replica { get; init; }

    /// <summary>Receives each trade; null for nobody.</summary>
    public ITradeListener? Trades { get; init; }

    /// <summary>Null for a new one.</summary>
    public Fingerprint? Fingerprint { get; init; }

    /// <summary>Receives messages to participants that the engine has not, and that are not the market; null where it has all of them.</summary>
    public Action<ParticipantMessage>? Forward { get; init; }
}
