using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;

namespace MarketSim.Cli.Logging;

/// <summary><c>2026-01-02T09:30:00.000Z INF node=market-1 run=day epoch=3 tick=1200 Message</c>; an exception follows in the same line.</summary>
internal sealed class TextLineFormatter : ITextFormatter
{
    public void Format(LogEvent logEvent, TextWriter output)
    {
        output.Write($"{LogFields.Time(logEvent)} {Level(logEvent.Level)}");
        foreach (string field in LogFields.Common)
        {
            if (logEvent.Properties.TryGetValue(field, out LogEventPropertyValue? value))
            {
                output.Write($" {field.ToLowerInvariant()}={Plain(value)}");
            }
        }

        output.Write(' ');
        output.Write(OneLine(Message(logEvent)));
        if (logEvent.Exception is { } exception)
        {
            output.Write(" | ");
            output.Write(OneLine(exception.ToString()));
        }
    }

    /// <summary>The message with texts as they are: Serilog quotes them.</summary>
    internal static string Message(LogEvent logEvent)
    {
        using var message = new StringWriter(CultureInfo.InvariantCulture);
        foreach (Serilog.Parsing.MessageTemplateToken token in logEvent.MessageTemplate.Tokens)
        {
            if (token is Serilog.Parsing.PropertyToken property && logEvent.Properties.TryGetValue(property.PropertyName, out LogEventPropertyValue? value))
            {
                message.Write(Plain(value));
            }
            else
            {
                token.Render(logEvent.Properties, message, CultureInfo.InvariantCulture);
            }
        }

        return message.ToString();
    }

    private static string Plain(LogEventPropertyValue value) =>
        value is ScalarValue { Value: string text } ? text : value.ToString(null, CultureInfo.InvariantCulture);

    private static string OneLine(string text) => string.Join(" | ", text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static string Level(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose => "VRB",
        LogEventLevel.Debug => "DBG",
        LogEventLevel.Information => "INF",
        LogEventLevel.Warning => "WRN",
        LogEventLevel.Error => "ERR",
        _ => "FTL",
    };
}
