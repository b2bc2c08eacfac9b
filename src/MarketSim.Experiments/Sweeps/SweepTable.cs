using System.Globalization;
using System.Text;
using MarketSim.Numerics.Tables;
using MarketSim.Results;
using MarketSim.Results.Tables;
using MarketSim.Scenarios;
using MarketSim.Simulation.Evaluation;

namespace MarketSim.Experiments.Sweeps;

/// <summary><c>results.csv</c> of a sweep: a row per run that has ended, written as it ends, so that a second call continues with the missing ones.</summary>
public sealed class SweepTable
{
    /// <summary>Name of the table in the folder of a sweep.</summary>
    public const string FileName = "results.csv";

    private static readonly string[] FirstColumns = ["seed", "status", "fingerprint", "state_digest", "message"];

    private readonly string _path;
    private readonly IReadOnlyList<string> _columns;
    private readonly SortedDictionary<ulong, SweepResult> _results = [];

    private SweepTable(string path, Scenario scenario)
    {
        _path = path;
        _columns =
        [
            "ticks", "orders", "trades", "volume", "messages", "wall_seconds", .. scenario.Agents.Select(group => SweepResult.ProfitPrefix + group.Name),
            "spread", "volatility", "kurtosis",
            .. TrainedPolicies.GroupsThatLearn(scenario).Select(group => SweepResult.RewardPrefix + group),
        ];
    }

    /// <summary>The results in order of seeds.</summary>
    public IEnumerable<SweepResult> Results => _results.Values;

    /// <summary>Opens the table of a sweep, with the rows that are there.</summary>
    /// <exception cref="RunFolderException">The file is not such a table.</exception>
    public static SweepTable Open(string folder, Scenario scenario)
    {
        var table = new SweepTable(Path.Combine(folder, FileName), scenario);
        if (File.Exists(table._path))
        {
            table.Read();
        }

        return table;
    }

    /// <summary>True when the run of a seed has finished.</summary>
    public bool IsFinished(ulong seed) => _results.TryGetValue(seed, out SweepResult? result) && result.IsFinished;

    /// <summary>Adds a row, or replaces the one of a failure; on the disk when it returns.</summary>
    public void Put(SweepResult result)
    {
        _results[result.Seed] = result;
        var text = new StringBuilder();
        text.AppendJoin(',', FirstColumns.Concat(_columns).Select(Cell)).Append('\n');
        foreach (SweepResult row in _results.Values)
        {
            text.AppendJoin(',', Cells(row)).Append('\n');
        }

        string unfinished = _path + ".partial";
        File.WriteAllText(unfinished, text.ToString());
        File.Move(unfinished, _path, overwrite: true);
    }

    private IEnumerable<string> Cells(SweepResult row)
    {
        var figures = row.Figures.ToDictionary(StringComparer.Ordinal);
        string[] first =
        [
            row.Seed.ToString(CultureInfo.InvariantCulture), row.Status.ToString().ToLowerInvariant(), row.Fingerprint, row.StateDigest, Cell(row.Message),
        ];
        return first.Concat(_columns.Select(column => figures.TryGetValue(column, out decimal value) ? value.ToString(CultureInfo.InvariantCulture) : string.Empty));
    }

    private void Read()
    {
        using var table = new CsvTableReader(Path.GetDirectoryName(_path)!, FileName);
        if (!table.Columns.SequenceEqual([.. FirstColumns, .. _columns], StringComparer.Ordinal))
        {
            throw new RunFolderException($"{_path}:1: these are not the columns of this sweep; it was made of another scenario, or by another version. Choose another folder with --output.");
        }

        while (table.Read())
        {
            SweepResult result = Parse(table)
                ?? throw new RunFolderException(string.Create(CultureInfo.InvariantCulture, $"{_path}:{table.Line}: this is no row of a sweep's results; delete the line, and its run is repeated."));
            _results[result.Seed] = result;
        }
    }

    private SweepResult? Parse(CsvTableReader row)
    {
        if (!ulong.TryParse(row.TextOrEmpty(0), NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed)
            || !Enum.TryParse(row.TextOrEmpty(1), ignoreCase: true, out RunStatus status))
        {
            return null;
        }

        var figures = new List<KeyValuePair<string, decimal>>();
        for (int column = 0; column < _columns.Count; column++)
        {
            string cell = row.TextOrEmpty(FirstColumns.Length + column);
            if (decimal.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value))
            {
                figures.Add(new(_columns[column], value));
            }
            else if (cell.Length > 0)
            {
                return null;
            }
        }

        return new SweepResult(seed, status, row.TextOrEmpty(2), row.TextOrEmpty(3), row.TextOrEmpty(4), figures);
    }

    // A row is a line, so that one that is wrong can be deleted.
    internal static string Cell(string text) => CsvField.Of(text).ReplaceLineEndings(" ");
}
