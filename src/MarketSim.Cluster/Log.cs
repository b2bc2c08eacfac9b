using Microsoft.Extensions.Logging;

namespace MarketSim.Cluster;

/// <summary>What a cluster writes into its logs. Nothing of it is on the path of a tick.</summary>
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
}
