using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MarketSim.Reporting.Charts;

/// <summary>Writes nine digits, more than a screen shows, and null for what is not finite; a report stays small.</summary>
internal sealed class ChartNumberConverter : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

    public override bool HandleNull => true;

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (!double.IsFinite(value))
        {
            writer.WriteNullValue();
            return;
        }

        Span<byte> digits = stackalloc byte[32];
        value.TryFormat(digits, out int length, "G9", CultureInfo.InvariantCulture);
        writer.WriteRawValue(digits[..length], skipInputValidation: true);
    }
}
