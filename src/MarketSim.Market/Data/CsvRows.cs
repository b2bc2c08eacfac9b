using System.Globalization;
using CsvHelper;

namespace MarketSim.Market.Data;

/// <summary>The rows of a comma-separated file, one at a time; an error in a field names file, line, column, value and rule.</summary>
internal sealed class CsvRows : IDisposable
{
    private static readonly CsvReaderOptions Options = new()
    {
        Separator = ',', HasHeader = false, TrimWhitespace = true, TrackLineNumbers = true, MalformedData = CsvMalformedDataHandling.Throw,
    };

    private readonly string _fileName;
    private readonly CsvReader _reader;
    private string[] _fields = [];

    /// <param name="fileName">Name of the file in messages.</param>
    public CsvRows(TextReader reader, string fileName)
    {
        _fileName = fileName;
        _reader = CsvReader.Create(reader, Options, leaveOpen: true);
    }

    public IReadOnlyList<string> Fields => _fields;

    /// <summary>Line of the present row, from 1.</summary>
    public int Line => (int)_reader.LineNumber;

    /// <summary>Moves to the next row that is not empty.</summary>
    /// <returns>False at the end of the file.</returns>
    public bool MoveNext()
    {
        try
        {
            bool found = _reader.Read();
            _fields = found ? Enumerable.Range(0, _reader.FieldCount).Select(_reader.GetString).ToArray() : [];
            return found;
        }
        catch (CsvFormatException error)
        {
            throw new InvalidDataException($"{_fileName}:{error.LineNumber}: is no row of comma-separated values: {error.Message}", error);
        }
    }

    public void RequireFields(int count)
    {
        if (_fields.Length != count)
        {
            throw Wrong($"has {_fields.Length} columns; it must have {count}");
        }
    }

    public long Integer(int column, string name, long minimum, long maximum)
    {
        string text = _fields[column];
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= minimum && value <= maximum)
        {
            return value;
        }

        throw WrongField(name, text, $"an integer from {minimum} to {maximum}");
    }

    /// <summary>A finite number, not below the minimum.</summary>
    public double Number(int column, string name, double minimum)
    {
        string text = _fields[column];
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= minimum && double.IsFinite(value))
        {
            return value;
        }

        throw WrongField(name, text, $"a number not below {minimum.ToString(CultureInfo.InvariantCulture)}");
    }

    /// <summary>A finite number greater than 0.</summary>
    public double PositiveNumber(int column, string name)
    {
        string text = _fields[column];
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value > 0 && double.IsFinite(value))
        {
            return value;
        }

        throw WrongField(name, text, "a number greater than 0, e.g. 101.25");
    }

    /// <returns>An error about a field of the present row.</returns>
    public InvalidDataException WrongField(string column, string value, string rule) => Wrong($"column '{column}' is '{value}'; it must be {rule}");

    /// <returns>An error about the present row.</returns>
    public InvalidDataException Wrong(string what) => new($"{_fileName}:{_reader.LineNumber}: {what}.");

    public void Dispose() => _reader.Dispose();
}
