using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Classic;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Hierarchical;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Training;

namespace MarketSim.Learning.Tests.Hierarchical;

/// <summary>Where a hierarchy has nothing to add it is flat learning, to the bit.</summary>
public sealed class FlatIdentityTests
{
    private static readonly Dictionary<string, object> SmallPpo = new(StringComparer.Ordinal)
    {
        ["stepsPerRollout"] = 32, ["batchSize"] = 32, ["epochs"] = 3, ["hiddenSizes"] = new[] { 8 }, ["learningRate"] = "lin_1e-3",
    };

    private static readonly Dictionary<string, object> SmallSac = new(StringComparer.Ordinal)
    {
        ["learningStarts"] = 30, ["batchSize"] = 8, ["hiddenSizes"] = new[] { 8 }, ["replayCapacity"] = 200, ["stepsPerUpdate"] = 7,
    };

    private static readonly Dictionary<string, Case> Cases = new(StringComparer.Ordinal)
    {
        ["PPO"] = new("PPO", CartPole.Version1, SmallPpo, 700),
        ["PPO with everything normalised and V-trace"] = new(
            "PPO", Pendulum.Version1, With(SmallPpo, ("normalizeObservations", true), ("normalizeRewards", true), ("vTrace", true)), 700),
        ["PPO with LSTM"] = new("PPO", CartPole.WithoutVelocities, With(SmallPpo, ("lstmSize", 8)), 700),
        ["PPO with state-dependent exploration"] = new("PPO", Pendulum.Version1, With(SmallPpo, ("stateDependentExploration", true)), 700),
        ["A2C"] = new("A2C", CartPole.Version1, [], 400),
        ["SAC continuous"] = new("SAC", Pendulum.Version1, With(SmallSac, ("normalizeObservations", true), ("normalizeRewards", true)), 150),
        ["SAC discrete"] = new("SAC", CartPole.Version1, SmallSac, 150),
    };

    public static TheoryData<string, OptionTermination> Names
    {
        get
        {
            var data = new TheoryData<string, OptionTermination>();
            foreach (string name in Cases.Keys)
            {
                foreach (OptionTermination termination in Enum.GetValues<OptionTermination>())
                {
                    data.Add(name, termination);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void One_option_with_the_reward_of_the_task_has_the_weights_of_flat_learning(string name, OptionTermination termination)
    {
        Case c = Cases[name];
        LearningAlgorithm flat = LearnerFactory.Create(c.Algorithm, new VectorEnvironment(3, _ => c.Environment()), c.Parameters, seed: 7);
        flat.Learn(c.Steps);

        var hierarchy = new HierarchicalRL(
            new VectorEnvironment(3, _ => c.Environment()),
            new HierarchicalSettings
            {
                NumOptions = 1, OptionModelType = c.Algorithm, OptionParameters = c.Parameters, Termination = termination, OptionLength = 5,
                MetaParameters = new Dictionary<string, object>(StringComparer.Ordinal) { ["hiddenSizes"] = new[] { 8 }, ["stepsPerRollout"] = 8 },
            },
            seed: 7);
        hierarchy.Train(c.Steps);

        Assert.Equal(flat.Steps, hierarchy.Steps);
        Assert.NotEqual(flat.Policy.Weights.ToArray(), LearnerFactory.CreatePolicy(c.Algorithm, flat.Policy.ObservationSpace, flat.Policy.ActionSpace, c.Parameters, 7).Weights.ToArray());
        Assert.Equal(flat.Policy.Weights.ToArray(), hierarchy.Levels.Options.Trainers[0].Policy.Weights.ToArray());
        Assert.Equal(flat.Episodes.MeanReturn, hierarchy.Episodes.MeanReturn);
    }

    [Theory]
    [InlineData("PPO", null)]
    [InlineData("PPO", 8)]
    [InlineData("A2C", null)]
    [InlineData("SAC", null)]
    public void Options_of_one_step_are_flat_learning_over_options(string algorithm, int? lstmSize)
    {
        Dictionary<string, object> parameters = algorithm == "SAC" ? SmallSac : algorithm == "A2C" ? [] : lstmSize is { } size ? With(SmallPpo, ("lstmSize", size)) : SmallPpo;
        var hierarchy = new HierarchicalRL(
            new VectorEnvironment(3, _ => CartPole.Version1()),
            new HierarchicalSettings
            {
                NumOptions = 4, OptionLength = 1, OptionsAreFrozen = true, MetaModelType = algorithm, MetaParameters = parameters, MetaSeed = 7,
                OptionParameters = new Dictionary<string, object>(StringComparer.Ordinal) { ["hiddenSizes"] = new[] { 4 } },
            },
            seed: 7);
        IPolicy[] options = [.. hierarchy.Levels.Options.Trainers.Select(trainer => trainer.Policy)];
        LearningAlgorithm flat = LearnerFactory.Create(
            algorithm, new VectorEnvironment(3, _ => new OptionsAsActions(CartPole.Version1(), options)), parameters, seed: 7);
        int steps = algorithm == "SAC" ? 150 : 700;
        flat.Learn(steps);
        hierarchy.Train(steps);

        Assert.Equal(flat.Policy.Weights.ToArray(), hierarchy.Levels.Controller.Policy.Weights.ToArray());
        Assert.Equal(flat.Episodes.MeanReturn, hierarchy.Episodes.MeanReturn);
    }

    private static Dictionary<string, object> With(Dictionary<string, object> parameters, params (string Name, object Value)[] others)
    {
        var all = new Dictionary<string, object>(parameters, StringComparer.Ordinal);
        foreach ((string name, object value) in others)
        {
            all[name] = value;
        }

        return all;
    }

    private sealed record Case(string Algorithm, Func<IEnvironment> Environment, Dictionary<string, object> Parameters, int Steps);
}
