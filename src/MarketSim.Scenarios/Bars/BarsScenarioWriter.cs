
namespace MarketSim.Scenarios.Bars;

/// <summary>Writes scenarios of bars as YAML with every default written out; read back, each gives the same scenario.</summary>
public static class BarsScenarioWriter
{
    private const long NanosecondsPerTimeSpanTick = 100;

    /// <summary>The scenario as YAML.</summary>
    public static string Write(BarsScenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var yaml = new YamlOutput();
        yaml.Line("name", YamlOutput.Quote(scenario.Name));
        yaml.Line("description", YamlOutput.Quote(scenario.Description));
        yaml.Line("seed", scenario.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture));
        WriteBars(yaml.Section("bars"), scenario);
        WriteEnvironment(yaml.Section("environment"), scenario.Environment);
        WriteLearners(yaml.Section("learners"), scenario.Learners);
        yaml.Section("checkpoint").Line("every", scenario.CheckpointEvery is { } every ? ScenarioFormat.Duration(every.Ticks * NanosecondsPerTimeSpanTick) : ScenarioKeywords.Off);
        yaml.Section("execution").Line("threads", scenario.Threads is { } threads ? ScenarioFormat.Number(threads) : ScenarioKeywords.Auto);
        return yaml.ToString();
    }

    private static void WriteBars(YamlOutput yaml, BarsScenario scenario)
    {
        if (scenario.Data.File is { } file)
        {
            yaml.Line("file", YamlOutput.Quote(file.Path));
            yaml.Line("sha256", YamlOutput.Quote(file.Sha256));
            BarLayoutFormat.Write(yaml, file.Layout);
        }
        else
        {
            yaml.Section("generated").Parameters(scenario.Data.Generated!);
        }

        YamlOutput split = yaml.Section("split");
        split.Line("folds", ScenarioFormat.Number(scenario.Split.Folds));
        split.Line("testBars", ScenarioFormat.Number(scenario.Split.TestBars));
        split.Line("gapBars", ScenarioFormat.Number(scenario.Split.GapBars));
        split.Line("training", scenario.Split.TrainingBars is null ? "expanding" : "rolling");
        split.Line("trainBars", scenario.Split.TrainingBars is { } training ? ScenarioFormat.Number(training) : ScenarioKeywords.Auto);
    }

    private static void WriteEnvironment(YamlOutput yaml, BarsEnvironment environment)
    {
        yaml.Parameters(environment.Parameters);
        yaml.Line("barLengths", $"[{string.Join(", ", environment.BarLengths.Select(length => ScenarioFormat.Number(length)))}]");
        yaml.Line("sizes", $"[{string.Join(", ", environment.Sizes.Select(ScenarioFormat.Number))}]");
        yaml.Line("barsPerYear", environment.BarsPerYear is { } annual ? ScenarioFormat.Number(annual) : ScenarioKeywords.Auto);
        YamlOutput impact = yaml.Section("impact");
        impact.Line("type", environment.Impact.Definition.Name);
        impact.Parameters(environment.Impact.Parameters);
    }

    private static void WriteLearners(YamlOutput yaml, IReadOnlyList<BarsLearner> learners)
    {
        foreach (BarsLearner learner in learners)
        {
            YamlOutput item = yaml.Item("name", YamlOutput.Quote(learner.Name));
            item.Line("type", learner.Algorithm.Name);
            item.Line("steps", ScenarioFormat.Number(learner.Steps));
            item.Line("seeds", ScenarioFormat.Number(learner.Seeds));
            item.Line("environments", ScenarioFormat.Number(learner.Environments));
            ScenarioWriter.WriteEngine(item, learner.Engine);
            item.Section("parameters").Parameters(learner.Parameters);
        }
    }
}
