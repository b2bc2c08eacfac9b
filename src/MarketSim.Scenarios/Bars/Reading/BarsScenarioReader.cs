using MarketSim.Environments.Bars;
using MarketSim.Market.Data;
using MarketSim.Market.Data.Bars;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Scenarios.Bars.Reading;

/// <summary>Reads a scenario that has a section <c>bars</c>.</summary>
internal static class BarsScenarioReader
{
    private const string Key = ScenarioDocument.BarsKey;

    private const int MaxThreads = 1_024;
    private const long NanosecondsPerTimeSpanTick = 100;

    /// <summary>Reads the scenario; null after a problem, which is reported.</summary>
    public static BarsScenario? Read(SectionReader root, ScenarioFileSource files)
    {
        Field<string> name = root.Required("name", Rules.Name("my-bars"));
        Field<string> description = root.Optional("description", Rules.FreeText, string.Empty, string.Empty);
        Field<ulong> seed = root.Required("seed", Rules.Seed);
        foreach (string other in new[] { "market", "agents" }.Where(root.Has))
        {
            root.Problems.Add(root.LineOf(other), $"{other} and bars do not go together: a scenario is a market with agents, or bars with learners; remove one of them");
            root.Section(other).TakeTexts("a single value");
        }

        BarsEnvironment? environment = new BarsEnvironmentReader(root.Section("environment")).Read();
        SectionReader? section = root.RequiredSection(Key);
        BarsData? data = section is null ? null : new BarsDataReader(section, files).Read();
        BarReading? bars = data is null || !seed.IsValid ? null : BarsDataReader.TryRead(section!, data, seed.Value);
        BarsSplit? split = section is null ? null : new BarsSplitReader(section.Section("split")).Read(bars?.Bars.Count, environment?.LookBackBars);
        if (bars is not null && split is not null && environment is not null)
        {
            RequireStretches(section!, bars.Bars, split, environment);
        }

        section?.Close();
        IReadOnlyList<BarsLearner> learners = new BarsLearnersReader(root, environment?.Actions.Space).Read();
        SectionReader checkpoint = root.Section("checkpoint");
        Field<long?> every = checkpoint.Optional("every", Rules.DurationOrOff("30s"), 30_000_000_000, "30s");
        checkpoint.Close();
        SectionReader execution = root.Section("execution");
        Field<int?> threads = execution.Optional("threads", Rules.CountOrAuto(MaxThreads), null, ScenarioKeywords.Auto);
        execution.Close();
        root.Close();
        return data is null || split is null || environment is null
            ? null
            : new BarsScenario
            {
                Name = name.Value,
                Description = description.Value,
                Seed = seed.Value,
                Data = data,
                Split = split,
                Environment = environment,
                Learners = learners,
                CheckpointEvery = every.Value is { } nanoseconds ? TimeSpan.FromTicks(nanoseconds / NanosecondsPerTimeSpanTick) : null,
                Threads = threads.Value,
            };
    }

    /// <summary>Refuses folds in which breaks between bars leave nothing to train or to test on.</summary>
    private static void RequireStretches(SectionReader section, BarSeries bars, BarsSplit split, BarsEnvironment environment)
    {
        IReadOnlyList<WalkForwardSplit> folds = split.Of(bars.Count);
        for (int fold = 0; fold < folds.Count; fold++)
        {
            (BarRange training, BarRange test) = folds[fold];
            bool canTrain = TradingEnvironment.HasEpisode(bars.Slice(training.Start, training.Count), environment.LookBackBars);
            if (!canTrain || BarsTask.StretchesOf(bars, test, environment.LookBackBars).Sum(stretch => stretch.Count) < 2)
            {
                section.Problems.Add(
                    section.LineOf("split"),
                    $"{section.PathOf("split")}: breaks between bars leave fold {fold + 1} nothing to {(canTrain ? "test" : "train")} on: no episode contains one, and behind a hole an observation looks back over {environment.LookBackBars} bars. Shorten environment.barLengths, lags or volatilityBars, choose other folds, or say {section.PathOf("sessions")}: joined or {section.PathOf("holes")}: bridge");
                return;
            }
        }
    }
}
