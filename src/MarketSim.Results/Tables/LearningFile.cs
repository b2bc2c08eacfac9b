namespace MarketSim.Results.Tables;

/// <summary>Reads <c>learning.csv</c>: the figures that each policy's learner reported of its updates.</summary>
public static class LearningFile
{
    /// <summary>True when the run trained.</summary>
    public static bool Exists(string runFolder) => File.Exists(Path.Combine(runFolder, RunFolder.LearningFile));

    /// <summary>Reads all figures of a run.</summary>
    /// <exception cref="RunFolderException">The file is missing or malformed.</exception>
    public static LearningSamples Read(string runFolder)
    {
        var samples = new LearningSamples();
        foreach (LearningRow row in ReadRows(runFolder))
        {
            samples.Add(row.Policy, row.Name, row.Tick, row.Value);
        }

        return samples;
    }

    /// <summary>Reads the rows one by one, in the order of the file.</summary>
    /// <exception cref="RunFolderException">The file is missing or malformed.</exception>
    public static IEnumerable<LearningRow> ReadRows(string runFolder)
    {
        using var table = new CsvTableReader(runFolder, RunFolder.LearningFile);
        int tick = table.Column("tick");
        int policy = table.Column("policy");
        int name = table.Column("name");
        int value = table.Column("value");
        while (table.Read())
        {
            yield return new LearningRow(table.WholeNumber(tick), table.Text(policy), table.Text(name), table.AnyNumber(value));
        }
    }
}

/// <summary>A row of <c>learning.csv</c>: one figure of one update.</summary>
public readonly record struct LearningRow(long Tick, string Policy, string Name, double Value);

/// <summary>Figures of updates by policy and name.</summary>
public sealed class LearningSamples
{
    private readonly Dictionary<(string Policy, string Name), LearningSeries> _series = [];
    private readonly List<string> _policies = [];

    /// <summary>The policies in the order in which the file first names them.</summary>
    public IReadOnlyList<string> Policies => _policies;

    /// <summary>Adds a figure of an update.</summary>
    public void Add(string policy, string name, long tick, double value)
    {
        if (!_policies.Contains(policy, StringComparer.Ordinal))
        {
            _policies.Add(policy);
        }

        if (!_series.TryGetValue((policy, name), out LearningSeries? series))
        {
            _series.Add((policy, name), series = new LearningSeries());
        }

        series.Ticks.Add(tick);
        series.Values.Add(value);
    }

    /// <summary>All series of a policy's figures, in the order in which its learner first reported them.</summary>
    public IEnumerable<(string Name, LearningSeries Series)> Of(string policy) =>
        _series.Where(series => series.Key.Policy == policy).Select(series => (series.Key.Name, series.Value));

    /// <summary>The series of a policy's figure; null when its learner has never reported it.</summary>
    public LearningSeries? Find(string policy, string name) => _series.GetValueOrDefault((policy, name));
}

/// <summary>One figure over a training.</summary>
public sealed class LearningSeries
{
    /// <summary>Ticks of the updates.</summary>
    public List<double> Ticks { get; } = [];

    /// <summary>Values of the figure, one per tick of <see cref="Ticks"/>.</summary>
    public List<double> Values { get; } = [];
}
