using System.Text.Json;
using System.Text.Json.Serialization;

namespace MarketSim.Reporting.Figures;

/// <summary>Writes null for what is not finite: JSON has no other word for nothing. All other numbers keep their value exactly.</summary>
public class FiniteNumberConverter : JsonConverter<double>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

    /// <inheritdoc/>
    public sealed override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (double.IsFinite(value))
        {
            WriteFinite(writer, value);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    /// <summary>Writes a finite number.</summary>
    protected virtual void WriteFinite(Utf8JsonWriter writer, double value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteNumberValue(value);
    }
}
