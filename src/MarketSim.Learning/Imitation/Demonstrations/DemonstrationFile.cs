using System.Globalization;
using System.Text;
using MarketSim.Learning.Rollouts;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Storage;
using MarketSim.Numerics.Tables;

namespace MarketSim.Learning.Imitation.Demonstrations;

/// <summary>
/// Demonstrations as a table: a header, then one row per step with the columns <c>episode</c>, <c>step</c>, <c>observation.NAME</c> …, <c>action.NAME</c> …,
/// and, where they are known, <c>reward</c> and <c>end</c>. IMITATION.md says what each holds.
/// </summary>
/// <remarks>An episode's rows lie together, its steps count 0, 1, 2, …; a last row without actions holds what was seen after the last step.</remarks>
public static class DemonstrationFile
{
    /// <summary>Prefix of the columns of observations.</summary>
    public const string ObservationPrefix = "observation.";

    /// <summary>Prefix of the columns of actions.</summary>
    public const string ActionPrefix = "action.";

    internal const string EpisodeColumn = "episode";
    internal const string StepColumn = "step";
    internal const string RewardColumn = "reward";
    internal const string EndColumn = "end";
    internal const string Terminated = "terminated";
    internal const string Truncated = "truncated";

    /// <summary>Reads and checks a file.</summary>
    /// <param name="observationSpace">Of the environment; null to take any size.</param>
    /// <param name="actionSpace">Of the environment; null to take any action.</param>
    /// <exception cref="InvalidDataException">Names file, line, column, value, rule and remedy of the first thing that is wrong.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static DemonstrationSet Read(string path, Space? observationSpace = null, Space? actionSpace = null)
    {
        using var reader = new StreamReader(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        return Read(reader, path, observationSpace, actionSpace);
    }

    /// <param name="source">Name of the file in messages.</param>
    /// <inheritdoc cref="Read(string, Space?, Space?)"/>
    public static DemonstrationSet Read(TextReader reader, string source, Space? observationSpace = null, Space? actionSpace = null)
    {
        using var rows = new CsvRows(reader, source);
        return new DemonstrationReader(rows, source, observationSpace, actionSpace).Read();
    }

    /// <summary>True when a file has the header of demonstrations rather than of another table.</summary>
    /// <exception cref="InvalidDataException">The header is malformed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static bool IsDemonstrations(string path)
    {
        using var reader = new StreamReader(path);
        using var rows = new CsvRows(reader, path);
        return rows.MoveNext() && rows.Fields.Any(static column => column is EpisodeColumn or StepColumn || column.StartsWith(ObservationPrefix, StringComparison.Ordinal));
    }

    /// <summary>Writes a file completely or not at all; reading it gives the same numbers to the bit.</summary>
    public static void Write(string path, DemonstrationSet demonstrations) =>
        DurableFolder.WriteFile(Path.GetFullPath(path), Encoding.UTF8.GetBytes(ToText(demonstrations)));

    /// <summary>The content of the file.</summary>
    public static string ToText(DemonstrationSet demonstrations)
    {
        ArgumentNullException.ThrowIfNull(demonstrations);
        bool hasRewards = demonstrations.Episodes.All(static episode => !episode.Rewards.IsEmpty);
        var text = new StringBuilder();
        text.Append(EpisodeColumn).Append(',').Append(StepColumn);
        foreach (string name in demonstrations.ObservationNames)
        {
            text.Append(',').Append(CsvField.Of(ObservationPrefix + name));
        }

        foreach (string name in demonstrations.ActionNames)
        {
            text.Append(',').Append(CsvField.Of(ActionPrefix + name));
        }

        text.Append(hasRewards ? $",{RewardColumn},{EndColumn}\n" : $",{EndColumn}\n");
        for (int number = 0; number < demonstrations.Episodes.Count; number++)
        {
            Write(text, number, demonstrations.Episodes[number], hasRewards);
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, int number, Demonstration episode, bool hasRewards)
    {
        bool hasFinal = !episode.FinalObservation.IsEmpty;
        string end = episode.End switch
        {
            TrajectoryEnd.Terminated => Terminated,
            _ => Truncated,
        };
        for (int step = 0; step < episode.Length; step++)
        {
            Begin(text, number, step, episode.Observation(step));
            foreach (float value in episode.Action(step))
            {
                text.Append(',').Append(value.ToString("R", CultureInfo.InvariantCulture));
            }

            if (hasRewards)
            {
                text.Append(',').Append(episode.Rewards[step].ToString("R", CultureInfo.InvariantCulture));
            }

            text.Append(',').Append(step == episode.Length - 1 && !hasFinal ? end : string.Empty).Append('\n');
        }

        if (hasFinal)
        {
            Begin(text, number, episode.Length, episode.FinalObservation);
            text.Append(',', episode.ActionSize + (hasRewards ? 1 : 0)).Append(',').Append(end).Append('\n');
        }
    }

    private static void Begin(StringBuilder text, int number, int step, ReadOnlySpan<float> observation)
    {
        text.Append(CultureInfo.InvariantCulture, $"{number},{step}");
        foreach (float value in observation)
        {
            text.Append(',').Append(value.ToString("R", CultureInfo.InvariantCulture));
        }
    }
}
