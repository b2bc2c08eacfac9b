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
            Learning = LearningFile.Exists(folder) ? [.. ReadLearning(folder)] : [],
            Stages = CurriculumFile.Read(folder),
        };
    }

    private static IEnumerable<MarketState> ReadBook(string folder, IReadOnlyList<MarketCounts> counts, IReadOnlyList<IReadOnlyList<GroupState>> groups)
    {
        using var table = new CsvTable(folder, RunFolder.BookFile);
        int tick = table.Column("tick");
        int time = table.Column("time_seconds");
        int bid = table.Column("bid");
        int bidQuantity = table.Column("bid_quantity");
        int ask = table.Column("ask");
        int askQuantity = table.Column("ask_quantity");
        int mid = table.Column("mid");
        int last = table.Column("last");
        int volume = table.Column("volume");
        int fundamental = table.Column("fundamental");
        var bids = new BookLevels(table, "bid");
        var asks = new BookLevels(table, "ask");
        for (int row = 0; table.Read(); row++)
        {
            yield return new MarketState(
                table.WholeNumber(tick),
                table.Time(time),
                table.AboveZeroOrAbsent(bid),
                table.AtLeastZeroOrZero(bidQuantity),
                table.AboveZeroOrAbsent(ask),
                table.AtLeastZeroOrZero(askQuantity),
                table.AboveZeroOrAbsent(mid),
                table.AboveZeroOrAbsent(last),
                table.NumberAtLeastZero(volume),
                table.NumberOrAbsent(fundamental),
                Levels(table, bids),
                Levels(table, asks),
                row < counts.Count ? counts[row] : default,
                row < groups.Count ? groups[row] : []);
        }
    }

    private static List<double[]> Levels(CsvTable table, BookLevels side)
    {
        var levels = new List<double[]>(side.Count);
        for (int level = 0; level < side.Count; level++)
        {
            if (side.TryRead(table, level, out double price, out double quantity))
            {
                levels.Add([price, quantity]);
            }
        }

        return levels;
    }

    private static List<MarketCounts> ReadCounts(string folder)
    {
        using var table = new CsvTable(folder, RunFolder.MetricsFile);
        int[] columns = [.. new[] { "orders", "cancels", "amendments", "trades", "refusals", "messages" }.Select(table.Column)];
        var counts = new List<MarketCounts>();
        while (table.Read())
        {
            counts.Add(new MarketCounts(
                table.WholeNumber(columns[0]),
                table.WholeNumber(columns[1]),
                table.WholeNumber(columns[2]),
                table.WholeNumber(columns[3]),
                table.WholeNumber(columns[4]),
                table.WholeNumber(columns[5])));
        }

        return counts;
    }

    // A row for each group and sample, the groups in the scenario's order.
    private static List<IReadOnlyList<GroupState>> ReadGroups(string folder, IReadOnlyList<AgentGroup> groups)
    {
        using var table = new CsvTable(folder, RunFolder.GroupsFile);
        int name = table.Column("group");
        int cash = table.Column("cash");
        int inventory = table.Column("inventory");
        int profit = table.Column("profit");
        var samples = new List<IReadOnlyList<GroupState>>();
        var states = new List<GroupState>(groups.Count);
        while (table.Read())
        {
            if (states.Count == 0 && table.Text(name) == VenueResult.RowName)
            {
                // The venue's own row ends a sample.
                continue;
            }

            if (table.Text(name) != groups[states.Count].Name)
            {
                throw table.Malformed(name, $"{groups[states.Count].Name}, the group that comes next in {RunFolder.ScenarioFile}");
            }

            states.Add(new GroupState(table.Number(cash), table.Number(inventory), table.Number(profit)));
            if (states.Count == groups.Count)
            {
                samples.Add([.. states]);
                states.Clear();
            }
        }

        return samples;
    }

    private static IEnumerable<TapeTrade> ReadTrades(string folder)
    {
        using var table = new CsvTable(folder, RunFolder.TradesFile);
        int tick = table.Column("tick");
        int time = table.Column("time_seconds");
        int price = table.Column("price");
        int quantity = table.Column("quantity");
        int side = table.Column("aggressor_side");
        int aggressor = table.Column("aggressor");
        int resting = table.Column("resting");
        int order = table.Column("aggressor_order");
        while (table.Read())
        {
            yield return new TapeTrade(
                table.WholeNumber(tick),
                table.Time(time),
                table.NumberAboveZero(price),
                table.NumberAboveZero(quantity),
                table.TextIs(side, "buy"u8) || (table.TextIs(side, "sell"u8) ? false : throw table.Malformed(side, "buy or sell")),
                table.WholeNumber(aggressor),
                table.WholeNumber(resting),
                table.WholeNumber(order));
        }
    }

    private static IEnumerable<LearningRow> ReadLearning(string folder)
    {
        using var table = new CsvTable(folder, LearningFile.FileName);
        int tick = table.Column("tick");
        int policy = table.Column("policy");
        int name = table.Column("name");
        int value = table.Column("value");
        while (table.Read())
        {
            yield return new LearningRow(table.WholeNumber(tick), table.Text(policy), table.Text(name), table.AnyNumber(value));
        }
    }
}

/// <summary>A row of <c>learning.csv</c>.</summary>
internal readonly record struct LearningRow(long Tick, string Policy, string Name, double Value);
