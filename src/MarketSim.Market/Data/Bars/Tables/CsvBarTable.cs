using CsvHelper;

namespace MarketSim.Market.Data.Bars.Tables;

/// <summary>Rows of a text with separators.</summary>
internal sealed class CsvBarTable(Stream stream, char separator, string fileName) : BarTable
{
    private readonly CsvReader _reader = CsvReader.Create(
        stream,
        new CsvReaderOptions
        {
            Separator = separator, HasHeader = false, TrimWhitespace = true, TrimInsideQuotes = true, TrackLineNumbers = true, DetectSeparatorHint = false,
            MalformedData = CsvMalformedDataHandling.Throw,
        },
        leaveOpen: false);

    public override int FieldCount => _reader.FieldCount;

    public override long Line => _reader.LineNumber;

    public override bool Read()
    {
        try
        {
            return _reader.Read();
        }
        catch (CsvFormatException error)
        {
            throw new InvalidDataException($"{fileName}:{error.LineNumber}: is no row of separated values: {error.Message}", error);
        }
    }

    public override ReadOnlySpan<byte> Field(int column) => _reader.GetSpan(column);

    public override void Dispose() => _reader.Dispose();
}
