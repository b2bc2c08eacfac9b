using MarketSim.Learning.Imitation.Demonstrations;
using MarketSim.Learning.Imitation.Methods;
using MarketSim.Numerics.Serialization;
using MarketSim.Numerics.Storage;

namespace MarketSim.Learning.Imitation;

/// <summary>A saved imitation: MessagePack of mark, format, method, seed, environments, settings, demonstrations and the method's state; then the SHA-256 of all that.</summary>
internal sealed class ImitationFile
{
    private const string Mark = "marketsim-imitation";
    private const int FormatVersion = 1;
    private const int Fields = 9;

    private static readonly ChecksummedFormat Format = new(Mark, FormatVersion, Fields, "imitation");

    private byte[] _state = [];
    private long _environments;

    public required string Method { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>Seed of a training that continues with other episodes.</summary>
    public ulong NextSeed => unchecked(Seed + 1);

    public required ImitationOptions Options { get; init; }

    public required DemonstrationSet Demonstrations { get; init; }

    public required ulong PredictionPosition { get; init; }

    public static void Write(string path, ImitationLearning imitation, IImitationMethod method, int environments, ulong predictionPosition)
    {
        var state = new MessagePackWriter(1 << 16);
        method.Save(state);
        var writer = new MessagePackWriter(1 << 16);
        writer.WriteArrayHeader(Fields);
        writer.WriteString(Mark);
        writer.WriteInt64(FormatVersion);
        writer.WriteString(imitation.Method);
        writer.WriteUInt64(imitation.Seed);
        writer.WriteUInt64(predictionPosition);
        writer.WriteInt64(environments);
        IReadOnlyList<KeyValuePair<string, string>> settings = ImitationSettings.Table.Read(imitation.Options);
        writer.WriteArrayHeader(settings.Count * 2);
        foreach ((string name, string value) in settings)
        {
            writer.WriteString(name);
            writer.WriteString(value);
        }

        imitation.Demonstrations.Save(writer);
        writer.WriteBytes(state.Written);
        Format.Write(path, writer.Written);
    }

    /// <exception cref="InvalidDataException">It is no saved imitation, or of another format, or damaged.</exception>
    public static ImitationFile Read(string path)
    {
        try
        {
            return Parse(File.ReadAllBytes(path));
        }
        catch (Exception error) when (error is InvalidDataException or ArgumentException)
        {
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }
    }

    /// <summary>Puts a method where the saved one was.</summary>
    public void RestoreInto(IImitationMethod method, int environments, bool withEnvironment)
    {
        if (withEnvironment && environments != _environments)
        {
            throw new InvalidDataException(
                $"The training was saved with {_environments} environments and got {environments}; resume it with as many, or use Load to train on in fresh episodes.");
        }

        var reader = new MessagePackReader(_state);
        method.Restore(ref reader, withEnvironment);
        if (withEnvironment && !reader.End)
        {
            throw new InvalidDataException("The training restored itself from fewer bytes than it saved; the file is of another environment or version.");
        }
    }

    private static ImitationFile Parse(byte[] file)
    {
        var reader = new MessagePackReader(Format.Open(file).Span);
        reader.ReadArrayHeader(Fields);
        reader.Skip();
        reader.Skip();
        string method = ImitationMethods.Canonical(reader.ReadString());
        ulong seed = reader.ReadUInt64();
        ulong position = reader.ReadUInt64();
        long environments = reader.ReadCount();
        var settings = new KeyValuePair<string, object>[reader.ReadArrayHeader() / 2];
        for (int i = 0; i < settings.Length; i++)
        {
            settings[i] = KeyValuePair.Create(reader.ReadString(), (object)reader.ReadString());
        }

        return new ImitationFile
        {
            Method = method,
            Seed = seed,
            PredictionPosition = position,
            Options = ImitationSettings.Table.Apply(new ImitationOptions(), settings),
            Demonstrations = DemonstrationSet.Restore(ref reader),
            _environments = environments,
            _state = reader.ReadBytes().ToArray(),
        };
    }
}
