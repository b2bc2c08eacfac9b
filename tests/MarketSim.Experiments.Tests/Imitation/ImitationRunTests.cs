using System.Globalization;
using MarketSim.Experiments.Imitation;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Imitation;
using MarketSim.Scenarios.Imitation.Reading;

namespace MarketSim.Experiments.Tests.Imitation;

/// <summary>A clone of a list of trades, on bars that rise and fall by turns.</summary>
public sealed class ImitationRunTests : IDisposable
{
    private const int Epochs = 4;

    private readonly string _folder = Directory.CreateTempSubdirectory("marketsim-imitation-").FullName;

    public ImitationRunTests()
    {
        IEnumerable<string> bars = Enumerable.Range(0, 40).Select(static day => string.Create(
            CultureInfo.InvariantCulture, $"{new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Unspecified).AddDays(day):yyyy-MM-dd},100,{102 + (day % 3)},98,{100 + (day % 2)},1000"));
        File.WriteAllLines(PathOf("bars.csv"), bars.Prepend("Date,Open,High,Low,Close,Volume"));
        File.WriteAllText(PathOf("trades.csv"), "time,side,price,quantity\n2024-01-08T10:00:00Z,buy,100,500\n2024-01-20T10:00:00Z,sell,100,500\n");
        File.WriteAllText(PathOf("clone.yaml"), $$"""
            name: clone
            seed: 1
            bars: { file: bars.csv }
            environment: { episodeBars: 8, barLengths: [1], lags: 1, volatilityBars: 2, cost: 0.1%, barsPerYear: 252 }
            imitation: { expert: trades.csv, method: behavioral_cloning, hiddenSizes: [8], epochs: {{Epochs}}, batchSize: 16, evaluationEpisodes: 2 }
            """);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Interrupted_training_goes_on_to_the_curve_and_policy_of_a_whole_one()
    {
        ImitationScenario scenario = ImitationScenarioReader.ReadFile(PathOf("clone.yaml"));
        var whole = ImitationRun.Begin(scenario, PathOf("clone.yaml"), PathOf("whole"));
        Assert.True(whole.Train(static _ => { }, CancellationToken.None));
        whole.WriteResults();
        using var interrupt = new CancellationTokenSource();
        var begun = ImitationRun.Begin(scenario, PathOf("clone.yaml"), PathOf("cut"));
        Assert.False(begun.Train(_ => interrupt.Cancel(), interrupt.Token));

        var resumed = ImitationRun.Resume(scenario, PathOf("clone.yaml"), PathOf("cut"));
        Assert.True(resumed.Train(static _ => { }, CancellationToken.None));
        resumed.WriteResults();

        string[] curve = File.ReadAllLines(PathOf("whole", "imitation.csv"));
        Assert.StartsWith("epoch,loss,held_out_loss,held_out_score", curve[0], StringComparison.Ordinal);
        Assert.Equal(Epochs, curve.Length - 1);
        Assert.Equal(curve, File.ReadAllLines(PathOf("cut", "imitation.csv")));
        Assert.Equal(File.ReadAllBytes(Policy("whole")), File.ReadAllBytes(Policy("cut")));
        Assert.Equal(File.ReadAllText(PathOf("clone.yaml")), File.ReadAllText(PathOf("whole", "imitation.yaml")));
    }

    [Fact]
    public void Expert_that_cannot_be_read_is_named_before_there_is_a_folder()
    {
        ImitationScenario scenario = ImitationScenarioReader.ReadFile(PathOf("clone.yaml"));
        File.WriteAllText(PathOf("trades.csv"), "time,side,price,quantity\n");

        var refusal = Assert.Throws<ScenarioException>(() => ImitationRun.Begin(scenario, PathOf("clone.yaml"), PathOf("run")));

        Assert.Contains("trades.csv", refusal.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(PathOf("run")));
    }

    private string Policy(string run) => PathOf(run, RunFolder.PoliciesFolder, "expert.safetensors");

    private string PathOf(params string[] parts) => Path.Combine([_folder, .. parts]);
}
