using System.Globalization;
using CsvHelper;

namespace MarketSim.Numerics.Tables;

/// <summary>
/// The rows of comma-separated values (RFC 4180), one at a time; the first row may be a header. An error in a field names file, line, column, value and rule.
/// Blanks around fields do not count, nor do empty rows.
/// </summary>
public sealed class CsvRows : IDisposable
{
    private static readonly CsvReaderOptions Options = new()
    {
        Separator = ',', HasHeader = false, TrimWhitespace = true, TrackLineNumbers = true, MalformedData = CsvMalformedDataHandling.Throw,
    };

    private readonly string _fileName;
    private readonly CsvReader _reader;
    private string[] _fields = [];

    /// <summary>Begins before the first row.</summary>
    /// <param name="reader">The text; stays open.</param>
    /// <param name="fileName">Name of the file in messages.</param>
    public CsvRows(TextReader reader, string fileName)
    {
        _fileName = fileName;
        _reader = CsvReader.Create(reader, Options, leaveOpen: true);
    }

    /// <summary>Fields of the present row; none before the first and after the last.</summary>
    public IReadOnlyList<string> Fields => _fields;

    /// <summary>Line of the present row, from 1.</summary>
    public int Line => (int)_reader.LineNumber;

    /// <summary>Moves to the next row that is not empty.</summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="InvalidDataException">The row is malformed, e.g. by a quote that is never closed.</exception>
    public bool MoveNext()
    {
        try
        {
            while (_reader.Read())
            {
                _fields = [.. Enumerable.Range(0, _reader.FieldCount).Select(_reader.GetString)];
                if (_fields is not [""])
                {
                    return true;
                }
            }

            _fields = [];
            return false;
        }
        catch (CsvFormatException error)
        {
            throw new InvalidDataException($"{_fileName}:{error.LineNumber}: is no row of comma-separated values: {error.Message}", error);
        }
    }

    /// <summary>Holds the present row to a number of fields.</summary>
    /// <exception cref="InvalidDataException">It has more or fewer.</exception>
    public void RequireFields(int count)
    {
        if (_fields.Length != count)
        {
            throw Wrong($"has {_fields.Length} columns; it must have {count}");
        }
    }

    /// <summary>A whole number within bounds, both of which it may reach.</summary>
    /// <param name="column">Index of the field.</param>
    /// <param name="name">Name of the column in messages.</param>
    /// <exception cref="InvalidDataException">The field holds something else.</exception>
    public long Integer(int column, string name, long minimum, long maximum)
    {
        string text = _fields[column];
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= minimum && value <= maximum)
        {
            return value;
        }

        throw WrongField(name, text, $"an integer from {minimum} to {maximum}");
    }

    /// <summary>A finite number.</summary>
    /// <param name="column">Index of the field.</param>
    /// <param name="name">Name of the column in messages.</param>
    /// <exception cref="InvalidDataException">The field holds something else.</exception>
    public double Number(int column, string name) =>
        TryNumber(column, out double value) ? value : throw WrongField(name, _fields[column], "a number, e.g. 101.25");

    /// <summary>A finite number greater than 0.</summary>
    /// <inheritdoc cref="Number(int, string)"/>
    public double PositiveNumber(int column, string name) =>
        TryNumber(column, out double value) && value > 0 ? value : throw WrongField(name, _fields[column], "a number greater than 0, e.g. 101.25");

    /// <returns>An error about a field of the present row.</returns>
    /// <param name="column">Name of the column.</param>
    /// <param name="value">The text of the field.</param>
    /// <param name="rule">The end of "it must be …".</param>
    public InvalidDataException WrongField(string column, string value, string rule) => Wrong($"column '{column}' is '{value}'; it must be {rule}");

    /// <returns>An error about the present row.</returns>
    /// <param name="what">Its end, without the full stop.</param>
    public InvalidDataException Wrong(string what) => new($"{_fileName}:{_reader.LineNumber}: {what}.");

    /// <summary>Ends the reading.</summary>
    public void Dispose() => _reader.Dispose();

    private bool TryNumber(int column, out double value) =>
        double.TryParse(_fields[column], NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
}
