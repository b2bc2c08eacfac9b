using MarketSim.Learning.Curriculum;
using MarketSim.Scenarios.Reading;
using MarketSim.Scenarios.Tests.Markets;

namespace MarketSim.Scenarios.Tests;

public sealed class CurriculumScenarioTests
{
    [Theory]
    [InlineData("threshold: 0.5", "threshold: 1.5", 48, "curriculum.threshold is 1.5; it must be a number from 0 to 1, e.g. 0.7")]
    [InlineData("threshold: 0.5", "threshold: -10%", 48, "curriculum.threshold is -10%; it must be a number from 0 to 1")]
    [InlineData("threshold: 0.5", "treshold: 0.5", 48, "curriculum.treshold is not a known key; did you mean threshold?")]
    [InlineData("threshold: 0.5", "threshold: 0.5\n  demotionThreshold: 0.5", 49, "curriculum.demotionThreshold is 0.5; it must be below the threshold, which is 0.5; leave it out for half of that")]
    [InlineData("threshold: 0.5", "threshold: 0.5\n  significance: 0.6", 49, "curriculum.significance is 0.6; it must be a number from 0.000000001 to 0.5")]
    [InlineData("threshold: 0.5", "schedule: random", 48, "curriculum.schedule is random; it must be automatic, manual, linear or learning_progress")]
    [InlineData("threshold: 0.5", "schedule: prioritized_level_replay", 48, "curriculum.schedule is prioritized_level_replay; it must be automatic, manual, linear or learning_progress")]
    [InlineData("threshold: 0.5", "schedule: manual", 45, "curriculum.manualEpisodes is missing; it must be the 2 episodes at which the stages after the first begin, e.g. [20, 50]")]
    [InlineData("threshold: 0.5", "schedule: manual\n  manualEpisodes: [5, 3]", 49, "curriculum.manualEpisodes is 5,3; it must be in ascending order")]
    [InlineData("threshold: 0.5", "schedule: manual\n  manualEpisodes: [0, 3]", 49, "curriculum.manualEpisodes is 0,3; it must be in ascending order, each greater than 0")]
    [InlineData("threshold: 0.5", "schedule: manual\n  manualEpisodes: [3]", 49, "curriculum.manualEpisodes is 3; it must be 2 numbers")]
    [InlineData("threshold: 0.5", "schedule: manual\n  manualEpisodes: [3, 12]", 49, "curriculum.manualEpisodes is 3,12; it must be below training.episodes, which is 12, or the last stage is never played")]
    [InlineData("threshold: 0.5", "manualEpisodes: [3, 5]", 48, "curriculum.manualEpisodes is 3,5; it must be left out, or given with schedule: manual")]
    [InlineData("evaluates: pupil", "evaluates: pupils", 46, "curriculum.evaluates: pupils is not a group that learns; did you mean pupil?")]
    [InlineData("evaluates: pupil", "evaluates: momentum", 46, "curriculum.evaluates: momentum is not a group that learns")]
    [InlineData("evaluates: pupil", "smoothing: 0.5", 45, "curriculum.evaluates is missing; it must be the groups whose learning decides about stages, of pupil, opponent")]
    [InlineData("success: -1000000", "smoothing: 0.5", 45, "curriculum.reference is missing; it must be the name of a group that follows a strategy")]
    [InlineData("success: -1000000", "success: 5\n  reference: value", 48, "curriculum.reference is given beside success")]
    [InlineData("success: -1000000", "reference: opponent", 47, "curriculum.reference: opponent is not a group that follows a strategy")]
    [InlineData("windowEpisodes: 3", "windowEpisodes: 2", 49, "curriculum.windowEpisodes is 2; it must be a whole number from 3 to 1,000,000")]
    [InlineData("practiceEpisodes: 2", "practiceEpisodes: 0", 50, "curriculum.practiceEpisodes is 0; it must be at least 1 where other groups learn, which keep their weights while a stage is evaluated")]
    [InlineData("opponent: 0, momentum: 0", "opponent: 3, momentum: 0", 53, "curriculum.stages[0].agents.opponent is 3; it must be a whole number from 0 to 2")]
    [InlineData("opponent: 0, momentum: 0", "pupil: 1", 53, "curriculum.stages[0].agents.pupil is 1; it must be 2, or left out: the group is evaluated")]
    [InlineData("opponent: 0, momentum: 0", "oponent: 0", 53, "curriculum.stages[0].agents.oponent is not a known key")]
    [InlineData("volatility: 5%", "volatility: high", 53, "curriculum.stages[0].volatility is high; it must be")]
    [InlineData("volatility: 5%", "volatility: 5%, fundamental: { type: constant }", 53, "curriculum.stages[0].volatility is given beside fundamental")]
    [InlineData("latency: 50%", "latency: 0", 54, "curriculum.stages[1].latency is 0; it must be a number from 0.000001 to 1000000")]
    [InlineData("type: trending }", "type: trendy }", 54, "curriculum.stages[1].fundamental.type: trendy is not")]
    [InlineData("taker: 0bp", "taker: 0", 53, "curriculum.stages[0].fees.taker is 0; it must be a fee in basis points")]
    [InlineData("name: market }", "name: quiet }", 52, "curriculum.stages has 2 stages named quiet; give each another name")]
    [InlineData("fundamental: { type: mean_reverting }", "fundamental: { type: constant }", 53, "curriculum.stages[0].volatility is given, but a value of type constant has none; give the stage another value")]
    public void One_mistake_gives_one_message_with_its_line(string found, string replacement, int line, string expected)
    {
        string yaml = SmallCurriculum.Yaml.Replace(found, replacement, StringComparison.Ordinal);

        ScenarioProblem problem = Assert.Single(Assert.Throws<ScenarioException>(() => ScenarioReader.Read(yaml, "curriculum.yaml")).Problems);

        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
        Assert.Equal(line, problem.Line);
    }

