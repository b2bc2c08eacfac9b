using System.Text.Json;
using MarketSim.Environments.Tabular;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Classic;
using MarketSim.Learning.Imitation;
using MarketSim.Learning.Imitation.Adversarial;
using MarketSim.Learning.Imitation.Cloning;
using MarketSim.Learning.Imitation.Demonstrations;
using MarketSim.Learning.Policies;
using MarketSim.Numerics.Randomness;
using MarketSim.Reporting.Tests.Runs;

namespace MarketSim.Reporting.Tests.Learning;

public sealed class ImitationPlotsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marketsim-imitation-").FullName;

    private string Page => Path.Combine(_folder, "imitation.html");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Clone_of_discrete_actions_is_drawn_with_its_confusion_and_beside_its_expert()
    {
        ImitationLearning imitation = Cloned(CartPole.Version1, static (observation, action) => action[0] = observation[2] + observation[3] > 0 ? 1 : 0);

        Assert.Equal(Page, imitation.PlotLearningCurve(Page, imitation.Evaluate(numEpisodes: 3)));

        string page = File.ReadAllText(Page);
        Assert.All(
            ["Learning curves", "held out", "Held-out score", "Macro-F1", "the confusion matrix, a row for each action of the expert", "action 1", "clone 0", "Return against the expert", "imitator", "random", "4 demonstrations"],
            words => Assert.Contains(words, page, StringComparison.Ordinal));

        // The rows of the matrix add up to the steps that were held out.
        ConfusionMatrix matrix = Assert.Single(imitation.Result().Fit!.Confusion);
        Assert.Equal(matrix.Total, matrix.ExpertCount(0) + matrix.ExpertCount(1));
        Assert.Contains($"On held-out episodes, {matrix.Total:N0} steps", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Clone_of_continuous_actions_is_drawn_by_the_variance_that_it_explains()
    {
        ImitationLearning imitation = Cloned(Pendulum.Version1, static (observation, action) => action[0] = Math.Clamp(-observation[1] - (0.2f * observation[2]), -2, 2));

        imitation.PlotLearningCurve(Page);

        string page = File.ReadAllText(Page);
        Assert.Contains("of the variance of the expert", page, StringComparison.Ordinal);
        Assert.DoesNotContain("confusion matrix", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Return against the expert", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Reward_that_was_found_is_drawn_by_its_weights_and_their_intervals()
    {
        var random = new RandomStream(1, RandomPurpose.Test, 0, 0);
        DemonstrationSet demonstrations = Recorded(static () => new TabularMarket(), (_, action) => new TabularMarket().ActionSpace.Sample(ref random, action), episodes: 40);
        var imitation = new ImitationLearning(static () => new TabularMarket(), demonstrations, "inverse_reinforcement_learning", seed: 1);
        imitation.Train(epochs: 5);

        imitation.PlotLearningCurve(Page);

        string page = File.ReadAllText(Page);
        Assert.Contains("Weights of the reward", page, StringComparison.Ordinal);
        Assert.All(TabularMarket.FeatureNames, feature => Assert.Contains(feature, page, StringComparison.Ordinal));
        Assert.Equal(TabularMarket.FeatureNames.Count, imitation.LinearReward!.Intervals.Count);
    }

    [Fact]
    public void Losses_are_those_of_the_history_and_names_are_text()
    {
        ImitationLearning imitation = Cloned(CartPole.Version1, static (observation, action) => action[0] = observation[2] > 0 ? 1 : 0, source: "<b>trader & sons</b>");

        imitation.PlotLearningCurve(Page);

        string page = File.ReadAllText(Page);
        JsonElement[] lines = [.. PageData.Of(page, "figure-data").GetProperty("losses").GetProperty("lines").EnumerateArray()];
        Assert.Equal([1, 2, 3], lines[0].Numbers("x"));
        AssertNear(imitation.History.Select(static epoch => epoch.Loss), lines[0]);
        AssertNear(imitation.History.Select(static epoch => epoch.HeldOutLoss!.Value), lines[1]);
        Assert.Contains("4 demonstrations of &lt;b&gt;trader &amp; sons&lt;/b&gt;, 3 epochs, seed 1.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>trader", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Learned_reward_is_drawn_by_its_nearest_linear_function_except_with_an_absorbing_state(bool hasAbsorbingState)
    {
        var adversarial = new AdversarialOptions { FromClone = false, StepsPerRound = 64, AbsorbingState = hasAbsorbingState };
        DemonstrationSet demonstrations = Recorded(Pendulum.Version1, static (observation, action) => action[0] = Math.Clamp(-observation[1] - (0.2f * observation[2]), -2, 2), episodes: 2);
        var imitation = new ImitationLearning(Pendulum.Version1, demonstrations, "gail", options: new ImitationOptions { Adversarial = adversarial }, seed: 1, setup: new ImitationSetup { Environments = 1 });
        imitation.Train(epochs: 1);

        imitation.PlotLearningCurve(Page);

        // With the state, observations have an element that the demonstrations lack.
        string page = File.ReadAllText(Page);
        Assert.Equal(!hasAbsorbingState, page.Contains("The linear function nearest to the reward", StringComparison.Ordinal));
        Assert.Equal(!hasAbsorbingState, PageData.Of(page, "figure-data").TryGetProperty("weights", out JsonElement weights));
        if (!hasAbsorbingState)
        {
            JsonElement line = Assert.Single(weights.GetProperty("lines").EnumerateArray());
            Assert.All(line.Numbers("low").Zip(line.Numbers("y"), line.Numbers("high")), static weight => Assert.True(weight.First <= weight.Second && weight.Second <= weight.Third));
        }
    }

    [Fact]
    public void Nothing_is_drawn_before_there_is_something_to_draw()
    {
        var imitation = new ImitationLearning(CartPole.Version1, Recorded(CartPole.Version1, static (_, action) => action[0] = 1));

        ArgumentException refused = Assert.Throws<ArgumentException>(() => imitation.PlotLearningCurve(Page));

        Assert.Contains("call Train first", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    /// <summary>The page has numbers of a few significant digits.</summary>
    private static void AssertNear(IEnumerable<double> expected, JsonElement line) =>
        Assert.All(expected.Zip(line.Numbers("y")), static pair => Assert.Equal(pair.First, pair.Second!.Value, 1e-4 * Math.Abs(pair.First)));

    private static ImitationLearning Cloned(Func<IEnvironment> create, ActionFunction expert, string? source = null)
    {
        var options = new ImitationOptions { Cloning = new CloningOptions { HiddenSizes = [8], HeldOutShare = 0.25 } };
        DemonstrationSet recorded = Recorded(create, expert);
        DemonstrationSet demonstrations = source is null ? recorded : new DemonstrationSet(recorded.Episodes, source, recorded.ObservationNames, recorded.ActionNames);
        var imitation = new ImitationLearning(create, demonstrations, options: options, seed: 1);
        imitation.Train(epochs: 3);
        return imitation;
    }

    private static DemonstrationSet Recorded(Func<IEnvironment> create, ActionFunction expert, int episodes = 4)
    {
        IEnvironment environment = create();
        return DemonstrationRecorder.Record(new FunctionPolicy(environment.ObservationSpace, environment.ActionSpace, expert), environment, episodes, seed: 1);
    }
}
