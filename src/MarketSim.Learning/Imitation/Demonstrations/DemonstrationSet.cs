using System.Security.Cryptography;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Rollouts;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Imitation.Demonstrations;

/// <summary>Episodes of an expert, all with observations of one size and actions of one size.</summary>
public sealed class DemonstrationSet
{
    private const int SavedFields = 4;
    private const int EpisodeFields = 6;

    /// <param name="source">The file that they are of, for messages.</param>
    /// <param name="observationNames">Of the elements of an observation; null for their numbers.</param>
    /// <param name="actionNames">Of the elements of an action; null for their numbers.</param>
    /// <exception cref="ArgumentException">There is no episode, or their sizes differ.</exception>
    public DemonstrationSet(
        IReadOnlyList<Demonstration> episodes, string source = "demonstrations", IReadOnlyList<string>? observationNames = null, IReadOnlyList<string>? actionNames = null)
    {
        ArgumentNullException.ThrowIfNull(episodes);
        if (episodes.Count == 0)
        {
            throw new ArgumentException("There is no episode; give at least one that an expert has played.", nameof(episodes));
        }

        Episodes = [.. episodes];
        Source = source;
        ObservationNames = observationNames ?? Numbers(ObservationSize);
        ActionNames = actionNames ?? Numbers(ActionSize);
        foreach (Demonstration episode in episodes)
        {
            if (episode.ObservationSize != ObservationSize || episode.ActionSize != ActionSize)
            {
                throw new ArgumentException(
                    $"{source}: an episode has observations of size {episode.ObservationSize} and actions of size {episode.ActionSize}; the first has {ObservationSize} and {ActionSize}.", nameof(episodes));
            }
        }
    }

    /// <summary>The episodes.</summary>
    public IReadOnlyList<Demonstration> Episodes { get; }

    /// <summary>The file that they are of.</summary>
    public string Source { get; }

    /// <summary>Names of the elements of an observation.</summary>
    public IReadOnlyList<string> ObservationNames { get; }

    /// <summary>Names of the elements of an action.</summary>
    public IReadOnlyList<string> ActionNames { get; }

    /// <summary>The episodes.</summary>
    public int ObservationSize => Episodes[0].ObservationSize;

    /// <summary>The episodes.</summary>
    public int ActionSize => Episodes[0].ActionSize;

    /// <summary>Steps of all episodes.</summary>
    public long Steps => Episodes.Sum(episode => (long)episode.Length);

    /// <summary>Returns of the episodes whose rewards are known.</summary>
    public IReadOnlyList<double> Returns => [.. Episodes.Select(episode => episode.Return).OfType<double>()];

