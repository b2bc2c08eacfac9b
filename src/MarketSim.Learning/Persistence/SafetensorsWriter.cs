using System.Buffers.Binary;
using System.Text.Json;

namespace MarketSim.Learning.Persistence;

/// <summary>Writes the format: widest elements first, so that every tensor is aligned, and by name among equals.</summary>
internal static class SafetensorsWriter
{
    public static byte[] Write(SafetensorsFile file)
    {
        Tensor[] tensors =
        [
            .. file.Tensors.OrderByDescending(tensor => TensorTypes.BytesOf(tensor.Type)).ThenBy(tensor => tensor.Name, StringComparer.Ordinal),
        ];
        byte[] header = Header(file.Metadata, tensors);
        int headerLength = (header.Length + SafetensorsHeader.Alignment - 1) / SafetensorsHeader.Alignment * SafetensorsHeader.Alignment;
        long length = SafetensorsHeader.LengthBytes + headerLength + tensors.Sum(tensor => (long)tensor.Data.Length);
        if (headerLength > SafetensorsHeader.MaxBytes || length > Array.MaxLength)
        {
            throw new InvalidOperationException(
                $"A file holds a header of at most {SafetensorsHeader.MaxBytes} bytes and {Array.MaxLength} bytes in all; these are {headerLength} and {length}.");
        }

        byte[] bytes = new byte[length];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)headerLength);
        Span<byte> padded = bytes.AsSpan(SafetensorsHeader.LengthBytes, headerLength);
        padded.Fill((byte)' ');
        header.CopyTo(padded);
        int position = SafetensorsHeader.LengthBytes + headerLength;
        foreach (Tensor tensor in tensors)
        {
            tensor.Data.Span.CopyTo(bytes.AsSpan(position));
            position += tensor.Data.Length;
        }

        return bytes;
    }

    private static byte[] Header(IReadOnlyDictionary<string, string> metadata, Tensor[] tensors)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            if (metadata.Count > 0)
            {
                json.WriteStartObject(SafetensorsHeader.MetadataKey);
                foreach ((string name, string note) in metadata)
                {
                    json.WriteString(name, note);
                }

                json.WriteEndObject();
            }

            long position = 0;
            foreach (Tensor tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString(SafetensorsHeader.TypeKey, TensorTypes.NameOf(tensor.Type));
                WriteNumbers(json, SafetensorsHeader.ShapeKey, tensor.Shape);
                WriteNumbers(json, SafetensorsHeader.OffsetsKey, [position, position + tensor.Data.Length]);
                json.WriteEndObject();
                position += tensor.Data.Length;
            }

            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, ReadOnlySpan<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (long number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }
}
