using MarketSim.Learning.Spaces;

namespace MarketSim.Learning.Imitation.Demonstrations;

/// <summary>The columns of a file of demonstrations.</summary>
internal sealed class DemonstrationColumns
{
    private readonly string[] _header;

    private DemonstrationColumns(string[] header)
    {
        _header = header;
        Episode = Array.IndexOf(header, DemonstrationFile.EpisodeColumn);
        Step = Array.IndexOf(header, DemonstrationFile.StepColumn);
        Reward = Array.IndexOf(header, DemonstrationFile.RewardColumn);
        End = Array.IndexOf(header, DemonstrationFile.EndColumn);
        Observations = Beginning(DemonstrationFile.ObservationPrefix);
        Actions = Beginning(DemonstrationFile.ActionPrefix);
    }

    public int Count => _header.Length;

    public int Episode { get; }

    public int Step { get; }

    /// <summary>-1 for none.</summary>
    public int Reward { get; }

    /// <summary>-1 for none.</summary>
    public int End { get; }

    public IReadOnlyList<int> Observations { get; }

    public IReadOnlyList<int> Actions { get; }

    public IReadOnlyList<string> ObservationNames => [.. Observations.Select(column => _header[column][DemonstrationFile.ObservationPrefix.Length..])];

    public IReadOnlyList<string> ActionNames => [.. Actions.Select(column => _header[column][DemonstrationFile.ActionPrefix.Length..])];

    public string NameOf(int column) => _header[column];

    /// <exception cref="InvalidDataException">A column is missing, unknown or there twice, or their number is not that of the spaces.</exception>
    public static DemonstrationColumns Find(string[] header, string source, Space? observationSpace, Space? actionSpace)
    {
        var columns = new DemonstrationColumns(header);
        Require(columns.Episode >= 0, source, $"there is no column {DemonstrationFile.EpisodeColumn}; number the episodes in one, from 0");
        Require(columns.Step >= 0, source, $"there is no column {DemonstrationFile.StepColumn}; number the steps of each episode in one, from 0");
        Require(columns.Observations.Count > 0, source, $"there is no column of observations; name them {DemonstrationFile.ObservationPrefix}NAME");
        Require(columns.Actions.Count > 0, source, $"there is no column of actions; name them {DemonstrationFile.ActionPrefix}NAME");
        for (int column = 0; column < header.Length; column++)
        {
            bool isKnown = column == columns.Episode || column == columns.Step || column == columns.Reward || column == columns.End
                || columns.Observations.Contains(column) || columns.Actions.Contains(column);
            Require(
                isKnown,
                source,
                $"column '{header[column]}' is unknown or there twice; columns are {DemonstrationFile.EpisodeColumn}, {DemonstrationFile.StepColumn}, {DemonstrationFile.ObservationPrefix}NAME, {DemonstrationFile.ActionPrefix}NAME, {DemonstrationFile.RewardColumn} and {DemonstrationFile.EndColumn}, each once. Rename or remove it");
            Require(Array.IndexOf(header, header[column]) == column, source, $"column '{header[column]}' is there twice; keep one of them");
        }

        RequireSize(columns.Observations, observationSpace, source, "observations");
        RequireSize(columns.Actions, actionSpace, source, "actions");
        return columns;
    }

    private static void RequireSize(IReadOnlyList<int> columns, Space? space, string source, string what)
    {
        int size = space?.Size ?? columns.Count;
        Require(
            columns.Count == size,
            source,
            $"there are {columns.Count} columns of {what}; the environment has {what} of size {size}. Record the expert in this environment with the same settings");
    }

    private static void Require(bool holds, string source, string problem)
    {
        if (!holds)
        {
            throw new InvalidDataException($"{source}:1: {problem}.");
        }
    }

    private int[] Beginning(string prefix) =>
        [.. Enumerable.Range(0, _header.Length).Where(column => _header[column].StartsWith(prefix, StringComparison.Ordinal) && _header[column].Length > prefix.Length)];
}
