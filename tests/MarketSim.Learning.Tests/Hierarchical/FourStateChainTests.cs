using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Hierarchical;
using MarketSim.Learning.Rollouts;
using MarketSim.Learning.Spaces;
using MarketSim.Learning.Tests.Networks;

namespace MarketSim.Learning.Tests.Hierarchical;

/// <summary>
/// A chain of four states, A, B, C, D, through which every option moves to the right, with rewards 1, 2 and 4; D is terminal. The discount is a half. All
/// values below are computed by hand.
/// </summary>
public sealed class FourStateChainTests
{
    private const double Gamma = 0.5;

    [Fact]
    public void Reward_of_a_choice_is_the_discounted_sum_within_the_option()
    {
        var choice = new OpenChoice();
        choice.Begin([0], [1], [], -0.5f, 0.25f, version: 3);
        choice.Add(1, Gamma);
        choice.Add(2, Gamma);
        choice.Add(4, Gamma);

        // 1 + 0.5 * 2 + 0.25 * 4, three steps, and what follows is worth an eighth.
        Assert.Equal((3.0, 3, 0.125), (choice.Reward, choice.Duration, choice.Discount));
    }

    [Fact]
    public void Advantages_of_choices_discount_by_the_power_of_their_duration()
    {
        // Option 0 acts for two steps, A to C, and earns 1 + 0.5 * 2 = 2; option 1 for one step, C to D, and earns 4. Values: A 3, C 2; D is worth 1.
        float[] advantages = new float[2];
        float[] returns = new float[2];
        var discounts = new SemiMarkovDiscounts(Gamma);
        int[] durations = [2, 1];

        GeneralizedAdvantage.Estimate(new ValuedSegment([2, 4], [3, 2], 1, Gamma) { Discounts = discounts.Of(durations) }, 0.5, advantages, returns);

        // C: 4 + 0.5 * 1 - 2 = 2.5. A: 2 + 0.25 * 2 - 3 = -0.5, and 0.25 * 0.5 * 2.5 more.
        Assert.Equal([-0.1875f, 2.5f], advantages);
        Assert.Equal([2.8125f, 4.5f], returns);
    }

