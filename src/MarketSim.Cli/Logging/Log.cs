using Microsoft.Extensions.Logging;

namespace MarketSim.Cli.Logging;

internal static partial class Log
{
    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "Run is {Status} after {Ticks} ticks; fingerprint {Fingerprint}")]
    public static partial void RunEnds(this ILogger logger, string status, long ticks, string fingerprint);

    [LoggerMessage(EventId = 3, Level = LogLevel.Error, Message = "Run failed")]
    public static partial void RunFails(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 4, Level = LogLevel.Warning, Message = "The run is finished, its report could not be written: {Reason}")]
    public static partial void ReportFails(this ILogger logger, string reason);

    [LoggerMessage(EventId = 5, Level = LogLevel.Information, Message = "Training {Scenario} with seed {Seed} and {Learners} learners on bars begins or continues in {Folder}")]
    public static partial void BarsRunBegins(this ILogger logger, string scenario, ulong seed, int learners, string folder);

    [LoggerMessage(EventId = 6, Level = LogLevel.Information, Message = "Training on bars is {Status} after {Steps} steps; state digest {StateDigest}")]
    public static partial void BarsRunEnds(this ILogger logger, string status, long steps, string stateDigest);

    // One parameter per named field of the message: the generator takes no record.
    [LoggerMessage(EventId = 10, Level = LogLevel.Information, Message = "Node {Node} of version {Version}, build {Build}, starts with {Threads} threads and the roles {Roles}; seeds {Seeds}, store {Store}")]
    public static partial void NodeStarts(this ILogger logger, string node, string version, string build, int threads, string roles, string seeds, string store);

    [LoggerMessage(EventId = 11, Level = LogLevel.Warning, Message = "Node {Node} waits for its store: {Reason}")]
    public static partial void NodeWaitsForStore(this ILogger logger, string node, string reason);

    [LoggerMessage(EventId = 12, Level = LogLevel.Information, Message = "Node {Node} was told to stop: {Action}")]
    public static partial void NodeIsTold(this ILogger logger, string node, string action);

    [LoggerMessage(EventId = 13, Level = LogLevel.Information, Message = "Node {Node} has left the cluster")]
    public static partial void NodeEnds(this ILogger logger, string node);
}
