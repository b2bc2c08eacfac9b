using Microsoft.Extensions.Logging;

namespace MarketSim.Cluster.Remoting;

/// <summary>The log messages of the connections to other nodes.</summary>
internal static partial class RemotingLog
{
    [LoggerMessage(EventId = 110, Level = LogLevel.Warning, Message = "Association with {Incarnation} lost: {Reason}")]
    public static partial void AssociationLost(this ILogger logger, string incarnation, string reason);

    [LoggerMessage(EventId = 111, Level = LogLevel.Information, Message = "Association with {Incarnation} is back")]
    public static partial void AssociationBack(this ILogger logger, string incarnation);

    [LoggerMessage(EventId = 112, Level = LogLevel.Warning, Message = "Message '{Manifest}' of another node refused: {Reason}. Further ones are counted only")]
    public static partial void MessageRefused(this ILogger logger, string manifest, string reason);

    [LoggerMessage(EventId = 113, Level = LogLevel.Warning, Message = "The member at {Address} does not describe itself as a node of MarketSim, and is given nothing to do")]
    public static partial void MemberIsNoNode(this ILogger logger, string address);

    [LoggerMessage(EventId = 114, Level = LogLevel.Information, Message = "Node {Node} is a member of the cluster as {Incarnation}")]
    public static partial void NodeIsMember(this ILogger logger, string node, string incarnation);

    [LoggerMessage(EventId = 115, Level = LogLevel.Warning, Message = "Node {Node} is no longer a member of the cluster as {Incarnation}; it joins again")]
    public static partial void NodeIsOut(this ILogger logger, string node, string incarnation);

    [LoggerMessage(EventId = 116, Level = LogLevel.Warning, Message = "Node {Node} cannot listen on port {Port} and tries again: {Reason}")]
    public static partial void NodeCannotListen(this ILogger logger, string node, int port, string reason);

    [LoggerMessage(EventId = 117, Level = LogLevel.Warning, Message = "{Incarnation} is the oldest of a second cluster of its store, and leaves it to join the first")]
    public static partial void ClusterIsSecond(this ILogger logger, string incarnation);

    [LoggerMessage(EventId = 118, Level = LogLevel.Warning, Message = "Node {Node} does not reach the store, which says whether there is a cluster, and tries again: {Reason}")]
    public static partial void StoreIsNotReached(this ILogger logger, string node, string reason);
}