    /// <summary>
    /// Some episodes to learn from, the others held out. Whole episodes are held out: steps of one episode resemble one another, so that a split by step would
    /// evaluate a clone by what it has almost seen.
    /// </summary>
    /// <param name="heldOutShare">Of the episodes, 0 to below 1; at least one episode is held out when it is above 0.</param>
    /// <exception cref="ArgumentException">There is one episode only, and some are to be held out.</exception>
    public (IReadOnlyList<Demonstration> Training, IReadOnlyList<Demonstration> HeldOut) Split(double heldOutShare, ulong seed)
    {
        if (!(heldOutShare is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(heldOutShare), heldOutShare, "A share of episodes to hold out is 0 or more and less than 1, e.g. 0.2.");
        }

        if (heldOutShare == 0)
        {
            return (Episodes, []);
        }

        if (Episodes.Count == 1)
        {
            throw new ArgumentException(
                $"{Source}: there is one single episode, so none can be held out to evaluate the clone by. Record more episodes, or cut the record into several, or set HeldOutShare to 0 to train without judgement.", nameof(heldOutShare));
        }

        int heldOut = Math.Clamp((int)Math.Round(heldOutShare * Episodes.Count, MidpointRounding.AwayFromZero), 1, Episodes.Count - 1);
        int[] order = [.. Enumerable.Range(0, Episodes.Count)];
        var random = new RandomStream(seed, RandomPurpose.Demonstration, group: 0, index: 0);
        for (int i = order.Length - 1; i > 0; i--)
        {
            int other = random.NextInt32(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }

        return ([.. order[heldOut..].Order().Select(episode => Episodes[episode])], [.. order[..heldOut].Order().Select(episode => Episodes[episode])]);
    }

    /// <summary>Refuses demonstrations that are of other spaces.</summary>
    /// <exception cref="ArgumentException">A size differs, a number is not finite, or an action is not of its space; the message names episode and step.</exception>
    public void RequireSpaces(Space observationSpace, Space actionSpace)
    {
        ArgumentNullException.ThrowIfNull(observationSpace);
        ArgumentNullException.ThrowIfNull(actionSpace);
        if (ObservationSize != observationSpace.Size || ActionSize != actionSpace.Size)
        {
            throw new ArgumentException(
                $"{Source}: the demonstrations have observations of size {ObservationSize} and actions of size {ActionSize}; the environment has {observationSpace.Size} and {actionSpace.Size}. Record them in the same environment with the same settings.",
                nameof(observationSpace));
        }

        for (int number = 0; number < Episodes.Count; number++)
        {
            Demonstration episode = Episodes[number];
            FiniteCheck.Require(episode.Observations, $"observation of episode {number}", ObservationSize, "step", nameof(Episodes));
            for (int step = 0; step < episode.Length; step++)
            {
                if (!actionSpace.Contains(episode.Action(step)))
                {
                    throw new ArgumentException(
                        $"{Source}: the action of episode {number}, step {step} is [{EnvironmentGuard.Text(episode.Action(step))}], which is not of the environment's action space. Record the expert in this environment, or map its actions to it.",
                        nameof(actionSpace));
                }
            }
        }
    }

    /// <summary>SHA-256 of all numbers, in lower-case hexadecimal.</summary>
    public string Digest()
    {
        var writer = new MessagePackWriter(1 << 16);
        Save(writer);
        return Convert.ToHexStringLower(SHA256.HashData(writer.Written));
    }

    /// <summary>Saves all episodes.</summary>
    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(SavedFields);
        writer.WriteString(Source);
        WriteNames(writer, ObservationNames);
        WriteNames(writer, ActionNames);
        writer.WriteArrayHeader(Episodes.Count);
        foreach (Demonstration episode in Episodes)
        {
            SaveEpisode(writer, episode);
        }
    }

    /// <summary>Reads the content that <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public static DemonstrationSet Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(SavedFields);
        string source = reader.ReadString();
        string[] observationNames = ReadNames(ref reader);
        string[] actionNames = ReadNames(ref reader);
        var episodes = new Demonstration[reader.ReadArrayHeader()];
        for (int i = 0; i < episodes.Length; i++)
        {
            episodes[i] = RestoreEpisode(ref reader);
        }

        return new DemonstrationSet(episodes, source, observationNames, actionNames);
    }

    internal static void SaveEpisode(MessagePackWriter writer, Demonstration episode)
    {
        writer.WriteArrayHeader(EpisodeFields);
        writer.WriteInt64(episode.Length);
        writer.WriteFloats(episode.Observations);
        writer.WriteFloats(episode.Actions);
        writer.WriteFloats(episode.FinalObservation);
        StateArrays.Write(writer, episode.Rewards);
        writer.WriteInt64((int)episode.End);
    }

    internal static Demonstration RestoreEpisode(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(EpisodeFields);
        int length = reader.ReadInt32();
        float[] observations = reader.ReadFloatArray("observations");
        float[] actions = reader.ReadFloatArray("actions");
        float[] final = reader.ReadFloatArray("final observation");
        double[] rewards = new double[reader.ReadArrayHeader()];
        for (int i = 0; i < rewards.Length; i++)
        {
            rewards[i] = reader.ReadDouble();
        }

        var end = (TrajectoryEnd)reader.ReadInt32();
        try
        {
            return new Demonstration(length, observations, actions, final.Length == 0 ? null : final, rewards.Length == 0 ? null : rewards, end);
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"A saved demonstration is damaged: {error.Message}", error);
        }
    }

    private static string[] Numbers(int size) => [.. Enumerable.Range(0, size).Select(static number => number.ToString(System.Globalization.CultureInfo.InvariantCulture))];

    private static void WriteNames(MessagePackWriter writer, IReadOnlyList<string> names)
    {
        writer.WriteArrayHeader(names.Count);
        foreach (string name in names)
        {
            writer.WriteString(name);
        }
    }

    private static string[] ReadNames(ref MessagePackReader reader)
    {
        string[] names = new string[reader.ReadArrayHeader()];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = reader.ReadString();
        }

        return names;
    }
}
