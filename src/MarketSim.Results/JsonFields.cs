using System.Text.Json;

namespace MarketSim.Results;

/// <summary>The fields of one JSON object, each refused by name when it is missing or not what it must be.</summary>
internal sealed class JsonFields
{
    private const int MaxValueShown = 60;

    private readonly string _path;
    private readonly JsonElement _element;

    public JsonFields(string path, JsonElement element)
    {
        _path = path;
        _element = element.ValueKind == JsonValueKind.Object
            ? element
            : throw new RunFolderException($"{path}:1: the file holds a JSON {element.ValueKind}; it must be one object.");
    }

    /// <summary>True when there is such a field: runs of earlier versions lack some.</summary>
    public bool Has(string name) => _element.TryGetProperty(name, out _);

    public string Text(string name) =>
        Required(name, JsonValueKind.String, "a text").GetString()!;

    public ulong Seed(string name)
    {
        const string rule = "a whole number from 0 to 18446744073709551615";
        return Required(name, JsonValueKind.Number, rule).TryGetUInt64(out ulong seed) ? seed : throw Malformed(name, rule);
    }

    public long Count(string name, long maximum = long.MaxValue)
    {
        const string rule = "a whole number that is not negative";
        return Required(name, JsonValueKind.Number, rule).TryGetInt64(out long count) && count >= 0 && count <= maximum ? count : throw Malformed(name, rule);
    }

    public double NumberAtLeastZero(string name)
    {
        const string rule = "a number that is not negative";
        double number = Required(name, JsonValueKind.Number, rule).GetDouble();
        return double.IsFinite(number) && number >= 0 ? number : throw Malformed(name, rule);
    }

    public decimal AmountAboveZero(string name)
    {
        const string rule = "a number above 0";
        return Required(name, JsonValueKind.Number, rule).TryGetDecimal(out decimal amount) && amount > 0 ? amount : throw Malformed(name, rule);
    }

    public IReadOnlyList<string> Texts(string name)
    {
        const string rule = "an array of texts";
        JsonElement array = Required(name, JsonValueKind.Array, rule);
        return array.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. array.EnumerateArray().Select(item => item.GetString()!)]
            : throw Malformed(name, rule);
    }

    /// <summary>A value of several fields.</summary>
    /// <param name="rule">The end of "it must be …".</param>
    public T Value<T>(string name, string rule)
    {
        try
        {
            return _element.GetProperty(name).Deserialize<T>(JsonSerializerOptions.Web)!;
        }
        catch (JsonException)
        {
            throw Malformed(name, rule);
        }
    }

    public RunFolderException Malformed(string name, string allowed)
    {
        string found = _element.GetProperty(name).GetRawText();
        string shown = found.Length <= MaxValueShown ? found : string.Concat(found.AsSpan(0, MaxValueShown - 3), "...");
        return new RunFolderException($"{_path}: {name} is {shown}; it must be {allowed}.");
    }

    private JsonElement Required(string name, JsonValueKind kind, string rule)
    {
        if (!_element.TryGetProperty(name, out JsonElement value))
        {
            throw new RunFolderException($"{_path}: field {name} is missing.");
        }

        return value.ValueKind == kind ? value : throw Malformed(name, rule);
    }
}
