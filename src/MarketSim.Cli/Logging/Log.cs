using Microsoft.Extensions.Logging;

namespace MarketSim.Cli.Logging;

internal static partial class Log
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Run of {Scenario} with seed {Seed} and {Agents} agents begins or goes on in {Folder}")]
    public static partial void RunBegins(this ILogger logger, string scenario, ulong seed, int agents, string folder);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "Run is {Status} after {Ticks} ticks; fingerprint {Fingerprint}")]
    public static partial void RunEnds(this ILogger logger, string status, long ticks, string fingerprint);

    [LoggerMessage(EventId = 3, Level = LogLevel.Error, Message = "Run failed")]
    public static partial void RunFails(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 4, Level = LogLevel.Warning, Message = "The run is finished, its report could not be written: {Reason}")]
    public static partial void ReportFails(this ILogger logger, string reason);
}
