using MarketSim.Agents.PolicyTrading.Baselines;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Scenarios.Tests;

public sealed class OracleScenarioTests
{
    private static readonly string Yaml = ScenarioCatalog.Text("multi-agent-training");

    [Fact]
    public void Steps_of_the_built_in_scenarios_are_shares_of_their_sessions()
    {
        Assert.Equal([new(30.0 / 390, 1), new(175.0 / 390, 0), new(185.0 / 390, -1), new(325.0 / 390, 0)], ScheduleOf(ScenarioCatalog.Read("multi-agent-training")));
        ScheduledPosition[] ofFourHours = [new(5.0 / 240, 1), new(95.0 / 240, 0), new(105.0 / 240, -1), new(205.0 / 240, 0)];
        Assert.Equal(ofFourHours, ScheduleOf(ScenarioCatalog.Read("curriculum")));
        Assert.Equal(ofFourHours, ScheduleOf(ScenarioCatalog.Read("academy")));
        Assert.Empty(ScenarioCatalog.Read("quickstart").Oracle);
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        string written = ScenarioWriter.Write(ScenarioReader.Read(Yaml, "training.yaml"));

        Assert.Contains("oracle:\n  - at: 1800s\n    position: 1\n  - at: 10500s\n    position: 0\n", written, StringComparison.Ordinal);
        Assert.Equal(written, ScenarioWriter.Write(ScenarioReader.Read(written, "written.yaml")));
    }

    [Fact]
    public void Digest_is_that_of_the_scenario_without_an_oracle()
    {
        Scenario without = ScenarioReader.Read(Yaml[..Yaml.IndexOf("oracle:\n", StringComparison.Ordinal)], "training.yaml");

        Assert.Empty(without.Oracle);
        Assert.Equal(without.Digest(), ScenarioCatalog.Read("multi-agent-training").Digest());
    }

    [Theory]
    [InlineData("at: 175min", "at: 30min", "oracle[1].at is 30min; it must be later than the step before it, 1800s")]
    [InlineData("at: 325min", "at: 390min", "oracle[3].at is 390min; it must be before the session ends, 23400s after its open")]
    [InlineData("at: 325min", "at: 325", "oracle[3].at is 325; it must be a time span with its unit")]
    [InlineData("at: 30min, ", "", "oracle[0].at is missing; it must be a time span with its unit")]
    [InlineData("position: -100%", "position: -101%", "oracle[2].position is -101%; it must be a share of the largest position from -100% to 100%")]
    [InlineData("position: -100%", "positon: -100%, position: 1", "oracle[2].positon is not a known key; did you mean position?")]
    [InlineData("oracle:\n", "oracle: []\nlate:\n", "oracle is an empty list; it must be a list of steps in the order of time")]
    public void One_mistake_gives_a_message_with_its_line(string found, string replacement, string expected)
    {
        string yaml = Yaml.Replace(found, replacement, StringComparison.Ordinal);
        int line = 1 + yaml[..yaml.LastIndexOf(replacement.Length > 0 ? replacement.Split('\n')[0] : "{ position: 100%", StringComparison.Ordinal)].Count(static character => character == '\n');

        ScenarioProblem problem = Assert.Throws<ScenarioException>(() => ScenarioReader.Read(yaml, "training.yaml")).Problems[0];

        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
        Assert.Equal(line, problem.Line);
    }

    [Fact]
    public void Oracle_of_a_market_without_learners_is_refused()
    {
        string yaml = ScenarioCatalog.Text("quickstart") + "\noracle:\n  - { at: 1min, position: 100% }\n";

        ScenarioProblem problem = Assert.Single(Assert.Throws<ScenarioException>(() => ScenarioReader.Read(yaml, "quickstart.yaml")).Problems);

        Assert.Equal(ScenarioProblemCode.Conflict, problem.Code);
        Assert.Equal(yaml.Split('\n').ToList().IndexOf("oracle:") + 1, problem.Line);
    }

    [Fact]
    public void Former_name_of_a_parameter_is_taken_with_a_note_and_changes_no_digest()
    {
        Scenario present = ScenarioCatalog.Read("quickstart");
        Scenario former = ScenarioReader.Read(ScenarioCatalog.Text("quickstart").Replace("sizeDistribution:", "sizeLaw:", StringComparison.Ordinal), "quickstart.yaml");

        Assert.Equal(ScenarioWriter.Write(present), ScenarioWriter.Write(former));
        Assert.Equal(present.Digest(), former.Digest());
        Assert.Contains("sizeLaw is called sizeDistribution now", Assert.Single(MarketWarnings.Of(former)), StringComparison.Ordinal);
        Assert.Empty(MarketWarnings.Of(present));
    }

    private static IEnumerable<ScheduledPosition> ScheduleOf(Scenario scenario) => scenario.Oracle.Select(step => step.In(scenario.Market.Session));
}
