using MarketSim.Learning.Networks;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Algorithms;

/// <summary>The head of the saved states of all learners, so that one of other settings is refused by name.</summary>
internal static class SavedParts
{
    private const int FormatVersion = 1;

    /// <returns>The contents in the order of <paramref name="names"/>.</returns>
    /// <exception cref="InvalidDataException">There are other parts than these.</exception>
    public static ReadOnlyMemory<byte>[] Require(IReadOnlyList<LearnerPart> parts, IReadOnlyList<string> names, string algorithm)
    {
        if (parts.Count != names.Count)
        {
            throw new InvalidDataException($"The saved state has {parts.Count} parts; {algorithm} with these settings has {names.Count}.");
        }

        return [.. names.Select(name => parts.FirstOrDefault(part => part.Name == name)?.Content
            ?? throw new InvalidDataException($"The saved state has no part {name}, which {algorithm} with these settings has."))];
    }

    public static void WriteWeights(MessagePackWriter writer, string algorithm, ParameterLayout layout, ReadOnlySpan<float> weights)
    {
        writer.WriteArrayHeader(4);
        writer.WriteInt64(FormatVersion);
        writer.WriteString(algorithm);
        writer.WriteArrayHeader(layout.Blocks.Count);
        foreach (ParameterBlock block in layout.Blocks)
        {
            writer.WriteString(Describe(block));
        }

        writer.WriteFloats(weights);
    }

    /// <exception cref="InvalidDataException">The weights are of another format, algorithm or architecture, or not finite.</exception>
    public static void ReadWeights(ref MessagePackReader reader, string algorithm, ParameterLayout layout, Span<float> weights)
    {
        reader.ReadArrayHeader(4);
        long version = reader.ReadInt64();
        if (version != FormatVersion)
        {
            throw new InvalidDataException($"The saved state is of format {version}; this program reads format {FormatVersion}.");
        }

        string saved = reader.ReadString();
        if (saved != algorithm)
        {
            throw new InvalidDataException($"The saved state is of {saved}; this learner is {algorithm}.");
        }

        int blocks = reader.ReadArrayHeader();
        for (int i = 0; i < blocks; i++)
        {
            string block = reader.ReadString();
            string expected = i < layout.Blocks.Count ? Describe(layout.Blocks[i]) : "nothing more";
            if (block != expected)
            {
                throw new InvalidDataException($"The saved weights have {block} where this policy has {expected}; they are of other settings or spaces.");
            }
        }

        if (blocks != layout.Blocks.Count)
        {
            throw new InvalidDataException($"The saved weights have {blocks} blocks; this policy has {layout.Blocks.Count}.");
        }

        reader.ReadFloats(weights, "weights");
        if (weights.ContainsAnyExceptInRange(float.MinValue, float.MaxValue))
        {
            throw new InvalidDataException("The saved weights are not all finite; the file is damaged.");
        }
    }

    private static string Describe(ParameterBlock block) => $"{block.Name} [{string.Join(" x ", block.Shape)}]";
}
