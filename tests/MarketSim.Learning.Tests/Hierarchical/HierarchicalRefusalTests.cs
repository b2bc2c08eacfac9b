using MarketSim.Learning.Environments.Classic;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Hierarchical;
using MarketSim.Learning.Hierarchical.Rewards;

namespace MarketSim.Learning.Tests.Hierarchical;

/// <summary>Bad input: one clear message with the remedy.</summary>
public sealed class HierarchicalRefusalTests
{
    [Fact]
    public void No_options_at_all() => AssertRefused("NumOptions must be 1 to 64, e.g. 3", () => new HierarchicalRL(CartPole.Version1(), numOptions: 0));

    [Fact]
    public void Unknown_model_types()
    {
        AssertRefused("There is no algorithm 'DQN'; there are PPO, A2C, SAC", () => new HierarchicalRL(CartPole.Version1(), metaModelType: "DQN"));
        AssertRefused("There is no algorithm 'TD3'; there are PPO, A2C, SAC", () => new HierarchicalRL(CartPole.Version1(), optionModelType: "TD3"));
    }

    [Fact]
    public void Sac_as_a_controller_over_continuous_durations() => AssertRefused(
        "durations is 'continuous'; it must be whole numbers of steps, e.g. 1,2,4,8: a controller picks one of them (SAC's, too, is the discrete one)",
        () => HierarchicalSettingsText.Table.Apply(
            new HierarchicalSettings { MetaModelType = "SAC", Termination = OptionTermination.Duration }, [KeyValuePair.Create("durations", (object)"continuous")]));

    [Fact]
    public void Durations_that_are_none() => AssertRefused(
        "Durations is [0, 2]; it must name at least one duration of 1",
        () => new HierarchicalRL(CartPole.Version1(), new HierarchicalSettings { Durations = [0, 2] }));

    [Fact]
    public void Settings_that_a_level_does_not_have() => AssertRefused(
        "PPO has no setting 'tau'",
        () => new HierarchicalRL(CartPole.Version1(), new HierarchicalSettings { MetaParameters = new Dictionary<string, object>(StringComparer.Ordinal) { ["tau"] = 0.1 } }));

    [Fact]
    public void Features_that_the_observation_does_not_have() => AssertRefused(
        "MetaFeatures is [0, 4]; it must name at least one of the 4 elements of the observation, from 0",
        () => new HierarchicalRL(CartPole.Version1(), new HierarchicalSettings { MetaFeatures = [0, 4] }));

    [Fact]
    public void Rewards_for_another_number_of_options() => AssertRefused(
        "There are 1 OptionRewards for 3 options; give one for each (OptionReward.None for one with the task's alone), or none at all",
        () => new HierarchicalRL(CartPole.Version1(), new HierarchicalSettings { OptionRewards = [OptionReward.None] }));

    [Fact]
    public void An_unknown_reward() => AssertRefused("There is no option reward 'carry'; there are none, trend, reversion, inventory, execution", () => OptionReward.Named("carry"));

    [Fact]
    public void An_option_reward_that_is_not_a_number()
    {
        var model = new HierarchicalRL(
            new VectorEnvironment(2, _ => CartPole.Version1()),
            new HierarchicalSettings
            {
                NumOptions = 2, OptionLength = 3,
                OptionRewards = [OptionReward.None, OptionReward.Of("broken", static (in OptionStep step) => double.NaN)],
                OptionParameters = new Dictionary<string, object>(StringComparer.Ordinal) { ["stepsPerRollout"] = 64 },
            });

        ArgumentException error = Assert.Throws<ArgumentException>(() => model.Train(200));
        Assert.Contains("The reward 'broken' of option 1 is NaN; it must be a finite number. Check what computes it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_named_reward_in_an_environment_that_tells_nothing()
    {
        var model = new HierarchicalRL(
            CartPole.Version1(), new HierarchicalSettings { NumOptions = 2, OptionRewards = [OptionReward.Named("trend"), OptionReward.Named("reversion")] });

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => model.Train(100));
        Assert.Contains("does not tell 'position'", error.Message, StringComparison.Ordinal);
        Assert.Contains("OptionReward.Of", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_another_algorithm_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("flat.model");
        new Learning.Training.Ppo(new VectorEnvironment(1, _ => CartPole.Version1())).Save(path);

        Assert.Contains("The model is of PPO", Assert.Throws<InvalidDataException>(() => HierarchicalRL.Load(path, CartPole.Version1())).Message, StringComparison.Ordinal);
    }

    private static void AssertRefused(string expected, Func<object> create) =>
        Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(create).Message, StringComparison.Ordinal);
}