    [Fact]
    public void V_trace_of_choices_by_the_acting_weights_equals_the_generalised_advantage()
    {
        float[] expected = new float[2], expectedReturns = new float[2], actual = new float[2], returns = new float[2];
        var discounts = new SemiMarkovDiscounts(Gamma);
        int[] durations = [2, 1];
        var segment = new ValuedSegment([2, 4], [3, 2], 1, Gamma) { Discounts = discounts.Of(durations) };
        GeneralizedAdvantage.Estimate(segment, 0.5, expected, expectedReturns);

        VTrace.Estimate(segment, [0, 0], 0.5, VTraceClips.Standard, actual, returns);

        Assert.Equal(expected, actual);
        Assert.Equal(expectedReturns, returns);
    }

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(2, 0.25)]
    [InlineData(3, 0.125)]
    [InlineData(128, 2.938735877055719e-39)]
    public void Discount_is_the_power(int duration, double expected) => Assert.Equal(expected, new SemiMarkovDiscounts(Gamma).Of(duration));

    [Fact]
    public void Value_of_an_option_is_the_reward_and_what_acting_on_or_ending_is_worth()
    {
        // On arrival in C the option ends with probability a quarter; it is worth 2 there, the best option 6: 2 + 0.5 * (0.75 * 2 + 0.25 * 6).
        Assert.Equal(3.5f, OptionCritic.Target(2, Gamma, endProbability: 0.25f, optionValue: 2, bestValue: 6, terminated: false));

        // Nothing is to be had from D.
        Assert.Equal(4, OptionCritic.Target(4, Gamma, endProbability: 0.25f, optionValue: 2, bestValue: 6, terminated: true));
    }

    [Fact]
    public void Termination_gradient_makes_a_worse_option_end_and_a_cost_keeps_the_best_one()
    {
        // (2 - 6) * 0.25 * 0.75 and (6 - 6 + 0.5) * 0.25 * 0.75: descent raises the logit of the first, and lowers that of the second.
        Assert.Equal(-0.75f, OptionCritic.TerminationGradient(0.25f, optionValue: 2, bestValue: 6, cost: 0));
        Assert.Equal(0.09375f, OptionCritic.TerminationGradient(0.25f, optionValue: 6, bestValue: 6, cost: 0.5));
    }

    [Fact]
    public void Duration_head_picks_the_option_and_one_of_the_powers_of_two()
    {
        var settings = new HierarchicalSettings { NumOptions = 3, Termination = OptionTermination.Duration };

        Assert.Equal([3, 8], ((MultiDiscreteSpace)MetaController.ActionSpaceOf(settings)).Counts.ToArray());
        Assert.Equal(new OptionChoice(2, 128), HierarchicalModels.ChoiceOf(settings, [2, 7]));
        Assert.Equal(new OptionChoice(0, 1), HierarchicalModels.ChoiceOf(settings, [0, 0]));
        Assert.Equal(new OptionChoice(1, 8), HierarchicalModels.ChoiceOf(settings with { Termination = OptionTermination.Fixed }, [1]));
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(2, 3)]
    public void Controller_learns_a_choice_of_option_and_duration_from_whole_options(int option, int duration)
    {
        // One choice pays 1, all others nothing: after a few updates it is the most probable one.
        var settings = new HierarchicalSettings
        {
            NumOptions = 4, Termination = OptionTermination.Duration, Durations = [1, 2, 4, 8],
            MetaParameters = new Dictionary<string, object>(StringComparer.Ordinal) { ["learningRate"] = 0.01, ["hiddenSizes"] = new[] { 8 }, ["batchSize"] = 64 },
        };
        var space = BoxSpace.Uniform(1, -1, 1);
        ILearner learner = HierarchicalModels.CreateControllerLearner(space, settings, seed: 1, stepsPerUpdate: 128);
        var batch = new Learning.Policies.PolicyBatch(1, 2, 0);
        batch.Resize(128);
        for (int update = 0; update < 25; update++)
        {
            batch.Observations.Clear();
            for (int row = 0; row < batch.Rows; row++)
            {
                batch.Random[row] = new Numerics.Randomness.RandomStream(1, Numerics.Randomness.RandomPurpose.Test, update, row);
            }

            learner.Policy.Act(batch, deterministic: false);
            learner.Learn([.. Enumerable.Range(0, batch.Rows).Select(row => Chosen(batch, row, learner.Version, option, duration))]);
        }

        batch.Resize(1);
        batch.Observations.Clear();
        learner.Policy.Act(batch, deterministic: true);
        Assert.Equal(new OptionChoice(option, settings.Durations[duration]), HierarchicalModels.ChoiceOf(settings, batch.Action(0)));
    }

    [Fact]
    public void Gradients_of_the_termination_head_and_its_critic_equal_central_differences()
    {
        var settings = new TerminationSettings { HiddenSizes = [5], DeliberationCost = 0.3, MaximumGradientNorm = double.PositiveInfinity };
        var view = new FeatureView(BoxSpace.Uniform(3, -2, 2), null, "view");
        var head = new TerminationHead(view, options: 2, settings, Gamma, seed: 3, ManagedEngine.Instance);
        float[] noise = Numbers.Normal(head.Weights.Length, 4);
        for (int i = 0; i < noise.Length; i++)
        {
            head.Weights[i] += 0.3f * noise[i];
        }

        var steps = new OptionCriticSteps(3);
        float[] observations = Numbers.Normal(8 * 3, 5);
        for (int step = 0; step < 7; step++)
        {
            steps.Add(observations.AsSpan(step * 3, 3), observations.AsSpan((step + 1) * 3, 3), step % 2, 0.5f * step, terminated: step == 6);
        }

        double ends = 0, loss = 0;
        head.AddGradients(steps, 0, steps.Count, ref ends, ref loss);
        float[] gradients = head.Gradients.ToArray();

        // Targets and advantages are held, as in the theorem: they are those of the present weights.
        float[] targets = new float[7], advantages = new float[7];
        Held(head, steps, settings, targets, advantages);
        CentralDifferences.AssertGradient(head.Weights, gradients, () => Loss(head, steps, targets, advantages));
    }

    private static Trajectory Chosen(Learning.Policies.PolicyBatch batch, int row, long version, int option, int duration) => new()
    {
        PolicyVersion = version,
        Length = 1,
        Observations = [0],
        Actions = batch.Action(row).ToArray(),
        Rewards = [batch.Action(row)[0] == option && batch.Action(row)[1] == duration ? 1 : 0],
        LogProbabilities = [batch.LogProbabilities[row]],
        Values = [batch.Values[row]],
        FinalObservation = [0],
        InitialState = [],
        FinalState = [],
        End = TrajectoryEnd.Terminated,
        Durations = [1 << (int)batch.Action(row)[1]],
    };

    private static void Held(TerminationHead head, OptionCriticSteps steps, TerminationSettings settings, float[] targets, float[] advantages)
    {
        for (int step = 0; step < steps.Count; step++)
        {
            (float[] ends, float[] values) = head.Evaluate(steps.NextObservations(step, 1));
            int option = steps.Option(step);
            targets[step] = OptionCritic.Target(steps.Reward(step), Gamma, ends[option], values[option], values.Max(), steps.IsTerminated(step));
            advantages[step] = steps.IsTerminated(step) ? 0 : (float)(values[option] - values.Max() + settings.DeliberationCost);
        }
    }

    private static double Loss(TerminationHead head, OptionCriticSteps steps, float[] targets, float[] advantages)
    {
        double sum = 0;
        for (int step = 0; step < steps.Count; step++)
        {
            double error = head.Evaluate(steps.Observations(step, 1)).Values[steps.Option(step)] - targets[step];
            sum += (0.5 * error * error) + (advantages[step] * head.Evaluate(steps.NextObservations(step, 1)).Ends[steps.Option(step)]);
        }

        return sum / steps.Count;
    }
}
