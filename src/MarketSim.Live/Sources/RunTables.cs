using MarketSim.Agents.Population;
using MarketSim.Live.Tapes;
using MarketSim.Results;
using MarketSim.Results.Tables;

namespace MarketSim.Live.Sources;

/// <summary>The tables of a run folder, whole, by tick.</summary>
internal sealed class RunTables
{
    private RunTables(IReadOnlyList<MarketState> samples, IReadOnlyList<TapeTrade> trades)
    {
        Samples = samples;
        Trades = trades;
    }

    /// <summary>Rows of <c>book.csv</c> with those of <c>metrics.csv</c> and <c>groups.csv</c> of the same time, by time.</summary>
    public IReadOnlyList<MarketState> Samples { get; }

    /// <summary>The trades by time; empty where the scenario records none.</summary>
    public IReadOnlyList<TapeTrade> Trades { get; }

    /// <summary>False where the scenario records no trades.</summary>
    public bool HasTrades { get; private init; }

    public IReadOnlyList<EpisodeOutcome> Episodes { get; private init; } = [];

    public IReadOnlyList<LearningRow> Learning { get; private init; } = [];

    public IReadOnlyList<CurriculumRow> Stages { get; private init; } = [];

    /// <exception cref="RunFolderException">A table is missing or malformed.</exception>
    public static RunTables Read(string folder, IReadOnlyList<AgentGroup> groups)
    {
        IReadOnlyList<MarketCounts> counts = ReadCounts(folder);
        IReadOnlyList<IReadOnlyList<GroupState>> states = ReadGroups(folder, groups);
        bool hasTrades = TradeFile.Exists(folder);
        return new RunTables([.. ReadBook(folder, counts, states)], hasTrades ? [.. ReadTrades(folder)] : [])
        {
            HasTrades = hasTrades,
            Episodes = EpisodeFile.Exists(folder) ? EpisodeFile.Read(folder) : [],
            Learning = LearningFile.Exists(folder) ? [.. LearningFile.ReadRows(folder)] : [],
            Stages = CurriculumFile.Read(folder),
        };
    }

    private static IEnumerable<MarketState> ReadBook(string folder, IReadOnlyList<MarketCounts> counts, IReadOnlyList<IReadOnlyList<GroupState>> groups)
    {
        using var rows = new BookRows(folder);
        for (int row = 0; rows.Read(); row++)
        {
            yield return new MarketState(
                rows.Tick,
                rows.ReadTime(),
                rows.Bid,
                rows.BidQuantity,
                rows.Ask,
                rows.AskQuantity,
                rows.Mid,
                rows.Last,
                rows.CumulativeVolume,
                rows.Fundamental,
                Levels(rows.Bids),
                Levels(rows.Asks),
                row < counts.Count ? counts[row] : default,
                row < groups.Count ? groups[row] : []);
        }
    }

    private static List<double[]> Levels(BookLevels side)
    {
        var levels = new List<double[]>(side.Count);
        for (int level = 0; level < side.Count; level++)
        {
            if (side.TryRead(level, out double price, out double quantity))
            {
                levels.Add([price, quantity]);
            }
        }

        return levels;
    }

    private static IReadOnlyList<MarketCounts> ReadCounts(string folder)
    {
        CounterSamples counters = CounterFile.Read(folder);
        return [.. Enumerable.Range(0, counters.Count).Select(row => new MarketCounts(
            (long)counters.Orders[row],
            (long)counters.Cancels[row],
            (long)counters.Amendments[row],
            (long)counters.Trades[row],
            (long)counters.Refusals[row],
            (long)counters.Messages[row]))];
    }

    // A row for each group and sample, the groups in the scenario's order; a last sample that was cut off is none.
    private static List<IReadOnlyList<GroupState>> ReadGroups(string folder, IReadOnlyList<AgentGroup> groups)
    {
        IEnumerable<GroupRow> rows = GroupFile.ReadRows(folder, [.. groups.Select(static group => group.Name)]);
        return [.. rows.Select(static row => new GroupState(row.Cash, row.Inventory, row.Profit)).Chunk(groups.Count).Where(sample => sample.Length == groups.Count)];
    }

    private static IEnumerable<TapeTrade> ReadTrades(string folder) => TradeFile.Read(folder).Select(static trade => new TapeTrade(
        trade.Tick, trade.TimeSeconds, trade.Price, trade.Quantity, trade.BuyerInitiated, trade.Aggressor, trade.Resting, trade.AggressorOrder));
}
