using Microsoft.Extensions.Logging;

namespace MarketSim.Cluster;

/// <summary>What a cluster writes into its logs. Nothing of it is on the path of a tick.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 100, Level = LogLevel.Information, Message = "Connected to {Broker} as {Inbox}")]
    public static partial void BrokerConnected(this ILogger logger, string broker, string inbox);

    [LoggerMessage(EventId = 101, Level = LogLevel.Warning, Message = "Connection of {Inbox} to {Broker} lost: {Reason}")]
    public static partial void BrokerLost(this ILogger logger, string broker, string inbox, string reason);

    [LoggerMessage(EventId = 102, Level = LogLevel.Warning, Message = "The broker takes nothing of {Inbox} for now: {Reason}")]
    public static partial void BrokerBlocks(this ILogger logger, string inbox, string reason);

    [LoggerMessage(EventId = 103, Level = LogLevel.Information, Message = "The broker takes messages of {Inbox} again")]
    public static partial void BrokerUnblocks(this ILogger logger, string inbox);

    [LoggerMessage(EventId = 104, Level = LogLevel.Debug, Message = "Closing what was left of the connection of {Inbox} failed: {Reason}")]
    public static partial void ClosingFails(this ILogger logger, string inbox, string reason);
}
