namespace MarketSim.Scenarios.Reading;

/// <summary>Reads what does not change a result: the sections <c>output</c>, <c>checkpoint</c>, <c>execution</c> and <c>cluster</c>.</summary>
internal static class OptionsReader
{
    private const int MaxPartitions = 1_024;
    private const int MaxNodes = 10_000;

    private const long NanosecondsPerTimeSpanTick = 100;

    private static readonly ValueRule<bool> Format = new(
        "csv, or parquet (the tables of a finished run as Parquet too)",
        static text => text switch { "csv" => new(false), "parquet" => new(true), _ => null });

    /// <param name="section">May be the one word <c>parquet</c>, see <see cref="SectionReader.WordSection"/>.</param>
    public static ScenarioOutput ReadOutput(SectionReader section, long tickNanoseconds)
    {
        var defaults = new ScenarioOutput();
        long defaultInterval = Math.Max(tickNanoseconds, defaults.SampleIntervalNanoseconds);
        Field<long> interval = section.Optional("sampleInterval", Rules.Duration("10s", minimum: 1), defaultInterval, ScenarioFormat.Duration(defaultInterval));
        if (interval.IsValid && interval.Value < tickNanoseconds)
        {
            interval = interval.Refuse(section.Problems, $"at least market.tick, {ScenarioFormat.Duration(tickNanoseconds)}");
        }

        Field<int> levels = section.Optional("bookLevels", Rules.Count(0, 50, "10"), defaults.BookLevels, "10");
        Field<bool> trades = section.Optional("trades", Rules.Switch, defaults.Trades, "true");
        Field<bool> parquet = section.Optional("format", Format, defaults.Parquet, "csv");
        section.Close();
        return new ScenarioOutput { SampleIntervalNanoseconds = interval.Value, BookLevels = levels.Value, Trades = trades.Value, Parquet = parquet.Value };
    }

    public static ScenarioCheckpoint ReadCheckpoint(SectionReader section)
    {
        var defaults = new ScenarioCheckpoint();
        long? defaultEvery = defaults.Every?.Ticks * NanosecondsPerTimeSpanTick;
        Field<long?> every = section.Optional("every", Rules.DurationOrOff("5s"), defaultEvery, ScenarioKeywords.Off);
        Field<long?> everyTicks = section.Optional("everyTicks", Rules.LongOrOff("5000"), defaults.EveryTicks, ScenarioKeywords.Off);
        Field<int> keep = section.Optional("keep", Rules.Count(1, 1_000, "3"), defaults.Keep, "3");
        section.Close();
        return new ScenarioCheckpoint
        {
            Every = every.Value is { } nanoseconds ? TimeSpan.FromTicks(nanoseconds / NanosecondsPerTimeSpanTick) : null,
            EveryTicks = everyTicks.Value,
            Keep = keep.Value,
        };
    }

    public static ScenarioExecution ReadExecution(SectionReader section)
    {
        Field<int?> partitions = section.Optional("partitions", Rules.CountOrAuto(MaxPartitions), null, ScenarioKeywords.Auto);
        Field<int?> threads = section.Optional("threads", Rules.CountOrAuto(MaxPartitions), null, ScenarioKeywords.Auto);
        section.Close();
        return new ScenarioExecution { Partitions = partitions.Value, Threads = threads.Value };
    }

    public static ScenarioCluster ReadCluster(SectionReader section)
    {
        Field<int> nodes = section.Optional("nodes", Rules.Count(0, MaxNodes, "4"), new ScenarioCluster().Nodes, "0");
        section.Close();
        return new ScenarioCluster { Nodes = nodes.Value };
    }
}
