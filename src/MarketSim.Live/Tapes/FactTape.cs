using MarketSim.Reporting.StylizedFacts;
using MarketSim.Results;
using MarketSim.Results.Tables;

namespace MarketSim.Live.Tapes;

/// <summary>Samples and trades of a run so far, for its stylized facts by the report's own arithmetic.</summary>
/// <param name="summary">Of the run: its session's length.</param>
/// <param name="episodeSeconds">From the beginning of an episode to that of the next; null for a run of one session.</param>
internal sealed class FactTape(RunSummary summary, double? episodeSeconds)
{
    // Facts of the last so many: a market that runs for days must not fill the memory.
    private const int MaxKept = 200_000;

    private readonly Lock _lock = new();
    private readonly List<Trade> _trades = [];
    private readonly List<(double Time, double Mid, double Volume)> _samples = [];

    /// <summary>Changes with every sample.</summary>
    public long Version { get; private set; }

    public void Trade(in TapeTrade trade)
    {
        lock (_lock)
        {
            Trim(_trades);
            _trades.Add(new Trade(trade.Time, trade.Price, trade.Quantity, trade.IsBuy, trade.Aggressor, trade.Order));
        }
    }

    public void Sample(MarketState state)
    {
        lock (_lock)
        {
            Trim(_samples);
            _samples.Add((state.Time, state.Mid, state.Volume));
            Version++;
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _trades.Clear();
            _samples.Clear();
            Version++;
        }
    }

    /// <summary>Takes some milliseconds; not on the market's thread.</summary>
    public IReadOnlyList<FactView> Compute()
    {
        Trade[] trades;
        var book = new BookSamples();
        lock (_lock)
        {
            trades = [.. _trades];
            book.TimeSeconds.AddRange(_samples.Select(static sample => sample.Time));
            book.Mid.AddRange(_samples.Select(static sample => sample.Mid));
            book.CumulativeVolume.AddRange(_samples.Select(static sample => sample.Volume));
        }

        if (book.Count == 0)
        {
            return [];
        }

        return [.. StylizedFactSheet.Of(book, trades, summary.OpenSeconds, summary.CloseSeconds, episodeSeconds).Select(static fact =>
            new FactView(fact.Name, fact.Found, fact.Gate, fact.Verdict.ToString(), fact.Basis))];
    }

    private static void Trim<T>(List<T> list)
    {
        if (list.Count == 2 * MaxKept)
        {
            list.RemoveRange(0, MaxKept);
        }
    }
}

/// <summary>A stylized fact as the page shows it.</summary>
/// <param name="Verdict">Met, Missed or NotEnoughData.</param>
internal sealed record FactView(string Name, string Found, string Gate, string Verdict, string Basis);
