using System.Text.RegularExpressions;
using MarketSim.Scenarios.Bars;
using MarketSim.Scenarios.Documents;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Scenarios.Tests;

/// <summary>SCENARIO.md tells of every key that a scenario with all its defaults written out has.</summary>
public sealed partial class ScenarioPageTests
{
    [Theory]
    [InlineData("imitation")]
    [InlineData("hierarchical")]
    [InlineData("curriculum")]
    [InlineData("academy")]
    [InlineData("multi-agent-training")]
    [InlineData("deep-book")]
    [InlineData("quickstart")]
    [InlineData("realistic")]
    public void Every_key_is_explained(string scenario)
    {
        string page = File.ReadAllText(SourceTree.PathOf("src", "MarketSim.Scenarios", "SCENARIO.md"));
        string[] parts = Regex.Split(ScenarioWriter.Write(ScenarioCatalog.Read(scenario)), @"^ +(?:parameters|fundamental):\n(?: {6,}.*\n)+|^  fundamental:\n(?:    .*\n)+", RegexOptions.Multiline, TimeSpan.FromSeconds(5));

        string[] keys = [.. parts.SelectMany(part => Key().Matches(part)).Select(match => match.Groups["key"].Value).Distinct(StringComparer.Ordinal)];

        Assert.True(keys.Length > 30, string.Join(' ', keys));
        Assert.All(keys, key => Assert.Matches($"(`{key}`|## .*\\b{key}\\b)", page));
    }

    [Fact]
    public void Every_key_of_bars_is_explained()
    {
        string page = File.ReadAllText(SourceTree.PathOf("src", "MarketSim.Scenarios", "SCENARIO.md"));
        var scenario = (BarsScenario)ScenarioDocumentReader.ReadBuiltIn("bar-training");
        string[] listedByCommand = [.. BarsData.GeneratedParameters.Concat(BarsEnvironment.Definitions).Concat(scenario.Learners.SelectMany(learner => learner.Parameters.Definitions)).Select(definition => definition.Name)];

        string[] keys = [.. Key().Matches(BarsScenarioWriter.Write(scenario)).Select(match => match.Groups["key"].Value).Except(listedByCommand, StringComparer.Ordinal)];

        Assert.True(keys.Length > 20, string.Join(' ', keys));
        Assert.All(keys, key => Assert.Matches($"(`{key}`|## .*\\b{key}\\b)", page));
    }

    [GeneratedRegex("^ *(?:- )?(?<key>[a-zA-Z]+):", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Key();
}
