using MarketSim.Market.Orders;
using MarketSim.Market.Time;

namespace MarketSim.Market.Data;

/// <summary>The event types of LOBSTER messages; the numbers are the file's.</summary>
public enum LobsterMessageType
{
    /// <summary>A new limit order.</summary>
    Submission = 1,

    /// <summary>A part of a resting order was cancelled.</summary>
    PartialCancellation = 2,

    /// <summary>A resting order was deleted.</summary>
    Deletion = 3,

    /// <summary>A visible resting order traded.</summary>
    Execution = 4,

    /// <summary>A hidden order traded; the visible book stays as it is.</summary>
    HiddenExecution = 5,

    /// <summary>An auction traded.</summary>
    CrossTrade = 6,

    /// <summary>Trading was halted or resumed; price and size mean something else.</summary>
    TradingHalt = 7,
}

/// <summary>A row of a LOBSTER message file.</summary>
/// <param name="Time">Since midnight.</param>
/// <param name="Price">In ticks of 1/10,000 dollar.</param>
/// <param name="Side">Of the resting order, also when it is executed.</param>
public readonly record struct LobsterMessage(SimulatedTime Time, LobsterMessageType Type, OrderId Order, Quantity Size, Price Price, Side Side);

/// <summary>A row of a LOBSTER order book file: the book after the message of the same row, best levels first, without the levels that are absent.</summary>
public sealed record LobsterSnapshot(IReadOnlyList<LobsterLevel> Bids, IReadOnlyList<LobsterLevel> Asks);

/// <param name="Price">In ticks of 1/10,000 dollar.</param>
public readonly record struct LobsterLevel(Price Price, Quantity Quantity);