    [Theory]
    [InlineData("stages: []", ScenarioProblemCode.WrongType)]
    [InlineData("stages:", ScenarioProblemCode.WrongType)]
    [InlineData("smoothing: 0.5", ScenarioProblemCode.MissingKey)]
    public void No_stages_are_refused(string stages, ScenarioProblemCode code)
    {
        string yaml = SmallCurriculum.Yaml[..SmallCurriculum.Yaml.IndexOf("  stages:", StringComparison.Ordinal)] + "  " + stages;

        ScenarioProblem problem = Assert.Single(Assert.Throws<ScenarioException>(() => ScenarioReader.Read(yaml, "curriculum.yaml")).Problems);

        Assert.Equal(code, problem.Code);
        Assert.StartsWith("curriculum.stages is ", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_curriculum_without_a_training_is_refused()
    {
        string yaml = SmallCurriculum.Yaml.Replace("training: { episodes: 12, competitiveRewards: true }\n", string.Empty, StringComparison.Ordinal);

        IReadOnlyList<ScenarioProblem> problems = Assert.Throws<ScenarioException>(() => ScenarioReader.Read(yaml, "curriculum.yaml")).Problems;

        Assert.Contains(problems, problem => problem.Code is ScenarioProblemCode.Conflict && problem.Message.StartsWith("curriculum ", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_left_out_takes_its_default_and_the_whole_is_written_and_read_back()
    {
        Scenario scenario = SmallCurriculum.Scenario();
        ScenarioCurriculum curriculum = scenario.Curriculum!;

        Assert.Equal(3, curriculum.Options.NumStages);
        Assert.Equal(0.25, curriculum.Options.DemotionThreshold);
        Assert.Equal(new CurriculumOptions().Significance, curriculum.Options.Significance);
        Assert.Equal(0.05, curriculum.Stages[0].Fundamental!.Parameters["volatility"]);
        Assert.Equal("mean_reverting", curriculum.Stages[0].Fundamental!.Definition.Name);
        Assert.Equal("trending", curriculum.Stages[1].Fundamental!.Definition.Name);
        Assert.Null(curriculum.Stages[2].Fundamental);
        string written = ScenarioWriter.Write(scenario);
        Assert.Equal(written, ScenarioWriter.Write(ScenarioReader.Read(written, "again.yaml")));
        Assert.NotEqual(scenario.Digest(), (scenario with { Curriculum = curriculum with { PracticeEpisodes = 3 } }).Digest(), StringComparer.Ordinal);
    }

    [Fact]
    public void A_scenario_without_a_curriculum_is_written_as_before() =>
        Assert.DoesNotContain("curriculum", ScenarioWriter.Write(SmallTraining.Scenario()), StringComparison.Ordinal);
}
