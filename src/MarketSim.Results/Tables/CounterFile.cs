
namespace MarketSim.Results.Tables;

/// <summary>Reads <c>metrics.csv</c>.</summary>
public static class CounterFile
{
    /// <summary>Reads all samples of a run.</summary>
    /// <exception cref="RunFolderException">The file is missing or malformed.</exception>
    public static CounterSamples Read(string runFolder)
    {
        using var table = new CsvTable(runFolder, RunFolder.MetricsFile);
        int time = table.Column("time_seconds");
        var samples = new CounterSamples();
        (int Column, List<double> Values)[] counters =
        [
            (table.Column("orders"), samples.Orders),
            (table.Column("cancels"), samples.Cancels),
            (table.Column("amendments"), samples.Amendments),
            (table.Column("trades"), samples.Trades),
            (table.Column("refusals"), samples.Refusals),
            (table.Column("messages"), samples.Messages),
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
