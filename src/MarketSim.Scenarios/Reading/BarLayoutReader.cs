using System.Globalization;
using MarketSim.Agents.Parameters;
using MarketSim.Market.Data.Bars.Layouts;

namespace MarketSim.Scenarios.Reading;

/// <summary>Reads what a section says of how a file of bars is written, and of what is done with what looks wrong in it.</summary>
internal sealed class BarLayoutReader(SectionReader section)
{
    private const string Columns = "columns";
    private const string Skip = "skip";

    private static readonly string[] Fields = ["time", "date", "open", "high", "low", "close", "volume", "symbol"];

    private static readonly ValueRule<char?> Separator = new(
        "comma, semicolon, tab, pipe, space or one character",
        text => BarLayoutFormat.SeparatorOf(text) is { } separator ? new(separator) : null);

    private static readonly ValueRule<char?> DecimalMark = new("a point or a comma, in quotes", text => text is "." or "," ? new(text[0]) : null);

    private static readonly ValueRule<string?> TimeFormat = new(
        "a custom format of .NET, e.g. dd/MM/yyyy HH:mm, or unix_s, unix_ms, unix_us, unix_ns",
        text => IsTimeFormat(text) ? new(text) : null);

    private static readonly ValueRule<string?> TimeZone = new("UTC or an IANA name, e.g. America/New_York", text => text.Length > 0 ? new(text) : null);

    private static readonly ValueRule<double?> PriceScale = new(
        "a number greater than 0 that prices are multiplied by, e.g. 0.0001",
        text => UnitText.TryParse(text, ParameterUnit.Number, out double value) && value is > 0 and < 1e12 ? new(value) : null);

    private static readonly ValueRule<string?> Text = new("a text", text => text.Length > 0 ? new(text) : null);

    /// <summary>Reads the section; null after a problem, which is reported.</summary>
    public BarLayout? Read()
    {
        int problemsBefore = section.Problems.Count;
        BarColumns? columns = ReadColumns();
        var layout = new BarLayout
        {
            Columns = columns ?? new BarColumns(),
            Separator = section.Optional("separator", Separator, null, ScenarioKeywords.Auto).Value,
            DecimalMark = section.Optional("decimal", DecimalMark, null, ScenarioKeywords.Auto).Value,
            TimeFormat = section.Optional("timeFormat", TimeFormat, null, ScenarioKeywords.Auto).Value,
            TimeZone = section.Optional("timeZone", TimeZone, null, ScenarioKeywords.Auto).Value,
            PriceScale = section.Optional("priceScale", PriceScale, null, ScenarioKeywords.Auto).Value,
            Entry = section.Optional("entry", Text, null, ScenarioKeywords.Auto).Value,
            Symbol = section.Optional("symbol", Text, null, ScenarioKeywords.Auto).Value,
            Close = Choice("close", CloseChoice.Traded),
            Splits = Choice("splits", SplitRule.Warn),
            Outliers = Choice("outliers", OutlierRule.Warn),
            Holes = Choice("holes", HoleRule.Warn),
            Sessions = Choice("sessions", SessionRule.Separate),
            Duplicates = Choice("duplicates", DuplicateRule.Warn),
        };
        return section.Problems.Count == problemsBefore ? layout : null;
    }

    private T Choice<T>(string key, T standard)
        where T : struct, Enum
    {
        string words = string.Join(", ", Enum.GetValues<T>().Select(BarLayoutFormat.Of));
        var rule = new ValueRule<T>($"one of {words}", text => Enum.GetValues<T>().Where(value => BarLayoutFormat.Of(value) == text).Select(value => new Parsed<T>(value)).Cast<Parsed<T>?>().FirstOrDefault());
        return section.Optional(key, rule, standard, BarLayoutFormat.Of(standard)).Value;
    }

    /// <summary>Names in their order, or what each is called: a header's name, or a number from 1.</summary>
    private BarColumns? ReadColumns()
    {
        if (!section.HasSection(Columns))
        {
            Field<IReadOnlyList<string>?> listed = section.OptionalList<IReadOnlyList<string>?>(
                Columns,
                new ValueRule<IReadOnlyList<string>?>(
                    $"a list of what the columns are, in their order ({string.Join(", ", Fields)} or {Skip}), each once, or names by field, e.g. {{ close: Last }}",
                    text => text.Split(',', StringSplitOptions.TrimEntries) is var words && words.All(word => word == Skip || Fields.Contains(word, StringComparer.Ordinal))
                        && words.Where(word => word != Skip).Distinct(StringComparer.Ordinal).Count() == words.Count(word => word != Skip) ? new(words) : null),
                null);
            return listed.Value is null ? new BarColumns() : Of(field => listed.Value.ToList().IndexOf(field) is var index and >= 0 ? (index + 1).ToString(CultureInfo.InvariantCulture) : null);
        }

        SectionReader named = section.Section(Columns);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string field in Fields)
        {
            if (named.Optional(field, Text, null, string.Empty).Value is { } name)
            {
                names.Add(field, name);
            }
        }

        named.Close();
        return Of(field => names.GetValueOrDefault(field));
    }

    private static BarColumns Of(Func<string, string?> find) => new(
        find("time"), find("date"), find("open"), find("high"), find("low"), find("close"), find("volume"), find("symbol"));

    private static bool IsTimeFormat(string text)
    {
        try
        {
            return text.Length > 0 && DateTime.UnixEpoch.ToString(text, CultureInfo.InvariantCulture) is var written && (written != text || text.StartsWith("unix_", StringComparison.Ordinal));
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
