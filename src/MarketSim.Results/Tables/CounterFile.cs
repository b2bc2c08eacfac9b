using MarketSim.Engine;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;


namespace MarketSim.Results.Tables;

/// <summary>
/// Writes and reads <c>metrics.csv</c> of a market's run: what was counted up to each sample. The file of the same name in the folder of a training on bars is
/// another table, that of <see cref="Learning.Monitoring.MetricsFile"/>.
/// </summary>
public static class CounterFile
{
    private const string Time = "time_seconds";
    private const string Orders = "orders";
    private const string Cancels = "cancels";
    private const string Amendments = "amendments";
    private const string Trades = "trades";
    private const string Refusals = "refusals";
    private const string Messages = "messages";

    internal static IReadOnlyList<string> Columns { get; } = ["tick", Time, Orders, Cancels, Amendments, Trades, Refusals, "volume", Messages, "awake"];

    /// <summary>Writes a row.</summary>
    internal static void Write(CsvTableWriter file, long tick, SimulatedTime time, in VenueCounters counters, AgentCounters agents, DecimalUnit quantity)
    {
        file.Number(tick);
        file.Number(time.Nanoseconds, DecimalUnit.Nanosecond);
        file.Number(counters.Orders);
        file.Number(counters.Cancels);
        file.Number(counters.Amendments);
        file.Number(counters.Trades);
        file.Number(counters.Refusals);
        file.Number(counters.VolumeLots, quantity);
        file.Number(agents.Messages);
        file.Number(agents.Observations);
        file.EndRow();
    }

    /// <summary>Reads all samples of a run.</summary>
    /// <exception cref="RunFolderException">The file is missing or malformed.</exception>
    public static CounterSamples Read(string runFolder)
    {
        using var table = new CsvTableReader(runFolder, RunFolder.MetricsFile);
        int time = table.Column(Time);
        var samples = new CounterSamples();
        (int Column, List<double> Values)[] counters =
        [
            (table.Column(Orders), samples.Orders),
            (table.Column(Cancels), samples.Cancels),
            (table.Column(Amendments), samples.Amendments),
            (table.Column(Trades), samples.Trades),
            (table.Column(Refusals), samples.Refusals),
            (table.Column(Messages), samples.Messages),
        ];
        while (table.Read())
        {
            samples.TimeSeconds.Add(table.Time(time));
            foreach ((int column, List<double> values) in counters)
            {
                double value = table.NumberAtLeastZero(column);
                values.Add(values.Count == 0 || value >= values[^1] ? value : throw table.Malformed(column, $"a count that is not below {values[^1]:R}, that of the row above"));
            }
        }

        return samples;
    }
}
