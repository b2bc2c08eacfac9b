using System.Globalization;
using MarketSim.Learning.Curriculum;

namespace MarketSim.Scenarios;

/// <summary>Writes the section <c>curriculum</c>.</summary>
internal static class CurriculumWriter
{
    public static void Write(YamlOutput yaml, ScenarioCurriculum curriculum)
    {
        CurriculumOptions options = curriculum.Options;
        yaml.Line("evaluates", $"[{string.Join(", ", curriculum.Evaluates.Select(YamlOutput.Quote))}]");
        yaml.Line("schedule", ScenarioKeywords.ScheduleOf(options.Schedule));
        if (options.SuccessReturn is { } success)
        {
            yaml.Line("success", ScenarioFormat.Number(success));
        }
        else
        {
            yaml.Line("reference", YamlOutput.Quote(curriculum.Reference!));
        }

        yaml.Line("referenceEpisodes", ScenarioFormat.Number(options.ReferenceEpisodes));
        yaml.Line("threshold", ScenarioFormat.Number(options.ProgressionThreshold));
        yaml.Line("demotionThreshold", ScenarioFormat.Number(options.Demotion));
        yaml.Line("demotionWindows", ScenarioFormat.Number(options.DemotionWindows));
        yaml.Line("windowEpisodes", ScenarioFormat.Number(options.WindowEpisodes));
        yaml.Line("practiceEpisodes", ScenarioFormat.Number(curriculum.PracticeEpisodes));
        yaml.Line("smoothing", ScenarioFormat.Number(options.Smoothing));
        yaml.Line("significance", ScenarioFormat.Number(options.Significance));
        yaml.Line("replayShare", ScenarioFormat.Number(options.ReplayShare));
        if (options.ManualSteps.Count > 0)
        {
            yaml.Line("manualEpisodes", $"[{string.Join(", ", options.ManualSteps.Select(step => step.ToString(CultureInfo.InvariantCulture)))}]");
        }

        YamlOutput stages = yaml.Section("stages");
        foreach (ScenarioStage stage in curriculum.Stages)
        {
            WriteStage(stages.Item("name", YamlOutput.Quote(stage.Name)), stage);
        }
    }

    private static void WriteStage(YamlOutput yaml, ScenarioStage stage)
    {
        if (stage.Fundamental is { } fundamental)
        {
            ScenarioWriter.WriteFundamental(yaml.Section("fundamental"), fundamental);
        }

        if (stage.Fees is { } fees)
        {
            ScenarioWriter.WriteFees(yaml.Section("fees"), fees);
        }

        yaml.Line("latency", ScenarioFormat.Number(stage.Latency));
        if (stage.Agents.Count > 0)
        {
            YamlOutput agents = yaml.Section("agents");
            foreach ((string group, int count) in stage.Agents.OrderBy(static active => active.Key, StringComparer.Ordinal))
            {
                agents.Line(YamlOutput.Quote(group), ScenarioFormat.Number(count));
            }
        }
    }
}
