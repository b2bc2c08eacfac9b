using MarketSim.Environments.Tabular;
using MarketSim.Learning.Imitation;
using MarketSim.Learning.Imitation.Demonstrations;
using MarketSim.Learning.Imitation.Inverse;
using MarketSim.Numerics.Randomness;
using Xunit.Abstractions;

namespace MarketSim.Environments.Tests.Tabular;

/// <summary>Inverse learning in a market that is solved exactly: an expert of temperature 1 at two cost levels, standardised features.</summary>
public sealed class InverseLearningTests(ITestOutputHelper output)
{
    private const int RewardVectors = 20;
    private const int Episodes = 200;

    [Fact]
    public void Weights_of_twenty_random_rewards_are_recovered_and_hold_under_other_costs()
    {
        var random = new RandomStream(7, RandomPurpose.Test, 0, 0);
        double[] cosines = new double[RewardVectors];
        double[] matches = new double[RewardVectors];
        double[] scores = new double[RewardVectors];
        int covered = 0;
        for (int vector = 0; vector < RewardVectors; vector++)
        {
            double[] weights = [.. TabularMarket.FeatureNames.Select(_ => random.NextNormal())];
            ImitationLearning imitation = Imitate(weights, (ulong)vector + 1);
            imitation.Train(epochs: 50);
            LinearReward found = imitation.LinearReward!;
            cosines[vector] = Cosine(found.Weights, weights);
            matches[vector] = imitation.FeatureMatch!.Worst;
            scores[vector] = ScoreUnderOtherCosts(found, weights);
            covered += weights.Zip(found.Intervals).Count(static pair => pair.First >= pair.Second.Lower && pair.First <= pair.Second.Upper);
            output.WriteLine($"{vector}: cosine {cosines[vector]:0.0000}, features within {matches[vector]:0.00} split-half errors, score under other costs {scores[vector]:0.0000}");
        }

        double median = Numerics.Statistics.Quantile.Median(cosines);
        output.WriteLine($"median cosine {median:0.0000}, lowest {cosines.Min():0.0000}; worst feature match {matches.Max():0.00}; lowest score {scores.Min():0.0000}; {covered} of {RewardVectors * TabularMarket.FeatureNames.Count} weights within their intervals");
        Assert.True(median >= 0.98, $"median cosine {median}");
        Assert.True(matches.Max() <= 2, $"feature expectations {matches.Max()} split-half errors apart");
        Assert.True(scores.Min() >= 0.95, $"normalised score {scores.Min()}");
        Assert.InRange(covered, 85, 100);
    }

    [Fact]
    public void Reward_that_one_cost_level_does_not_identify_is_refused_with_its_collinear_features()
    {
        // With positions of one unit a trade of one unit is any trade: at one cost level cost and trade are one feature, but for turning a position round.
        var settings = new TabularMarketSettings { CostLevels = [0.5], MaximumPosition = 1, Signals = [-1, 1], SignalPersistence = 1 };
        var environment = new TabularMarket(settings with { RewardWeights = [0, 0, 0, 0, 0] });
        TabularPolicy policy = SoftPolicy(environment, [1, -1, 0, 0, 0]);
        DemonstrationSet all = DemonstrationRecorder.Record(policy, environment, Episodes, seed: 1, deterministic: false);

        // Only steps that hold or trade one unit: nobody ever turns round.
        UnidentifiedRewardException refused = Assert.Throws<UnidentifiedRewardException>(() => new ImitationLearning(
            () => new CollinearMarket(environment), all, "inverse_reinforcement_learning", seed: 1));
        Assert.Contains("cost", refused.Features, StringComparer.Ordinal);
        Assert.Contains("trade", refused.Features, StringComparer.Ordinal);
        Assert.True(refused.Condition > 1e6);
        Assert.Contains("Leave all but one of them out", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Network_finds_a_reward_that_is_not_linear()
    {
        ImitationLearning imitation = Imitate([1, -1, -0.3, 0, 0], seed: 3, new ImitationOptions { Inverse = new InverseOptions { Reward = RewardModel.Network } });
        double first = imitation.Train(epochs: 1).Epochs[0].Loss;
        ImitationResult result = imitation.Train(epochs: 150);
        Assert.True(result.Epochs[^1].Loss < first - 0.3, $"{first} to {result.Epochs[^1].Loss}");
        Assert.True(imitation.FeatureMatch!.Worst < 4, imitation.FeatureMatch.ToString());
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.FullPath, "reward.safetensors");
        imitation.NetworkReward!.Save(path);
        var market = new TabularMarket();
        Assert.Equal(imitation.NetworkReward.Of(market.Problem), NetworkReward.Load(path).Of(market.Problem));
    }

    [Theory]
    [InlineData(RewardModel.Linear)]
    [InlineData(RewardModel.Network)]
    public void Resumed_inverse_learning_goes_on_to_the_bit(RewardModel reward)
    {
        var options = new ImitationOptions { Inverse = new InverseOptions { Reward = reward } };
        double[] weights = [1, -1, -0.3, 0.2, 0];
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.FullPath, "half.model");
        ImitationLearning whole = Imitate(weights, seed: 5, options);
        whole.Train(epochs: 4);
        ImitationLearning half = Imitate(weights, seed: 5, options);
        half.Train(epochs: 2);
        half.Save(path);
        ImitationLearning resumed = ImitationLearning.Resume(path, () => new TabularMarket());
        resumed.Train(epochs: 4);
        Assert.Equal(whole.Policy.Weights.ToArray(), resumed.Policy.Weights.ToArray());
        Assert.Equal(whole.History.Select(static epoch => epoch.Loss), resumed.History.Select(static epoch => epoch.Loss));
    }

