using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Unicode;

namespace MarketSim.Learning.Persistence;

/// <summary>Reads the format and trusts nothing: every length is checked before it is used.</summary>
internal static class SafetensorsReader
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 4 };

    public static SafetensorsFile Read(ReadOnlyMemory<byte> content, string source)
    {
        int headerLength = HeaderLength(content.Span, source);
        ReadOnlyMemory<byte> header = content.Slice(SafetensorsHeader.LengthBytes, headerLength);
        ReadOnlyMemory<byte> data = content[(SafetensorsHeader.LengthBytes + headerLength)..];
        if (header.Span[0] != (byte)'{')
        {
            throw Damaged(source, "the header does not begin with '{'; this is no safetensors file");
        }

        using JsonDocument json = ParseJson(header, source);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var extents = new List<TensorExtent>();
        try
        {
            ReadEntries(json.RootElement, metadata, extents, source);
        }
        catch (InvalidOperationException exception)
        {
            // What the JSON reader says of escapes that are half a character.
            throw new InvalidDataException($"{source}: a text of the header is not Unicode: {exception.Message}", exception);
        }

        return new SafetensorsFile(Cut(extents, data, source), metadata, source);
    }

    private static void ReadEntries(JsonElement root, Dictionary<string, string> metadata, List<TensorExtent> extents, string source)
    {
        foreach (JsonProperty entry in root.EnumerateObject())
        {
            if (entry.NameEquals(SafetensorsHeader.MetadataKey))
            {
                ReadMetadata(entry.Value, metadata, source);
            }
            else
            {
                extents.Add(ReadExtent(entry, source));
            }
        }
    }

    private static int HeaderLength(ReadOnlySpan<byte> content, string source)
    {
        if (content.Length < SafetensorsHeader.LengthBytes)
        {
            throw Damaged(source, $"the file ends after {content.Length} bytes; a header's length alone takes {SafetensorsHeader.LengthBytes}");
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(content);
        int present = content.Length - SafetensorsHeader.LengthBytes;
        if (length < 2 || length > SafetensorsHeader.MaxBytes)
        {
            throw Damaged(source, $"the header's length is given as {length} bytes; it must be 2 to {SafetensorsHeader.MaxBytes}");
        }

        return (int)length <= present
            ? (int)length
            : throw Damaged(source, $"the header's length is given as {length} bytes, but only {present} follow; the file is cut short");
    }

    private static JsonDocument ParseJson(ReadOnlyMemory<byte> header, string source)
    {
        if (!Utf8.IsValid(header.Span))
        {
            throw Damaged(source, "the header is not UTF-8; this is no safetensors file");
        }

        try
        {
            return JsonDocument.Parse(header, Strict);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{source}: the header is not the JSON it must be: {exception.Message}", exception);
        }
    }

    private static void ReadMetadata(JsonElement notes, Dictionary<string, string> metadata, string source)
    {
        if (notes.ValueKind != JsonValueKind.Object)
        {
            throw Damaged(source, $"{SafetensorsHeader.MetadataKey} is {notes.ValueKind}; it must map names to texts");
        }

        foreach (JsonProperty note in notes.EnumerateObject())
        {
            metadata[note.Name] = note.Value.ValueKind == JsonValueKind.String
                ? note.Value.GetString()!
                : throw Damaged(source, $"{SafetensorsHeader.MetadataKey}.{note.Name} is {note.Value.ValueKind}; it must be a text");
        }
    }

    private static TensorExtent ReadExtent(JsonProperty entry, string source)
    {
        JsonElement value = entry.Value;
        if (value.ValueKind != JsonValueKind.Object
            || !value.TryGetProperty(SafetensorsHeader.TypeKey, out JsonElement typeName)
            || !value.TryGetProperty(SafetensorsHeader.ShapeKey, out JsonElement shapeValues)
            || !value.TryGetProperty(SafetensorsHeader.OffsetsKey, out JsonElement offsetValues))
        {
            throw Damaged(
                source,
                $"the entry of tensor '{entry.Name}' needs {SafetensorsHeader.TypeKey}, {SafetensorsHeader.ShapeKey} and {SafetensorsHeader.OffsetsKey}");
        }

        if (typeName.ValueKind != JsonValueKind.String || !TensorTypes.TryParse(typeName.GetString(), out TensorType type))
        {
            throw Damaged(source, $"tensor '{entry.Name}' is of type {typeName.GetRawText()}; known are {TensorTypes.All}");
        }

        long[] shape = Counts(shapeValues, $"the shape of tensor '{entry.Name}'", source);
        long[] offsets = Counts(offsetValues, $"the offsets of tensor '{entry.Name}'", source);
        if (offsets.Length != 2 || offsets[0] > offsets[1])
        {
            throw Damaged(source, $"the offsets of tensor '{entry.Name}' are {Tensor.Text(offsets)}; they must be its begin and its end");
        }

        var extent = new TensorExtent(entry.Name, type, shape, offsets[0], offsets[1]);
        Int128 needed = TensorTypes.BytesOf(type);
        foreach (long dimension in shape)
        {
            needed *= dimension;
            if (needed > long.MaxValue)
            {
                throw Damaged(source, $"tensor '{entry.Name}' of shape {Tensor.Text(shape)} is longer than any file");
            }
        }

        return needed == extent.Length ? extent : throw Damaged(
            source,
            $"tensor '{entry.Name}' of type {TensorTypes.NameOf(type)} and shape {Tensor.Text(shape)} needs {needed} bytes; its offsets {Tensor.Text(offsets)} give it {extent.Length}");
    }

    private static long[] Counts(JsonElement values, string what, string source)
    {
        if (values.ValueKind != JsonValueKind.Array)
        {
            throw Damaged(source, $"{what} is {values.GetRawText()}; it must be a list of whole numbers");
        }

        long[] counts = new long[values.GetArrayLength()];
        int index = 0;
        foreach (JsonElement value in values.EnumerateArray())
        {
            if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out counts[index]) || counts[index] < 0)
            {
                throw Damaged(source, $"{what} holds {value.GetRawText()}; it must be a whole number from 0 up");
            }

            index++;
        }

        return counts;
    }

    // What the format demands: data of all tensors lie one after another, without gap or overlap, and end with the file.
    private static Tensor[] Cut(List<TensorExtent> extents, ReadOnlyMemory<byte> data, string source)
    {
        TensorExtent[] ordered = [.. extents.OrderBy(extent => extent.Begin).ThenBy(extent => extent.End)];
        long end = 0;
        foreach (TensorExtent extent in ordered)
        {
            if (extent.Begin != end)
            {
                string fault = extent.Begin < end ? "overlaps what stands before it, which ends" : "leaves a gap after what stands before it, which ends";
                throw Damaged(source, $"tensor '{extent.Name}' begins at byte {extent.Begin} and {fault} at {end}");
            }

            end = extent.End;
            if (end > data.Length)
            {
                throw Damaged(source, $"tensor '{extent.Name}' ends at byte {end} of the data, but the file has only {data.Length}; it is cut short");
            }
        }

        if (end != data.Length)
        {
            throw Damaged(source, $"the tensors end at byte {end} of the data, but the file has {data.Length}");
        }

        return
        [
            .. ordered.Select(extent =>
                new Tensor(extent.Name, extent.Type, extent.Shape, data.Slice((int)extent.Begin, (int)extent.Length))),
        ];
    }

    private static InvalidDataException Damaged(string source, string fault) => new($"{source}: {fault}.");

    private sealed record TensorExtent(string Name, TensorType Type, long[] Shape, long Begin, long End)
    {
        public long Length => End - Begin;
    }
}
