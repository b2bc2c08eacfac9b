namespace MarketSim.Numerics.Tables;

/// <summary>A field of comma-separated values as it is written.</summary>
public static class CsvField
{
    /// <summary>The text itself, or in quotes (RFC 4180) where it holds a comma, a quote or a line break.</summary>
    public static string Of(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
