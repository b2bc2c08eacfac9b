using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Options;
using MarketSim.Numerics.Serialization;
using MarketSim.Numerics.Storage;

namespace MarketSim.Learning.Training;

/// <summary>
/// A saved model: MessagePack of mark, format, algorithm, seed, score, settings, the learner's parts, and where the training stands; then the SHA-256 of
/// all that.
/// </summary>
/// <param name="Path">Path of the file, for errors.</param>
/// <param name="Algorithm">PPO, A2C or SAC.</param>
/// <param name="Seed">Of the training.</param>
/// <param name="Score">Mean return that the model was kept for; null for none.</param>
/// <param name="Settings">As text by name.</param>
/// <param name="Parts">Of the learner.</param>
/// <param name="Training">Environments and random streams.</param>
internal sealed record ModelFile(
    string Path, string Algorithm, ulong Seed, double? Score, IReadOnlyList<KeyValuePair<string, object>> Settings, IReadOnlyList<byte[]> Parts, byte[] Training)
{
    private const string Mark = "marketsim-model";
    private const int FormatVersion = 2;
    private const int Fields = 8;

    private static readonly ChecksummedFormat Format = new(Mark, FormatVersion, Fields, "model");

    /// <summary>Seed of a training that continues with other episodes.</summary>
    public ulong NextSeed => unchecked(Seed + 1);

    public static void Write(string path, LearningAlgorithm algorithm, double? score)
    {
        Format.Write(path, StateContract.Write(new ModelContent(
            Mark,
            FormatVersion,
            algorithm.Name,
            algorithm.Seed,
            score,
            [.. algorithm.SettingsAsText().SelectMany(static setting => new[] { setting.Key, setting.Value })],
            [.. algorithm.Learner.Save().Select(static part => part.Content.ToArray())],
            algorithm.SaveTraining())));
    }

    /// <exception cref="InvalidDataException">It is no model, or of another algorithm or format, or damaged.</exception>
    public static ModelFile Read(string path, string algorithm)
    {
        byte[] bytes = File.ReadAllBytes(path);
        try
        {
            return Parse(path, bytes, algorithm);
        }
        catch (InvalidDataException error)
        {
            throw Refused(path, error);
        }
    }

    private T SettingsIn<T>(OptionTable<T> table, T defaults)
    {
        try
        {
            return table.Apply(defaults, Settings);
        }
        catch (ArgumentException error)
        {
            throw Refused(Path, error);
        }
    }

    /// <summary>The settings of the model with changes.</summary>
    /// <param name="change">Null for none.</param>
    /// <exception cref="InvalidDataException">The model has a setting that there is not, or a value that is not allowed.</exception>
    /// <exception cref="ArgumentException">What is changed cannot change after a model's beginning.</exception>
    public T SettingsIn<T>(OptionTable<T> table, T defaults, Func<T, T>? change)
    {
        T saved = SettingsIn(table, defaults);
        if (change is null)
        {
            return saved;
        }

        T changed = change(saved);
        table.RequireSameFixed(saved, changed);
        return changed;
    }

    /// <summary>Puts learner and training where they were.</summary>
    /// <param name="withEnvironment">False for a new training in fresh episodes.</param>
    /// <exception cref="InvalidDataException">The model is of other settings, spaces or environments.</exception>
    public void RestoreInto(LearningAlgorithm algorithm, bool withEnvironment)
    {
        try
        {
            // The file holds the contents in the order of the learner's names; another number of them is refused.
            IReadOnlyList<string> names = algorithm.Learner.PartNames;
            algorithm.Learner.Restore([.. Parts.Select((content, part) => new LearnerPart(part < names.Count ? names[part] : string.Empty, content))]);
            algorithm.RestoreTraining(Training, withEnvironment);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // Environments restore themselves, and may throw whatever they like at the state of others.
            throw Refused(Path, error);
        }
    }

    private static InvalidDataException Refused(string path, Exception reason) => new($"{path}: {reason.Message}", reason);

    private static ModelFile Parse(string path, byte[] file, string algorithm)
    {
        var content = StateContract.Read<ModelContent>(Format.Open(file));
        if (content.Settings is null || content.Parts is null || content.Training is null || content.Settings.Length % 2 != 0 || content.Parts.Contains(null))
        {
            throw new InvalidDataException("The file lacks settings, parts or the training; it is damaged.");
        }

        if (content.Algorithm != algorithm)
        {
            throw new InvalidDataException($"The model is of {content.Algorithm}; load it as such rather than as {algorithm}.");
        }

        return new ModelFile(
            path,
            content.Algorithm,
            content.Seed,
            content.Score,
            [.. content.Settings.Chunk(2).Select(static pair => KeyValuePair.Create(pair[0], (object)pair[^1]))],
            content.Parts,
            content.Training);
    }
}
