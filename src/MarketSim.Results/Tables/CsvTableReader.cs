using CsvHelper;

namespace MarketSim.Results.Tables;

/// <summary>One CSV file of a run folder, read row by row; whatever is wrong with it becomes a <see cref="RunFolderException"/>.</summary>
public sealed class CsvTableReader : IDisposable
{
    private const int MaxValueShown = 60;
    private const int MaxHeaderShown = 200;

    private readonly string _path;
    private readonly CsvReader _reader;
    private double _lastTimeSeconds = double.NegativeInfinity;

    /// <summary>Opens a table and reads its header.</summary>
    /// <exception cref="RunFolderException">There is no such file, or it is unreadable.</exception>
    public CsvTableReader(string runFolder, string fileName)
    {
        _path = Path.Combine(runFolder, fileName);
        var options = new CsvReaderOptions
        {
            Separator = ',',
            TrackLineNumbers = true,
            FieldCountMismatch = CsvFieldCountHandling.Throw,
            MalformedData = CsvMalformedDataHandling.Throw,
        };
        _reader = Guarded(() => CsvReader.FromFile(_path, options));
        try
        {
            Columns = Guarded(() => _reader.Headers);
        }
        catch
        {
            _reader.Dispose();
            throw;
        }
    }

    /// <summary>Names of the columns in the order of the header; none for an empty file.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    /// <summary>Line of the present row, from 1; that of the header is 1.</summary>
    public long Line => _reader.LineNumber;

    /// <summary>Index of a column that must be there.</summary>
    public int Column(string name) =>
        TryColumn(name, out int column)
            ? column
            : throw new RunFolderException($"{_path}:1: column {name} is missing from the header; found {HeaderForMessage()}.");

    /// <summary>Index of a column that may be missing.</summary>
    public bool TryColumn(string name, out int column)
    {
        column = -1;
        for (int index = 0; index < Columns.Count && column < 0; index++)
        {
            column = Columns[index] == name ? index : -1;
        }

        return column >= 0;
    }

    /// <summary>Goes to the next row; false at the end.</summary>
    public bool Read()
    {
        try
        {
            return _reader.Read();
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            throw Unreadable(exception);
        }
    }

    /// <summary>Seconds since midnight of the first day; refused when earlier than in the row above.</summary>
    public double Time(int column)
    {
        double timeSeconds = Number(column);
        if (timeSeconds < _lastTimeSeconds)
        {
            throw Malformed(column, $"a time that is not below {_lastTimeSeconds:R}, that of the row above");
        }

        return _lastTimeSeconds = timeSeconds;
    }

    /// <summary>A finite number.</summary>
    public double Number(int column) =>
        _reader.TryParse(column, out double value) && double.IsFinite(value) ? value : throw Malformed(column, "a number, e.g. 100.05");

    /// <summary>NaN and the infinities too.</summary>
    public double AnyNumber(int column) =>
        _reader.TryParse(column, out double value) ? value : throw Malformed(column, "a number, e.g. 100.05, or NaN");

    /// <summary>A finite number that is not negative.</summary>
    public double NumberAtLeastZero(int column)
    {
        double value = Number(column);
        return value >= 0 ? value : throw Malformed(column, "a number that is not negative");
    }

    /// <summary>A finite number above 0.</summary>
    public double NumberAboveZero(int column)
    {
        double value = Number(column);
        return value > 0 ? value : throw Malformed(column, "a number above 0");
    }

    /// <summary>NaN where the cell is empty.</summary>
    public double NumberOrAbsent(int column) => _reader.IsEmpty(column) ? double.NaN : Number(column);

    /// <summary>NaN where the cell is empty.</summary>
    public double AboveZeroOrAbsent(int column) => _reader.IsEmpty(column) ? double.NaN : NumberAboveZero(column);

    /// <summary>0 where the cell is empty.</summary>
    public double AtLeastZeroOrZero(int column) => _reader.IsEmpty(column) ? 0 : NumberAtLeastZero(column);

    /// <summary>A whole number.</summary>
    public long WholeNumber(int column) =>
        _reader.TryParse(column, out long value) ? value : throw Malformed(column, "a whole number");

    /// <summary>0 where the cell is empty.</summary>
    public long WholeNumberOrZero(int column) => _reader.IsEmpty(column) ? 0 : WholeNumber(column);

    /// <summary>A text that is not empty.</summary>
    public string Text(int column)
    {
        string value = _reader.GetString(column);
        return value.Length > 0 ? value : throw Malformed(column, "a text that is not empty");
    }

    /// <summary>A text.</summary>
    public string TextOrEmpty(int column) => _reader.GetString(column);

    /// <summary>True when a cell holds exactly this text.</summary>
    public bool TextIs(int column, ReadOnlySpan<byte> utf8) => _reader.GetSpan(column).SequenceEqual(utf8);

    /// <summary>Says that the cell of the current row breaks a rule.</summary>
    /// <param name="allowed">The end of "it must be …".</param>
    public RunFolderException Malformed(int column, string allowed) =>
        new($"{_path}:{Line}: column {Columns[column]} is '{Shortened(_reader.GetString(column), MaxValueShown)}'; it must be {allowed}.");

    private T Guarded<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            throw Unreadable(exception);
        }
    }

    private static bool IsUnreadable(Exception exception) => exception is CsvFormatException or IOException or UnauthorizedAccessException;

    private RunFolderException Unreadable(Exception exception) => exception switch
    {
        CsvFormatException { LineNumber: > 0 } format => new($"{_path}:{format.LineNumber}: {format.Message}", format),
        FileNotFoundException or DirectoryNotFoundException =>
            new($"{_path}: this file of the run folder is missing. Give the folder of a run, e.g. runs/quickstart-1.", exception),
        _ => new($"{_path}: {exception.Message}", exception),
    };

    private string HeaderForMessage() => Columns.Count == 0 ? "an empty file" : $"'{Shortened(string.Join(',', Columns), MaxHeaderShown)}'";

    private static string Shortened(string value, int longest) => value.Length <= longest ? value : string.Concat(value.AsSpan(0, longest - 3), "...");
}
