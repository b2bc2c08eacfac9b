using MarketSim.Cluster.Store;
using Microsoft.Extensions.Logging;

namespace MarketSim.Cluster;

/// <summary>What a node writes into its log. Nothing of it is on the path of a tick.</summary>
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

    [LoggerMessage(EventId = 150, Level = LogLevel.Debug, Message = "Two statements stood in each other's way; again after attempt {Attempt}")]
    public static partial void StatementsConflict(this ILogger logger, int attempt);

    [LoggerMessage(EventId = 151, Level = LogLevel.Warning, Message = "Run {Run}: old checkpoints were not cleared away ({Reason}); the next commit does it")]
    public static partial void OldPartsStay(this ILogger logger, string run, string reason);

    [LoggerMessage(EventId = 152, Level = LogLevel.Information, Message = "Run {Run}: {Parts} parts that nothing names any more were deleted")]
    public static partial void PartsDeleted(this ILogger logger, string run, int parts);

    [LoggerMessage(EventId = 153, Level = LogLevel.Information, Message = "Database schema brought from version {From} to {To}")]
    public static partial void SchemaCreated(this ILogger logger, int from, int to);

    [LoggerMessage(EventId = 154, Level = LogLevel.Information, Message = "Connections to the database {Database} had died; new ones are made")]
    public static partial void ConnectionsDied(this ILogger logger, string database);

    [LoggerMessage(EventId = 155, Level = LogLevel.Information, Message = "Run {Run} was removed; the store's file stays as long as it was ({Reason})")]
    public static partial void FileStaysLong(this ILogger logger, string run, string reason);

    [LoggerMessage(EventId = 201, Level = LogLevel.Information, Message = "Node {Node} is connected as incarnation {Incarnation}")]
    public static partial void NodeConnected(this ILogger logger, string node, long incarnation);

    [LoggerMessage(EventId = 202, Level = LogLevel.Warning, Message = "Node {Node} cannot connect and tries again: {Reason}")]
    public static partial void NodeCannotConnect(this ILogger logger, string node, string reason);

    [LoggerMessage(EventId = 203, Level = LogLevel.Warning, Message = "Node {Node} has lost its connection as incarnation {Incarnation}: {Reason}")]
    public static partial void NodeLosesConnection(this ILogger logger, string node, long incarnation, string reason);

    [LoggerMessage(EventId = 204, Level = LogLevel.Warning, Message = "Node {Node} does not reach the database: {Reason}")]
    public static partial void StoreIsAway(this ILogger logger, string node, string reason);

    [LoggerMessage(EventId = 205, Level = LogLevel.Error, Message = "Node {Node} has lost a leader or a site to an error of the program")]
    public static partial void ControlFails(this ILogger logger, Exception exception, string node);

    [LoggerMessage(EventId = 206, Level = LogLevel.Warning, Message = "Site of run {Run} in epoch {Epoch} cannot go on at tick {Tick}")]
    public static partial void SiteFails(this ILogger logger, Exception exception, string run, long epoch, long tick);

    [LoggerMessage(EventId = 207, Level = LogLevel.Information, Message = "Run {Run} in epoch {Epoch} has {Seats} seats here, from tick {Tick}")]
    public static partial void SiteBegins(this ILogger logger, string run, long epoch, int seats, long tick);

    [LoggerMessage(EventId = 210, Level = LogLevel.Information, Message = "Run {Run} is led in epoch {Epoch} by node {Node}")]
    public static partial void LeadBegins(this ILogger logger, string run, long epoch, string node);

    [LoggerMessage(EventId = 211, Level = LogLevel.Information, Message = "Run {Run} in epoch {Epoch} is no longer led here: {Reason}")]
    public static partial void LeadEnds(this ILogger logger, string run, long epoch, string reason);

    [LoggerMessage(EventId = 212, Level = LogLevel.Information, Message = "Run {Run} in epoch {Epoch} is placed on {Nodes} nodes with {Seats} seats, from the checkpoint after tick {Tick}")]
    public static partial void GenerationPlaced(this ILogger logger, string run, long epoch, int nodes, int seats, long tick);

    [LoggerMessage(EventId = 213, Level = LogLevel.Warning, Message = "Run {Run} in epoch {Epoch}: {Warning}")]
    public static partial void RoleIsMissing(this ILogger logger, string run, long epoch, string warning);

    [LoggerMessage(EventId = 214, Level = LogLevel.Warning, Message = "Run {Run} recovers after epoch {Epoch}: {Cause} of node {Node} at tick {Tick}: {Reason}")]
    public static partial void RunRecovers(this ILogger logger, string run, long epoch, RecoveryCause cause, string node, long tick, string reason);

    [LoggerMessage(EventId = 215, Level = LogLevel.Error, Message = "Run {Run} failed in epoch {Epoch}: {Reason}")]
    public static partial void RunFails(this ILogger logger, string run, long epoch, string reason);
}
