using MarketSim.Scenarios.Documents;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Scenarios.Tests;

public sealed class ScenarioWriterTests
{
    public static TheoryData<string> BuiltIns => [.. ScenarioCatalog.Names.Where(name => ScenarioDocumentReader.ReadBuiltIn(name) is Scenario)];

    [Theory]
    [MemberData(nameof(BuiltIns))]
    public void Built_in_scenario_written_and_read_back_is_equal(string name)
    {
        Scenario scenario = ScenarioCatalog.Read(name);

        AssertRoundTrip(scenario);
        Assert.Equal(name, scenario.Name);
        Assert.NotEmpty(scenario.Description);
    }

    [Fact]
    public void Values_without_a_short_decimal_form_survive()
    {
        string yaml = ScenarioYaml.With("meanInterval: 90s", "meanInterval: 0.3333333333333us")
            .Replace("marketShare: 25%", "marketShare: 0.1234567890123456789", StringComparison.Ordinal)
            .Replace("dispersion: 0.5", "dispersion: 0.30000000000000004", StringComparison.Ordinal)
            .Replace("tick: 1s", "tick: 1.000000007s", StringComparison.Ordinal)
            .Replace("open: \"09:30:00\"", "open: \"09:30:00.25\"", StringComparison.Ordinal);

        Scenario scenario = ScenarioReader.Read(yaml, ScenarioYaml.FileName);

        Assert.Equal(0.3333333333333e3, scenario.Agents[0].Agent.Parameters["meanInterval"], 1e-12);
        Assert.Equal(1_000_000_007, scenario.Market.Session.TickNanoseconds);
        AssertRoundTrip(scenario);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("quotes \" and \\ backslashes: # no comment")]
    [InlineData("two\nlines\tand a tab")]
    [InlineData("Zürich 市場 📈 \u2028 end")]
    public void Description_survives_quoting(string description)
    {
        Scenario scenario = ScenarioReader.Read(ScenarioYaml.Right, ScenarioYaml.FileName) with { Description = description };

        Assert.Equal(description, ScenarioReader.Read(ScenarioWriter.Write(scenario), ScenarioYaml.FileName).Description);
    }

    [Fact]
    public void Every_default_is_written_out()
    {
        string yaml = ScenarioWriter.Write(ScenarioReader.Read(ScenarioYaml.Right, ScenarioYaml.FileName));

        Assert.Contains("  maximumPrice: 10000000\n", yaml, StringComparison.Ordinal);
        Assert.Contains("      median: 20ms\n", yaml, StringComparison.Ordinal);
        Assert.Contains("      observationNoise: 0.001\n", yaml, StringComparison.Ordinal);
        Assert.Contains("  every: 120s\n", yaml, StringComparison.Ordinal);
    }

    private static void AssertSameCurriculum(ScenarioCurriculum? expected, ScenarioCurriculum? actual)
    {
        if (expected is null || actual is null)
        {
            Assert.Equal(expected, actual);
            return;
        }

        Assert.Equal(expected.Options with { ManualSteps = actual.Options.ManualSteps }, actual.Options);
        Assert.Equal(expected.Options.ManualSteps, actual.Options.ManualSteps);
        Assert.Equal((expected.Reference, expected.PracticeEpisodes), (actual.Reference, actual.PracticeEpisodes));
        Assert.Equal(expected.Evaluates, actual.Evaluates);
        Assert.Equal(expected.Stages.Select(static stage => (stage.Name, stage.Fees, stage.Latency)), actual.Stages.Select(static stage => (stage.Name, stage.Fees, stage.Latency)));
        foreach ((ScenarioStage stage, ScenarioStage again) in expected.Stages.Zip(actual.Stages))
        {
            Assert.Equal(stage.Agents, again.Agents);
            Assert.Equal(stage.Fundamental?.Definition, again.Fundamental?.Definition);
            if (stage.Fundamental is { } fundamental)
            {
                AssertSameParameters(fundamental.Parameters, again.Fundamental!.Parameters);
            }
        }
    }

    private static void AssertRoundTrip(Scenario scenario)
    {
        string yaml = ScenarioWriter.Write(scenario);
        Scenario again = ScenarioReader.Read(yaml, ScenarioYaml.FileName);

        Assert.Equal(yaml, ScenarioWriter.Write(again));
        Assert.Equal(scenario with { Agents = [], Plugins = again.Plugins, Market = again.Market, Curriculum = again.Curriculum, Oracle = again.Oracle }, again with { Agents = [] });
        Assert.Equal(scenario.Plugins, again.Plugins);
        Assert.Equal(scenario.Oracle, again.Oracle);
        AssertSameCurriculum(scenario.Curriculum, again.Curriculum);
        Assert.Equal(scenario.Market with { Fundamental = again.Market.Fundamental }, again.Market);
        AssertSameParameters(scenario.Market.Fundamental.Parameters, again.Market.Fundamental.Parameters);
        Assert.Equal(scenario.Market.Fundamental.File, again.Market.Fundamental.File);
        Assert.Equal(scenario.Agents.Count, again.Agents.Count);
        foreach ((ScenarioAgents expected, ScenarioAgents actual) in scenario.Agents.Zip(again.Agents))
        {
            Assert.Equal(expected with { Agent = actual.Agent }, actual);
            Assert.Equal(expected.Agent.Type, actual.Agent.Type);
            AssertSameParameters(expected.Agent.Parameters, actual.Agent.Parameters);
        }
    }

    private static void AssertSameParameters(Agents.Parameters.ParameterSet expected, Agents.Parameters.ParameterSet actual)
    {
        Assert.Same(expected.Definitions, actual.Definitions);
        Assert.All(expected.Definitions, definition => Assert.Equal(expected[definition.Name], actual[definition.Name]));
    }
}
