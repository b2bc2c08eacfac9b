using MarketSim.Environments.Tabular;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Classic;
using MarketSim.Learning.Imitation;
using MarketSim.Learning.Imitation.Cloning;
using MarketSim.Learning.Imitation.Demonstrations;
using MarketSim.Learning.Policies;
using MarketSim.Numerics.Randomness;

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
    public void Nothing_is_drawn_before_there_is_something_to_draw()
    {
        var imitation = new ImitationLearning(CartPole.Version1, Recorded(CartPole.Version1, static (_, action) => action[0] = 1));

        ArgumentException refused = Assert.Throws<ArgumentException>(() => imitation.PlotLearningCurve(Page));

        Assert.Contains("call Train first", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    private static ImitationLearning Cloned(Func<IEnvironment> create, ActionFunction expert)
    {
        var options = new ImitationOptions { Cloning = new CloningOptions { HiddenSizes = [8], HeldOutShare = 0.25 } };
        var imitation = new ImitationLearning(create, Recorded(create, expert), options: options, seed: 1);
        imitation.Train(epochs: 3);
        return imitation;
    }

    private static DemonstrationSet Recorded(Func<IEnvironment> create, ActionFunction expert, int episodes = 4)
    {
        IEnvironment environment = create();
        return DemonstrationRecorder.Record(new FunctionPolicy(environment.ObservationSpace, environment.ActionSpace, expert), environment, episodes, seed: 1);
    }
}
