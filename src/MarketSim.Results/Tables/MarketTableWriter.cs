using MarketSim.Market.Book;
using MarketSim.Market.Venues;

namespace MarketSim.Results.Tables;

/// <summary>
/// Writes <c>trades.csv</c> and <c>book.csv</c> of many small markets in one folder: the columns that every run has, after whole numbers that identify the
/// market of a row.
/// </summary>
public sealed class MarketTableWriter : IDisposable
{
    private readonly CsvTableWriter _tradesFile;
    private readonly TradeTableWriter _trades;
    private readonly CsvTableWriter _bookFile;
    private readonly BookTableWriter _book;

    /// <summary>Begins both tables with their headings.</summary>
    /// <param name="files">Of the run.</param>
    /// <param name="instrument">Units of prices and quantities.</param>
    /// <param name="levels">Of the book, per side; 0 for the best prices only.</param>
    /// <param name="leading">Names of the columns that come before the others.</param>
    public MarketTableWriter(IOutputFiles files, Instrument instrument, int levels, IReadOnlyList<string> leading)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(leading);
        _tradesFile = new CsvTableWriter(files.Open(RunFolder.TradesFile, length: null), [.. leading, .. TradeTableWriter.Columns]);
        _trades = new TradeTableWriter(_tradesFile, instrument);
        _bookFile = new CsvTableWriter(files.Open(RunFolder.BookFile, length: null), [.. leading, .. BookTableWriter.Columns(levels)]);
        _book = new BookTableWriter(_bookFile, instrument, levels);
    }

    /// <summary>Writes a row of <c>trades.csv</c>.</summary>
    /// <param name="leading">One number per leading column.</param>
    public void Write(ReadOnlySpan<long> leading, long tick, in BookEvent trade)
    {
        WriteLeading(_tradesFile, leading);
        _trades.Write(tick, trade);
        _tradesFile.EndRow();
    }

    /// <summary>Writes a row of <c>book.csv</c>.</summary>
    /// <param name="leading">One number per leading column.</param>
    public void Write(ReadOnlySpan<long> leading, MarketSnapshot market)
    {
        ArgumentNullException.ThrowIfNull(market);
        WriteLeading(_bookFile, leading);
        _book.Write(
            market.Tick, market.Time, market.Bids.AsSpan(), market.Asks.AsSpan(), market.LastPrice, market.CumulativeVolumeLots, market.FundamentalValueTicks);
        _bookFile.EndRow();
    }

    /// <summary>Makes all rows durable.</summary>
    public void Flush()
    {
        _tradesFile.Flush();
        _bookFile.Flush();
    }

    /// <summary>Closes the tables; rows since the last <see cref="Flush"/> are cut off.</summary>
    public void Dispose()
    {
        _tradesFile.Dispose();
        _bookFile.Dispose();
    }

    private static void WriteLeading(CsvTableWriter file, ReadOnlySpan<long> numbers)
    {
        foreach (long number in numbers)
        {
            file.Number(number);
        }
    }
}