    [Fact]
    public void Linear_reward_is_the_same_after_it_was_saved_and_trains_by_its_name()
    {
        ImitationLearning imitation = Imitate([1, -1, -0.3, 0, 0], seed: 3);
        imitation.Train(epochs: 30);
        LinearReward found = imitation.LinearReward!;
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.FullPath, "reward.safetensors");
        found.Save(path);
        LinearReward loaded = LinearReward.Load(path);
        Assert.Equal(found.Weights, loaded.Weights);
        Assert.Equal(found.Intervals, loaded.Intervals);
        var market = new TabularMarket();
        Assert.Equal(found.Of(market.Problem), loaded.Of(market.Problem));
        var reward = new TabularReward(market, found.Of(market.Problem));
        Assert.Equal(found.Of(market.Problem)[3], reward.Of([0, 0, 0], [3], [0, 0, 0]));
    }

    [Fact]
    public void Environment_that_is_not_tabular_is_refused()
    {
        DemonstrationSet demonstrations = new([new Demonstration(1, [0, 0, 0, 0], [0]), new Demonstration(1, [0, 0, 0, 0], [1])]);
        Assert.Contains("airl", Assert.Throws<ArgumentException>(() => new ImitationLearning(() => new MarketSim.Learning.Environments.Classic.CartPole(), demonstrations, "inverse_reinforcement_learning")).Message, StringComparison.Ordinal);
    }

    private static ImitationLearning Imitate(double[] weights, ulong seed, ImitationOptions? options = null)
    {
        var environment = new TabularMarket();
        DemonstrationSet demonstrations = DemonstrationRecorder.Record(SoftPolicy(environment, weights), environment, Episodes, seed, deterministic: false);
        return new ImitationLearning(() => new TabularMarket(), demonstrations, "inverse_reinforcement_learning", options, seed);
    }

    /// <summary>The expert: soft-optimal at temperature 1 for weights of standardised features.</summary>
    private static TabularPolicy SoftPolicy(TabularMarket environment, double[] weights)
    {
        TabularProblem problem = environment.Problem.Standardized();
        var policy = new TabularPolicy(environment);
        ReadOnlySpan<double> logPolicy = SoftSolution.Of(problem, Rewards(problem, weights), temperature: 1).LogPolicy;
        for (int row = 0; row < logPolicy.Length; row++)
        {
            policy.Weights[row] = (float)logPolicy[row];
        }

        return policy;
    }

    /// <summary>(J - J_random) / (J_expert - J_random) of an agent retrained on the found reward where costs are others, by the true reward.</summary>
    private static double ScoreUnderOtherCosts(LinearReward found, double[] weights)
    {
        var other = new TabularMarket(new TabularMarketSettings { CostLevels = [0.6, 2.0] });
        double[] truth = Rewards(other.Problem.With(found.Scale), weights);
        double expert = SoftSolution.Of(other.Problem, truth, temperature: 1).ReturnOf(truth);
        double retrained = SoftSolution.Of(other.Problem, found.Of(other.Problem), temperature: 1).ReturnOf(truth);
        double uniform = SoftSolution.Of(other.Problem, new double[truth.Length], temperature: 1).ReturnOf(truth);
        return (retrained - uniform) / (expert - uniform);
    }

    private static double[] Rewards(TabularProblem problem, double[] weights)
    {
        double[] rewards = new double[problem.States * problem.Actions];
        for (int i = 0; i < problem.AllFeatures.Length; i++)
        {
            rewards[i / weights.Length] += weights[i % weights.Length] * problem.AllFeatures[i];
        }

        return rewards;
    }

    private static double Cosine(IReadOnlyList<double> left, IReadOnlyList<double> right) =>
        left.Zip(right, static (a, b) => a * b).Sum() / Math.Sqrt(left.Sum(static a => a * a) * right.Sum(static b => b * b));
}
