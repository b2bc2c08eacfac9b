using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Optimisation;
using MarketSim.Learning.Spaces;
using MarketSim.Learning.Training;

namespace MarketSim.Learning.Tests.Training;

public sealed class LearnerFactoryTests
{
    private static readonly BoxSpace Observations = BoxSpace.Uniform(2, -10, 10);

    [Theory]
    [InlineData("ppo", "PPO")]
    [InlineData("A2c", "A2C")]
    [InlineData("SAC", "SAC")]
    public void Name_in_any_case_finds_its_algorithm(string name, string algorithm) =>
        Assert.Equal(algorithm, LearnerFactory.CreateLearner(name, Observations, new DiscreteSpace(2)).Algorithm);

    [Fact]
    public void Unknown_name_is_refused_with_what_there_is()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => LearnerFactory.CreateLearner("DQN", Observations, new DiscreteSpace(2)));
        Assert.Contains("no algorithm 'DQN'; there are PPO, A2C, SAC", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PPO", "learningRate", -1e-3, "LearningRate must be a finite number, 0 or more")]
    [InlineData("A2C", "learning_rate", "-3e-4", "LearningRate must be a finite number, 0 or more")]
    [InlineData("SAC", "LearningRate", "NaN", "LearningRate must be a finite number, 0 or more")]
    [InlineData("PPO", "gamma", 1.5, "Gamma must be 0 to 1")]
    [InlineData("PPO", "epochs", "many", "epochs is 'many'; it must be a whole number")]
    [InlineData("SAC", "batch_size", 0, "BatchSize must be a whole number of at least 1")]
    [InlineData("A2C", "batchSize", 64, "A2C has no setting 'batchSize'; it has learningRate")]
    [InlineData("PPO", "activation", "swish", "one of None, Tanh, Relu")]
    public void Setting_that_is_not_allowed_is_refused(string algorithm, string name, object value, string message)
    {
        ArgumentException error = Assert.ThrowsAny<ArgumentException>(
            () => LearnerFactory.CreateLearner(algorithm, Observations, new DiscreteSpace(2), [KeyValuePair.Create(name, value)]));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_as_text_give_the_settings_back()
    {
        var options = new PpoOptions
        {
            LearningRate = Schedule.LinearToZero(1.0 / 3),
            ClipRange = new Schedule(0.3, 0.1),
            HiddenSizes = [3, 4, 5],
            LstmSize = 9,
            TargetKl = 0.02,
            VTrace = true,
            InitialLogDeviation = -0.7,
        };
        PpoOptions copy = PpoSettings.Table.Apply(new PpoOptions(), PpoSettings.Table.Read(options).Select(static pair => KeyValuePair.Create(pair.Key, (object)pair.Value)));
        Assert.Equal(options.HiddenSizes, copy.HiddenSizes);
        Assert.Equal(options with { HiddenSizes = [] }, copy with { HiddenSizes = options.HiddenSizes } with { HiddenSizes = [] });
    }

    [Fact]
    public void Every_setting_is_in_its_table()
    {
        AssertSame(typeof(PpoOptions), PpoSettings.Table.Fields.Select(static field => field.Name));
        AssertSame(typeof(A2cOptions), A2cSettings.Table.Fields.Select(static field => field.Name));
        AssertSame(typeof(SacOptions), SacSettings.Table.Fields.Select(static field => field.Name));
    }

    [Fact]
    public void Defaults_are_those_of_Stable_Baselines3()
    {
        var ppo = new PpoOptions();
        Assert.Equal((3e-4, 2048, 64, 10, 0.99, 0.95), (ppo.LearningRate.Start, ppo.StepsPerRollout, ppo.BatchSize, ppo.Epochs, ppo.Gamma, ppo.GaeLambda));
        Assert.Equal((0.2, 0.0, 0.5, 0.5), (ppo.ClipRange.Start, ppo.EntropyCoefficient, ppo.ValueCoefficient, ppo.MaximumGradientNorm));
        Assert.Equal([64, 64], ppo.HiddenSizes);
        var a2c = new A2cOptions();
        Assert.Equal((7e-4, 5, 1.0, 0.5, true), (a2c.LearningRate.Start, a2c.StepsPerRollout, a2c.GaeLambda, a2c.ValueCoefficient, a2c.UseRmsProp));
        var sac = new SacOptions();
        Assert.Equal((3e-4, 1_000_000, 100, 256, 0.005, 0.99), (sac.LearningRate.Start, sac.ReplayCapacity, sac.LearningStarts, sac.BatchSize, sac.Tau, sac.Gamma));
        Assert.Equal([256, 256], sac.HiddenSizes);
    }

    // A setting that has settings itself is a field for what it is, and one for each of them.
    private static void AssertSame(Type options, IEnumerable<string> names)
    {
        HashSet<string> nested = [.. options.GetProperties().Where(static property => property.PropertyType == typeof(ActionNoiseOptions)).SelectMany(static property =>
            property.PropertyType.GetProperties().Select(part => property.Name + part.Name))];
        string[] fields = [.. names.Select(static name => char.ToUpperInvariant(name[0]) + name[1..])];
        Assert.Equal(
            string.Join(' ', options.GetProperties().Select(static property => property.Name).Order(StringComparer.Ordinal)),
            string.Join(' ', fields.Where(name => !nested.Contains(name)).Order(StringComparer.Ordinal)));
    }
}
