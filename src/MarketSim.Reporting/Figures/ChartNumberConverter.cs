using System.Globalization;
using System.Text.Json;

namespace MarketSim.Reporting.Figures;

/// <summary>Writes nine digits, more than a screen shows, so that a report stays small.</summary>
internal sealed class ChartNumberConverter : FiniteNumberConverter
{
    protected override void WriteFinite(Utf8JsonWriter writer, double value)
    {
        Span<byte> digits = stackalloc byte[32];
        value.TryFormat(digits, out int length, "G9", CultureInfo.InvariantCulture);
        writer.WriteRawValue(digits[..length], skipInputValidation: true);
    }
}
