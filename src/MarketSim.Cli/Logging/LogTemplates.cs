using System.Globalization;
using System.Text.Json;
using Serilog.Events;
using Serilog.Expressions;
using Serilog.Templates;

namespace MarketSim.Cli.Logging;

/// <summary>The lines of a node's log. Node, run, epoch and tick are those that an event names; what it does not name is left out.</summary>
internal static class LogTemplates
{
    /// <summary>The property that names the node.</summary>
    public const string Node = nameof(Node);

    /// <summary><c>2026-01-02T09:30:00.000Z INF node=market-1 run=day epoch=3 tick=1200 Message</c>; an exception follows in the same line.</summary>
    public static ExpressionTemplate Text { get; } = Of(
        "{Utc(@t)} {@l:u3}{#each name, value in {node: Node, run: Run, epoch: Epoch, tick: Tick}} {name}={value}{#end} {OneLine(@m)}{#if @x is not null} | {OneLine(ToString(@x))}{#end}\n");

    /// <summary>One JSON object per line: time, level, event, node, run, epoch, tick, message, then the event's other fields by name, and an exception.</summary>
    public static ExpressionTemplate Json { get; } = Of(
        "{ {time: Utc(@t), level: LowerCase(@l), event: EventId.Id, node: Node, run: Run, epoch: Epoch, tick: Tick, message: @m, ..Others(rest()), exception: ToString(@x)} }\n");

    private static ExpressionTemplate Of(string template) => new(template, CultureInfo.InvariantCulture, new StaticMemberNameResolver(typeof(Functions)));

    /// <summary>Functions of the templates' own.</summary>
    private static class Functions
    {
        /// <summary>To the millisecond.</summary>
        public static LogEventPropertyValue? Utc(LogEventPropertyValue? time) =>
            time is ScalarValue { Value: DateTimeOffset moment } ? new ScalarValue(moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)) : time;

        public static LogEventPropertyValue? LowerCase(LogEventPropertyValue? value) => Changed(value, static text => text.ToLowerInvariant());

        public static LogEventPropertyValue? OneLine(LogEventPropertyValue? value) =>
            Changed(value, static text => string.Join(" | ", text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));

        /// <summary>In JSON's case, without the logger's category, which tells an operator nothing.</summary>
        public static LogEventPropertyValue? Others(LogEventPropertyValue? rest) => rest is StructureValue fields
            ? new StructureValue(fields.Properties
                .Where(static field => field.Name != "SourceContext")
                .OrderBy(static field => field.Name, StringComparer.Ordinal)
                .Select(static field => new LogEventProperty(JsonNamingPolicy.CamelCase.ConvertName(field.Name), field.Value)))
            : rest;

        private static ScalarValue? Changed(LogEventPropertyValue? value, Func<string, string> change) =>
            value is ScalarValue { Value: { } scalar } ? new ScalarValue(change(Convert.ToString(scalar, CultureInfo.InvariantCulture)!)) : null;
    }
}
