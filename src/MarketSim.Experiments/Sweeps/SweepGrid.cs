using System.Globalization;
using System.Text;
using MarketSim.Results;
using MarketSim.Results.Tables;
using MarketSim.Scenarios;

namespace MarketSim.Experiments.Sweeps;

/// <summary>
/// A sweep over the combinations of several settings: a folder of sweeps, one for each combination, and a table of all of them, <c>results.csv</c>,
/// with a column per setting.
/// </summary>
public sealed class SweepGrid(string folder, IReadOnlyList<SweepPoint> points)
{
    private const int MaxNameLength = 100;

    /// <summary>The combinations.</summary>
    public IReadOnlyList<SweepPoint> Points => points;

    /// <summary>The folder of the sweep of a combination: by the settings, so that a second call with more values resumes the first's.</summary>
    public string FolderOf(SweepPoint point)
    {
        string name = string.Join(',', point.Settings.Where(IsVaried));
        var plain = new StringBuilder();
        foreach (char character in name)
        {
            plain.Append(char.IsAsciiLetterOrDigit(character) || character is '.' or ',' or '=' or '-' or '_' ? character : '_');
        }

        return Path.Combine(folder, plain.Length <= MaxNameLength && plain.ToString() == name
            ? name
            : string.Create(CultureInfo.InvariantCulture, $"{plain.ToString()[..Math.Min(plain.Length, MaxNameLength)]}-{point.Scenario.Digest()[..8]}"));
    }

    /// <summary>Writes the table of all combinations from those of their sweeps.</summary>
    /// <returns>Its path.</returns>
    public string WriteTable()
    {
        string[] keys = [.. points[0].Settings.Where(IsVaried).Select(static setting => setting.Path)];
        IReadOnlyList<string>? header = null;
        var text = new StringBuilder();
        foreach (SweepPoint point in points)
        {
            string ofPoint = FolderOf(point);
            if (!File.Exists(Path.Combine(ofPoint, SweepTable.FileName)))
            {
                continue;
            }

            using var rows = new CsvTableReader(ofPoint, SweepTable.FileName);

            // Combinations may have other groups, and so other columns: a table has those of the first, and what others lack is empty.
            if (header is null)
            {
                header = rows.Columns;
                text.AppendJoin(',', keys.Concat(header).Select(SweepTable.Cell)).Append('\n');
            }

            string[] settings = [.. point.Settings.Where(IsVaried).Select(static setting => setting.Value)];
            while (rows.Read())
            {
                IEnumerable<string> ordered = header.Select(name => rows.TryColumn(name, out int column) ? rows.TextOrEmpty(column) : string.Empty);
                text.AppendJoin(',', settings.Concat(ordered).Select(SweepTable.Cell)).Append('\n');
            }
        }

        Directory.CreateDirectory(folder);
        string table = Path.Combine(folder, SweepTable.FileName);
        File.WriteAllText(table + ".partial", text.ToString());
        File.Move(table + ".partial", table, overwrite: true);
        return table;
    }

    /// <exception cref="RunFolderException">The folder is that of one sweep.</exception>
    public void ThrowIfSweep()
    {
        if (SweepFolder.Exists(folder))
        {
            throw new RunFolderException($"{Path.GetFullPath(folder)} is the folder of a sweep over seeds alone; a grid needs a separate folder. Choose another with --output.");
        }
    }

    private bool IsVaried(ScenarioSetting setting) =>
        points.Any(point => point.Settings.First(other => other.Path == setting.Path).Value != points[0].Settings.First(other => other.Path == setting.Path).Value);
}

/// <summary>A combination of a grid.</summary>
/// <param name="Settings">All of them, the same paths in the same order as those of the other combinations.</param>
public sealed record SweepPoint(IReadOnlyList<ScenarioSetting> Settings, Scenario Scenario)
{
    /// <summary>The settings, separated by blanks.</summary>
    public override string ToString() => string.Join(' ', Settings);
}
