namespace MarketSim.Results.Tables;

/// <summary>The rows of <c>book.csv</c>, one at a time. What was absent is NaN, an absent quantity 0.</summary>
public sealed class BookRows : IDisposable
{
    private readonly CsvTableReader _table;
    private readonly int _tick;
    private readonly int _time;
    private readonly int _bid;
    private readonly int _bidQuantity;
    private readonly int _ask;
    private readonly int _askQuantity;
    private readonly int _mid;
    private readonly int _last;
    private readonly int _volume;
    private readonly int _fundamental;

    /// <summary>Opens the file of a run folder.</summary>
    /// <exception cref="RunFolderException">It is missing, or lacks a column.</exception>
    public BookRows(string runFolder)
    {
        _table = new CsvTableReader(runFolder, RunFolder.BookFile);
        try
        {
            _tick = _table.Column("tick");
            _time = _table.Column("time_seconds");
            _bid = _table.Column("bid");
            _bidQuantity = _table.Column("bid_quantity");
            _ask = _table.Column("ask");
            _askQuantity = _table.Column("ask_quantity");
            _mid = _table.Column("mid");
            _last = _table.Column("last");
            _volume = _table.Column("volume");
            _fundamental = _table.Column("fundamental");
            Bids = new BookLevels(_table, "bid");
            Asks = new BookLevels(_table, "ask");
        }
        catch
        {
            _table.Dispose();
            throw;
        }
    }

    /// <summary>Tick of the sample.</summary>
    public long Tick => _table.WholeNumber(_tick);

    /// <summary>Highest price bid, in currency.</summary>
    public double Bid => _table.AboveZeroOrAbsent(_bid);

    /// <summary>Shares at the highest bid.</summary>
    public double BidQuantity => _table.AtLeastZeroOrZero(_bidQuantity);

    /// <summary>Lowest price asked, in currency.</summary>
    public double Ask => _table.AboveZeroOrAbsent(_ask);

    /// <summary>Shares at the lowest ask.</summary>
    public double AskQuantity => _table.AtLeastZeroOrZero(_askQuantity);

    /// <summary>Between the two, in currency.</summary>
    public double Mid => _table.AboveZeroOrAbsent(_mid);

    /// <summary>Price of the last trade, in currency.</summary>
    public double Last => _table.AboveZeroOrAbsent(_last);

    /// <summary>Shares traded since the start of the run.</summary>
    public double CumulativeVolume => _table.NumberAtLeastZero(_volume);

    /// <summary>Fundamental value, in currency.</summary>
    public double Fundamental => _table.NumberOrAbsent(_fundamental);

    /// <summary>Levels of the bid side.</summary>
    public BookLevels Bids { get; }

    /// <summary>Levels of the ask side.</summary>
    public BookLevels Asks { get; }

    /// <summary>Seconds since midnight of the first day; to be read once a row, as it checks that time does not run backwards.</summary>
    /// <exception cref="RunFolderException">It is before that of the row above.</exception>
    public double ReadTime() => _table.Time(_time);

    /// <summary>Moves to the next row.</summary>
    /// <returns>False at the end of the file.</returns>
    public bool Read() => _table.Read();

    /// <inheritdoc/>
    public void Dispose() => _table.Dispose();
}
