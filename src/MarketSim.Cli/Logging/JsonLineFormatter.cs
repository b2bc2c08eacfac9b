using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Serilog.Events;
using Serilog.Formatting;

namespace MarketSim.Cli.Logging;

/// <summary>One JSON object per line: time, level, event, node, run, epoch, tick, message, then the event's other fields.</summary>
internal sealed class JsonLineFormatter : ITextFormatter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Format(LogEvent logEvent, TextWriter output)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("time", LogFields.Time(logEvent));
            json.WriteString("level", logEvent.Level.ToString().ToLowerInvariant());
            if (EventNumber(logEvent) is { } number)
            {
                json.WriteNumber("event", number);
            }

            foreach (string field in LogFields.Common.Where(logEvent.Properties.ContainsKey))
            {
                Write(json, field, logEvent.Properties[field]);
            }

            json.WriteString("message", TextLineFormatter.Message(logEvent));
            foreach ((string name, LogEventPropertyValue value) in logEvent.Properties.OrderBy(property => property.Key, StringComparer.Ordinal))
            {
                if (LogFields.IsShown(name) && !LogFields.Common.Contains(name, StringComparer.Ordinal))
                {
                    Write(json, name, value);
                }
            }

            if (logEvent.Exception is { } exception)
            {
                json.WriteString("exception", exception.ToString());
            }

            json.WriteEndObject();
        }

        output.Write(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static int? EventNumber(LogEvent logEvent) =>
        logEvent.Properties.GetValueOrDefault("EventId") is StructureValue structure
            && structure.Properties.FirstOrDefault(property => property.Name == "Id")?.Value is ScalarValue { Value: int number }
            ? number
            : null;

    private static void Write(Utf8JsonWriter json, string name, LogEventPropertyValue value)
    {
        json.WritePropertyName(JsonNamingPolicy.CamelCase.ConvertName(name));
        switch ((value as ScalarValue)?.Value)
        {
            case null:
                json.WriteStringValue(value.ToString(null, CultureInfo.InvariantCulture));
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case IFormattable number when number is int or long or ulong or double or float or decimal or uint:
                json.WriteRawValue(JsonSerializer.Serialize(number, number.GetType()));
                break;
            case { } other:
                json.WriteStringValue(Convert.ToString(other, CultureInfo.InvariantCulture));
                break;
        }
    }
}
