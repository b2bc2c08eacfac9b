using System.Globalization;
using Serilog.Events;

namespace MarketSim.Cli.Logging;

/// <summary>The fields of a node's log that are the same for all events, in this order.</summary>
internal static class LogFields
{
    public const string Node = "Node";

    public static IReadOnlyList<string> Common { get; } = [Node, "Run", "Epoch", "Tick"];

    /// <summary>UTC, to the millisecond.</summary>
    public static string Time(LogEvent logEvent) => logEvent.Timestamp.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    /// <summary>True for a property that a log line shows: all but the logger's category and the event id, which tell an operator nothing.</summary>
    public static bool IsShown(string property) => property is not ("SourceContext" or "EventId");
}
