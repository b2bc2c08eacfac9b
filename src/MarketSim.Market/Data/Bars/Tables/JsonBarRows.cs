using System.Text.Json;

namespace MarketSim.Market.Data.Bars.Tables;

/// <summary>
/// Rows of a JSON text: a list of objects (one name per column), a list of lists, an object of lists (one per column), or an object of objects (one per time,
/// which is its name), at the top or below a name such as <c>results</c>. The first row has the names, where there are any.
/// </summary>
internal static class JsonBarRows
{
    private const string NameOfKeys = "time";

    /// <exception cref="InvalidDataException">The text is no JSON, or holds no such list.</exception>
    public static IReadOnlyList<string?[]> Read(Stream stream, string fileName)
    {
        try
        {
            JsonElement[] roots = Roots(stream);
            return (roots.Length == 1 ? Find(roots[0]) : OfObjects(roots.Select(row => (default(string), row))))
                ?? throw new InvalidDataException($"{fileName}: holds no list of bars; it must be a list of objects or of lists, or an object of lists with one for each column.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{fileName}:{(error.LineNumber ?? 0) + 1}: is no JSON: {error.Message}", error);
        }
    }

    /// <summary>One value, or one on each line.</summary>
    private static JsonElement[] Roots(Stream stream)
    {
        using var content = new MemoryStream();
        stream.CopyTo(content);
        ReadOnlySpan<byte> text = content.GetBuffer().AsSpan(0, (int)content.Length);
        var reader = new Utf8JsonReader(text.StartsWith("\uFEFF"u8) ? text[3..] : text, new JsonReaderOptions { AllowMultipleValues = true });
        List<JsonElement> roots = [];
        while (reader.Read())
        {
            roots.Add(JsonElement.ParseValue(ref reader));
        }

        return [.. roots];
    }

    private static IReadOnlyList<string?[]>? Find(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array when element.GetArrayLength() > 0 => element[0].ValueKind switch
        {
            JsonValueKind.Object => OfObjects(element.EnumerateArray().Select(row => (default(string), row))),
            JsonValueKind.Array => [.. element.EnumerateArray().Select(row => row.EnumerateArray().Select(Text).ToArray())],
            _ => null,
        },
        JsonValueKind.Object => OfSplit(element) ?? OfColumns(element) ?? OfTimes(element) ?? OfNamedColumns(element) ?? element.EnumerateObject().Select(member => Find(member.Value)).FirstOrDefault(rows => rows is not null),
        _ => null,
    };

    private static List<string?[]> OfObjects(IEnumerable<(string? Time, JsonElement Row)> objects)
    {
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        List<string?[]> rows = [];
        foreach ((string? time, JsonElement row) in objects)
        {
            string?[] texts = new string?[Math.Max(columns.Count, 1)];
            if (time is not null)
            {
                columns.TryAdd(NameOfKeys, columns.Count);
                texts[columns[NameOfKeys]] = time;
            }

            foreach (JsonProperty member in row.ValueKind == JsonValueKind.Object ? row.EnumerateObject() : default)
            {
                if (columns.TryAdd(member.Name, columns.Count) || columns[member.Name] >= texts.Length)
                {
                    Array.Resize(ref texts, columns.Count);
                }

                texts[columns[member.Name]] = Text(member.Value);
            }

            rows.Add(texts);
        }

        string?[] names = [.. columns.OrderBy(column => column.Value).Select(column => column.Key)];
        return [names, .. rows.Select(row => row.Length == names.Length ? row : [.. row, .. new string?[names.Length - row.Length]])];
    }

    /// <summary>An object with a list of equal length for each column; what else it has is left out.</summary>
    private static IReadOnlyList<string?[]>? OfColumns(JsonElement element)
    {
        JsonProperty[] lists = [.. element.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Array && IsOfValues(member.Value))];
        if (lists.Length < 4)
        {
            return null;
        }

        int length = lists.Max(list => list.Value.GetArrayLength());
        JsonProperty[] columns = [.. lists.Where(list => list.Value.GetArrayLength() == length)];
        string?[][] texts = [.. columns.Select(column => column.Value.EnumerateArray().Select(Text).ToArray())];
        return [[.. columns.Select(column => column.Name)], .. Enumerable.Range(0, length).Select(row => texts.Select(column => column[row]).ToArray())];
    }

    /// <summary>The names of the columns, the rows, and perhaps an index of times, as pandas writes them apart.</summary>
    private static IReadOnlyList<string?[]>? OfSplit(JsonElement element)
    {
        if (!element.TryGetProperty("columns", out JsonElement columns) || !element.TryGetProperty("data", out JsonElement data)
            || columns.ValueKind != JsonValueKind.Array || data.ValueKind != JsonValueKind.Array || data.GetArrayLength() == 0 || data[0].ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        string?[] names = [.. columns.EnumerateArray().Select(Text)];
        IEnumerable<string?[]> rows = data.EnumerateArray().Select(row => row.EnumerateArray().Select(Text).ToArray());
        return element.TryGetProperty("index", out JsonElement index) && index.ValueKind == JsonValueKind.Array && index.GetArrayLength() == data.GetArrayLength()
            ? [[NameOfKeys, .. names], .. index.EnumerateArray().Zip(rows, (time, row) => (string?[])[Text(time), .. row])]
            : [names, .. rows];
    }

    /// <summary>An object of objects, one per column, whose values go by their times.</summary>
    private static IReadOnlyList<string?[]>? OfNamedColumns(JsonElement element)
    {
        JsonProperty[] columns = [.. element.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Object)];
        if (columns.Length < 4)
        {
            return null;
        }

        string[] times = [.. columns[0].Value.EnumerateObject().Select(member => member.Name)];
        var rows = times.ToDictionary(time => time, _ => new string?[columns.Length + 1], StringComparer.Ordinal);
        for (int column = 0; column < columns.Length; column++)
        {
            foreach (JsonProperty value in columns[column].Value.EnumerateObject())
            {
                if (rows.TryGetValue(value.Name, out string?[]? row))
                {
                    row[column + 1] = Text(value.Value);
                }
            }
        }

        foreach ((string time, string?[] row) in rows)
        {
            row[0] = time;
        }

        return [[NameOfKeys, .. columns.Select(column => column.Name)], .. times.Select(time => rows[time])];
    }

    private static bool IsOfValues(JsonElement list) => list.GetArrayLength() > 0 && list[0].ValueKind is JsonValueKind.Number or JsonValueKind.String;

    private static List<string?[]>? OfTimes(JsonElement element)
    {
        JsonProperty[] members = [.. element.EnumerateObject()];
        return members.Length > 0 && members.All(member => member.Value.ValueKind == JsonValueKind.Object && member.Name.Length > 0 && char.IsAsciiDigit(member.Name[0]))
            ? OfObjects(members.Select(member => ((string?)member.Name, member.Value)))
            : null;
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };
}
