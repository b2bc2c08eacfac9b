using System.Globalization;
using System.Text;
using MarketSim.Numerics.Tables;

namespace MarketSim.Learning.Monitoring;

/// <summary>
/// <c>metrics.csv</c>: one row per figure, with the columns <c>step,name,value</c> whatever is recorded. In pandas,
/// <c>read_csv("metrics.csv").pivot_table(index="step", columns="name", values="value")</c> makes a column of each name. It holds no time of day, so
/// that equal trainings have equal files.
/// </summary>
public sealed class MetricsFile : IMetricsSink
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "metrics.csv";

    /// <summary>The first row.</summary>
    public const string Columns = $"{StepColumn},{NameColumn},{ValueColumn}";

    private const string StepColumn = "step";
    private const string NameColumn = "name";
    private const string ValueColumn = "value";
    private const string Infinite = "inf";

    private readonly StreamWriter _writer;

    private MetricsFile(FileStream stream) => _writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };

    /// <summary>Begins a new file.</summary>
    /// <exception cref="IOException">There is one of that name already: nothing is overwritten.</exception>
    public static MetricsFile Create(string path)
    {
        var file = new MetricsFile(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read));
        file._writer.WriteLine(Columns);
        return file;
    }

    /// <summary>Continues a file, as after a training was resumed.</summary>
    /// <param name="path">A file that <see cref="Create"/> began.</param>
    /// <param name="lastStep">Rows of later steps are cut off: the resumed training writes them again.</param>
    /// <exception cref="InvalidDataException">The file has other columns.</exception>
    public static MetricsFile Resume(string path, long lastStep)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            stream.SetLength(MetricsRows.LengthUntil(stream, path, lastStep));
            stream.Seek(0, SeekOrigin.End);
            return new MetricsFile(stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="InvalidDataException">Names file, line, column, value and rule of the first thing that is wrong.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static MetricsHistory Read(string path)
    {
        using var text = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        using var rows = new CsvRows(text, path);
        if (!rows.MoveNext() || !rows.Fields.SequenceEqual([StepColumn, NameColumn, ValueColumn], StringComparer.Ordinal))
        {
            throw new InvalidDataException($"{path}:1: the first row must be {Columns}; it is not a file of metrics, or was cut short.");
        }

        var history = new MetricsHistory();
        while (rows.MoveNext())
        {
            rows.RequireFields(3);
            string name = rows.Fields[1];
            history.Record(
                name.Length > 0 ? name : throw rows.WrongField(NameColumn, name, "a text that is not empty"), ValueOf(rows), rows.Integer(0, StepColumn, 0, long.MaxValue));
        }

        return history;
    }

    /// <inheritdoc/>
    public void Record(string name, double value, long step)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        _writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{step},{CsvField.Of(name)},{Number(value)}"));
    }

    /// <inheritdoc/>
    public void Flush() => _writer.Flush();

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private static double ValueOf(CsvRows rows) => rows.Fields[2] switch
    {
        Infinite => double.PositiveInfinity,
        "-" + Infinite => double.NegativeInfinity,
        string text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw rows.WrongField(ValueColumn, text, "a number, e.g. 0.25, or NaN, inf or -inf"),
    };

    // As pandas reads them.
    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => Infinite,
        double.NegativeInfinity => "-" + Infinite,
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };
}
