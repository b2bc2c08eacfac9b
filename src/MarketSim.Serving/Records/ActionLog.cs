using System.Buffers.Binary;

namespace MarketSim.Serving.Records;

/// <summary>The requests of a run through the environment server as they came, one after the other: what a repetition goes by. Each is four bytes of length, little-endian, and the request.</summary>
internal static class ActionLog
{
    private const int MaximumLength = 1 << 26;

    public static void Append(Stream stream, ReadOnlySpan<byte> request)
    {
        Span<byte> header = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(header, request.Length);
        stream.Write(header);
        stream.Write(request);
    }

    /// <summary>All that are whole: a process that was killed may have left a part of the last one.</summary>
    public static IEnumerable<byte[]> Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        byte[] header = new byte[sizeof(int)];
        while (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(header);
            if (length is < 1 or > MaximumLength)
            {
                throw new InvalidDataException($"{path} is damaged: a request of {length} bytes, where 1 to {MaximumLength} are allowed.");
            }

            byte[] request = new byte[length];
            if (stream.ReadAtLeast(request, length, throwOnEndOfStream: false) < length)
            {
                yield break;
            }

            yield return request;
        }
    }
}
