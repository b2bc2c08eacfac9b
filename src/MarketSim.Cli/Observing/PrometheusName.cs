using System.Text;

namespace MarketSim.Cli.Observing;

/// <summary>What an instrument is called in Prometheus, by the rules that OpenTelemetry has for it.</summary>
internal static class PrometheusName
{
    /// <param name="unit">As in UCUM; units in braces only say what is counted.</param>
    public static string Of(string instrument, string unit, bool isCounter)
    {
        string name = Clean(instrument);
        string suffix = unit switch
        {
            "s" => "_seconds",
            "ms" => "_milliseconds",
            "By" => "_bytes",
            _ => string.Empty,
        };
        if (!name.EndsWith(suffix, StringComparison.Ordinal))
        {
            name += suffix;
        }

        return isCounter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    public static string OfLabel(string key) => Clean(key);

    /// <summary>Letters, digits and underscores, never beginning with a digit.</summary>
    private static string Clean(string name)
    {
        var clean = new StringBuilder(name.Length + 1);
        foreach (char character in name)
        {
            if (clean.Length == 0 && char.IsAsciiDigit(character))
            {
                clean.Append('_');
            }

            clean.Append(char.IsAsciiLetterOrDigit(character) ? character : '_');
        }

        return clean.ToString();
    }
}
