using MarketSim.Scenarios.Reading;
using MarketSim.Scenarios.Tests.Markets;
using MarketSim.Simulation.Running;

namespace MarketSim.Simulation.Tests.Running;

public sealed class RunCaveatsTests
{
    [Theory]
    [InlineData("managed", 64, false)]
    [InlineData("managed", 512, true)]
    [InlineData("torch", 64, true)]
    [InlineData("torch", 512, false)]
    public void Run_notes_a_learner_on_the_slower_engine(string engine, int width, bool isNoted)
    {
        string yaml = OnEngine(engine).Replace("hiddenSize: 8", $"hiddenSize: {width}", StringComparison.Ordinal);

        IReadOnlyList<string> notes = RunCaveats.Of(ScenarioReader.Read(yaml, "training.yaml"));

        Assert.Equal(isNoted, notes.Any(note => note.Contains($"group a2c could be faster: it has {width} units a layer", StringComparison.Ordinal)));
    }

    /// <summary>The small training with the group a2c on an engine.</summary>
    private static string OnEngine(string engine)
    {
        const string type = "type: a2c\n";
        int place = SmallTraining.Yaml.IndexOf(type, StringComparison.Ordinal) + type.Length;
        return SmallTraining.Yaml.Insert(place, $"    engine: {engine}\n");
    }
}
