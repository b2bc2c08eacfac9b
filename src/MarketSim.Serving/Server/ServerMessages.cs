using System.Runtime.InteropServices;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Serialization;
using MarketSim.Serving.Worlds;

namespace MarketSim.Serving.Server;

/// <summary>Reads the parts of requests and writes answers. Rows of numbers are their bytes, little-endian.</summary>
internal static class ServerMessages
{
    /// <summary>A text within the bound.</summary>
    /// <exception cref="InvalidDataException">It is longer, or no text.</exception>
    public static string ReadText(ref MessagePackReader reader)
    {
        string text = reader.ReadString();
        return text.Length <= ServerProtocol.MaximumText
            ? text
            : throw new InvalidDataException($"A text has {text.Length} characters; at most {ServerProtocol.MaximumText} are allowed.");
    }

    public static WorldRequest ReadWorldRequest(ref MessagePackReader reader)
    {
        string kind = ReadText(ref reader);
        string? scenario = reader.TryReadNil() ? null : ReadText(ref reader);
        int count = reader.ReadInt32();
        if (count is < 1 or > ServerProtocol.MaximumEnvironments)
        {
            throw new WorldException($"{count} environments are asked for; 1 to {ServerProtocol.MaximumEnvironments} can be had at once.");
        }

        int agents = reader.ReadArrayHeader();
        if (agents > ServerProtocol.MaximumAgents)
        {
            throw new WorldException($"There are {agents} agents; at most {ServerProtocol.MaximumAgents} can trade in one market.");
        }

        string[] names = new string[agents];
        for (int i = 0; i < agents; i++)
        {
            names[i] = ReadText(ref reader);
        }

        int options = reader.ReadArrayHeader();
        if (options > ServerProtocol.MaximumOptions)
        {
            throw new WorldException($"There are {options} options; at most {ServerProtocol.MaximumOptions} are allowed.");
        }

        var given = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < options; i++)
        {
            reader.ReadArrayHeader(2);
            string name = ReadText(ref reader);
            if (!given.TryAdd(name, ReadText(ref reader)))
            {
                throw new WorldException($"Option {name} is given twice.");
            }
        }

        return new WorldRequest(kind, scenario, count, names, given, reader.ReadBoolean());
    }

    public static ReadOnlySpan<T> ReadRow<T>(ref MessagePackReader reader)
        where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = reader.ReadBytes();
        if (bytes.Length % Marshal.SizeOf<T>() != 0)
        {
            throw new InvalidDataException($"A row has {bytes.Length} bytes; it must be whole numbers of {Marshal.SizeOf<T>()} bytes.");
        }

        return MemoryMarshal.Cast<byte, T>(bytes);
    }

    public static void WriteRow<T>(MessagePackWriter writer, ReadOnlySpan<T> values)
        where T : unmanaged => writer.WriteBytes(MemoryMarshal.AsBytes(values));

    public static void WriteNames(MessagePackWriter writer, IReadOnlyList<string> names)
    {
        writer.WriteArrayHeader(names.Count);
        foreach (string name in names)
        {
            writer.WriteString(name);
        }
    }

    public static void WriteSpace(MessagePackWriter writer, Space space)
    {
        switch (space)
        {
            case BoxSpace box:
                writer.WriteArrayHeader(3);
                writer.WriteString("box");
                WriteRow(writer, box.Low);
                WriteRow(writer, box.High);
                break;
            case DiscreteSpace discrete:
                writer.WriteArrayHeader(2);
                writer.WriteString("discrete");
                writer.WriteInt64(discrete.Count);
                break;
            default:
                throw new NotSupportedException($"A space of type {space.GetType().Name} has no form in the protocol.");
        }
    }

    /// <summary>Observations, rewards, flags and figures of all rows, then those of the episodes that ended.</summary>
    public static void WriteRows(MessagePackWriter writer, WorldBatch batch)
    {
        WriteRow(writer, batch.Observations);
        WriteRow(writer, batch.Rewards);
        WriteRow(writer, MemoryMarshal.Cast<RowFlags, byte>(batch.Flags));
        WriteRow(writer, batch.Figures);
        ServedEpisode[] ended = [.. batch.Ended.Where(static episode => episode.Ends is not null)];
        writer.WriteArrayHeader(ended.Length);
        foreach (ServedEpisode episode in ended)
        {
            writer.WriteArrayHeader(4);
            writer.WriteInt64(episode.World);
            WriteRow(writer, batch.FinalObservations(episode.World));
            WriteRow(writer, batch.FinalFigures(episode.World));
            writer.WriteString(episode.Fingerprint);
        }
    }
}
