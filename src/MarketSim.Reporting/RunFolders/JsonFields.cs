using System.Text.Json;

namespace MarketSim.Reporting.RunFolders;

/// <summary>The fields of one JSON object, each refused by name when it is missing or not what it must be.</summary>
internal sealed class JsonFields
{
    private readonly string _path;
    private readonly JsonElement _element;

    public JsonFields(string path, JsonElement element)
    {
        _path = path;
        _element = element.ValueKind == JsonValueKind.Object
            ? element
            : throw new RunFolderException($"{path}:1: the file holds a JSON {element.ValueKind}; it must be one object.");
    }

    public string Text(string name) =>
        Required(name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : throw Malformed(name, "a text");

    public string TextOrNumber(string name) => Required(name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => throw Malformed(name, "a number or a text"),
    };

    public long Count(string name) =>
        Required(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out long count) && count >= 0
            ? count
            : throw Malformed(name, "a whole number that is not negative");

    public double Number(string name, double minimum, double maximum) =>
        Required(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out double number) && number >= minimum && number <= maximum
            ? number
            : throw Malformed(name, RangeForMessage(minimum, maximum));

    /// <summary>Empty when the field is absent or null.</summary>
    public IReadOnlyList<string> TextsOrNone(string name)
    {
        if (!_element.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        bool areTexts = value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String);
        return areTexts ? [.. value.EnumerateArray().Select(item => item.GetString()!)] : throw Malformed(name, "an array of texts");
    }

    public RunFolderException Malformed(string name, string allowed)
    {
        string found = _element.GetProperty(name).GetRawText();
        return new($"{_path}: {name} is {(found.Length <= 60 ? found : string.Concat(found.AsSpan(0, 57), "..."))}; it must be {allowed}.");
    }

    private JsonElement Required(string name) =>
        _element.TryGetProperty(name, out JsonElement value) ? value : throw new RunFolderException($"{_path}: field {name} is missing.");

    private static string RangeForMessage(double minimum, double maximum) => (minimum, maximum) switch
    {
        (0, double.MaxValue) => "a number that is not negative",
        (double.Epsilon, _) => "a number above 0",
        _ => $"a number from {minimum:R} to {maximum:R}",
    };
}
