using MarketSim.Numerics.Serialization;
using MarketSim.Numerics.Storage;

namespace MarketSim.Learning.Training;

/// <summary>A saved model: MessagePack of mark, format, algorithm, seed, settings, the learner's parts, and where the training stands.</summary>
/// <param name="Algorithm">PPO, A2C or SAC.</param>
/// <param name="Seed">Of the training.</param>
/// <param name="Score">Mean return that the model was kept for; null for none.</param>
/// <param name="Settings">As text by name.</param>
/// <param name="Parts">Of the learner.</param>
/// <param name="Training">Environments and chance.</param>
internal sealed record ModelFile(
    string Algorithm, ulong Seed, double? Score, IReadOnlyList<KeyValuePair<string, object>> Settings, IReadOnlyList<byte[]> Parts, byte[] Training)
{
    private const string Mark = "marketsim-model";
    private const int FormatVersion = 1;
    private const int Fields = 8;

    public static void Write(string path, LearningAlgorithm algorithm, double? score)
    {
        var writer = new MessagePackWriter(1 << 16);
        writer.WriteArrayHeader(Fields);
        writer.WriteString(Mark);
        writer.WriteInt64(FormatVersion);
        writer.WriteString(algorithm.Name);
        writer.WriteUInt64(algorithm.Seed);
        if (score is { } known)
        {
            writer.WriteDouble(known);
        }
        else
        {
            writer.WriteNil();
        }

        IReadOnlyList<KeyValuePair<string, string>> settings = algorithm.SettingsAsText();
        writer.WriteArrayHeader(settings.Count * 2);
        foreach ((string name, string value) in settings)
        {
            writer.WriteString(name);
            writer.WriteString(value);
        }

        IReadOnlyList<byte[]> parts = algorithm.Learner.Save();
        writer.WriteArrayHeader(parts.Count);
        foreach (byte[] part in parts)
        {
            writer.WriteBytes(part);
        }

        writer.WriteBytes(algorithm.SaveTraining());
        DurableFolder.WriteFile(path, writer.Written);
    }

    /// <exception cref="InvalidDataException">It is no model, or of another algorithm or format, or damaged.</exception>
    public static ModelFile Read(string path, string algorithm)
    {
        byte[] bytes = File.ReadAllBytes(path);
        try
        {
            return Parse(bytes, algorithm);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }
    }

    private static ModelFile Parse(ReadOnlySpan<byte> bytes, string algorithm)
    {
        var reader = new MessagePackReader(bytes);
        reader.ReadArrayHeader(Fields);
        if (reader.ReadString() != Mark)
        {
            throw new InvalidDataException("The file is no saved model.");
        }

        long version = reader.ReadInt64();
        if (version != FormatVersion)
        {
            throw new InvalidDataException($"The model is of format {version}; this program reads format {FormatVersion}.");
        }

        string saved = reader.ReadString();
        if (saved != algorithm)
        {
            throw new InvalidDataException($"The model is of {saved}; load it as such rather than as {algorithm}.");
        }

        ulong seed = reader.ReadUInt64();
        double? score = reader.TryReadNil() ? null : reader.ReadDouble();
        var settings = new KeyValuePair<string, object>[reader.ReadArrayHeader() / 2];
        for (int i = 0; i < settings.Length; i++)
        {
            settings[i] = KeyValuePair.Create(reader.ReadString(), (object)reader.ReadString());
        }

        byte[][] parts = new byte[reader.ReadArrayHeader()][];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = reader.ReadBytes().ToArray();
        }

        return new ModelFile(saved, seed, score, settings, parts, reader.ReadBytes().ToArray());
    }
}
