using MarketSim.Cluster.Store;
using Microsoft.Extensions.Logging;

namespace MarketSim.Cluster;

/// <summary>The log messages of a node. Nothing of it is on the path of a tick.</summary>
internal static partial class Log
{
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

    [LoggerMessage(EventId = 204, Level = LogLevel.Warning, Message = "Node {Node} does not reach the store: {Reason}")]
    public static partial void StoreIsAway(this ILogger logger, string node, string reason);

    [LoggerMessage(EventId = 205, Level = LogLevel.Error, Message = "Node {Node} lost a leader or a participant host to an error of the program")]
    public static partial void ControlFails(this ILogger logger, Exception exception, string node);

    [LoggerMessage(EventId = 206, Level = LogLevel.Warning, Message = "Host of run {Run} in epoch {Epoch} cannot continue at tick {Tick}")]
    public static partial void HostFails(this ILogger logger, Exception exception, string run, long epoch, long tick);

    [LoggerMessage(EventId = 207, Level = LogLevel.Information, Message = "Run {Run} in epoch {Epoch} has {Slots} slots here, from tick {Tick}")]
    public static partial void HostBegins(this ILogger logger, string run, long epoch, int slots, long tick);

    [LoggerMessage(EventId = 210, Level = LogLevel.Information, Message = "Run {Run} is led in epoch {Epoch} by node {Node}")]
    public static partial void LeadBegins(this ILogger logger, string run, long epoch, string node);

    [LoggerMessage(EventId = 211, Level = LogLevel.Information, Message = "Run {Run} in epoch {Epoch} is no longer led here: {Reason}")]
    public static partial void LeadEnds(this ILogger logger, string run, long epoch, string reason);

    [LoggerMessage(EventId = 212, Level = LogLevel.Information, Message = "Run {Run} in epoch {Epoch} is placed on {Nodes} nodes with {Slots} slots, from the checkpoint after tick {Tick}")]
    public static partial void EpochPlaced(this ILogger logger, string run, long epoch, int nodes, int slots, long tick);

    [LoggerMessage(EventId = 213, Level = LogLevel.Warning, Message = "Run {Run} in epoch {Epoch}: {Warning}")]
    public static partial void PlacementWarns(this ILogger logger, string run, long epoch, string warning);

    [LoggerMessage(EventId = 214, Level = LogLevel.Warning, Message = "Run {Run} recovers after epoch {Epoch}: {Cause} of node {Node} at tick {Tick}: {Reason}")]
    public static partial void RunRecovers(this ILogger logger, string run, long epoch, RecoveryCause cause, string node, long tick, string reason);

    [LoggerMessage(EventId = 216, Level = LogLevel.Warning, Message = "Run {Run} in epoch {Epoch} waits: {Reason}")]
    public static partial void RunWaits(this ILogger logger, string run, long epoch, string reason);

    [LoggerMessage(EventId = 215, Level = LogLevel.Error, Message = "Run {Run} failed in epoch {Epoch}: {Reason}")]
    public static partial void RunFails(this ILogger logger, string run, long epoch, string reason);
}
