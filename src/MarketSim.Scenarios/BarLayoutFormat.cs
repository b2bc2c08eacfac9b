using System.Text;
using MarketSim.Market.Data.Bars.Layouts;

namespace MarketSim.Scenarios;

/// <summary>The format of a bar layout in a scenario; values at their defaults are left out.</summary>
internal static class BarLayoutFormat
{
    private static readonly (string Word, char Separator)[] Separators = [("comma", ','), ("semicolon", ';'), ("tab", '\t'), ("pipe", '|'), ("space", ' ')];

    /// <summary>A value in lower case, words with an underscore between.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum
    {
        var word = new StringBuilder();
        foreach (char letter in value.ToString())
        {
            word.Append(char.IsUpper(letter) && word.Length > 0 ? "_" : string.Empty).Append(char.ToLowerInvariant(letter));
        }

        return word.ToString();
    }

    public static char? SeparatorOf(string text) =>
        Array.Find(Separators, known => known.Word == text) is { Word: not null } named ? named.Separator : text.Length == 1 && char.IsAscii(text[0]) && !char.IsLetterOrDigit(text[0]) && text[0] != '"' ? text[0] : null;

    public static void Write(YamlOutput yaml, BarLayout layout)
    {
        WriteColumns(yaml, layout.Columns);
        WriteText(yaml, "separator", layout.Separator is { } separator ? Array.Find(Separators, known => known.Separator == separator).Word ?? separator.ToString() : null);
        WriteText(yaml, "decimal", layout.DecimalMark?.ToString());
        WriteText(yaml, "timeFormat", layout.TimeFormat);
        WriteText(yaml, "timeZone", layout.TimeZone);
        if (layout.PriceScale is { } scale)
        {
            yaml.Line("priceScale", ScenarioFormat.Number(scale));
        }

        WriteText(yaml, "entry", layout.Entry);
        WriteText(yaml, "symbol", layout.Symbol);
        WriteChoice(yaml, "close", layout.Close);
        WriteChoice(yaml, "splits", layout.Splits);
        WriteChoice(yaml, "outliers", layout.Outliers);
        WriteChoice(yaml, "holes", layout.Holes);
        WriteChoice(yaml, "sessions", layout.Sessions);
        WriteChoice(yaml, "duplicates", layout.Duplicates);
    }

    private static void WriteColumns(YamlOutput yaml, BarColumns columns)
    {
        if (columns.IsEmpty)
        {
            return;
        }

        YamlOutput section = yaml.Section("columns");
        WriteText(section, "time", columns.Time);
        WriteText(section, "date", columns.Date);
        WriteText(section, "open", columns.Open);
        WriteText(section, "high", columns.High);
        WriteText(section, "low", columns.Low);
        WriteText(section, "close", columns.Close);
        WriteText(section, "volume", columns.Volume);
        WriteText(section, "symbol", columns.Symbol);
    }

    private static void WriteText(YamlOutput yaml, string key, string? text)
    {
        if (text is not null)
        {
            yaml.Line(key, YamlOutput.Quote(text));
        }
    }

    private static void WriteChoice<T>(YamlOutput yaml, string key, T value)
        where T : struct, Enum
    {
        if (!value.Equals(default(T)))
        {
            yaml.Line(key, Of(value));
        }
    }
}
