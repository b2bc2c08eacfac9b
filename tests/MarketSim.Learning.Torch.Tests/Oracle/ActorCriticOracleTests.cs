using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Optimisation;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Rollouts;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Randomness;
using Xunit.Abstractions;

namespace MarketSim.Learning.Torch.Tests.Oracle;

/// <summary>Gradients of whole updates, on both engines, against torch in double precision.</summary>
public sealed class ActorCriticOracleTests(ITestOutputHelper output)
{
    private const double Tolerance = 5e-6;

    public static TheoryData<string, int?, bool> Cases { get; } = new()
    {
        { "discrete", null, false },
        { "discrete", 6, false },
        { "several", null, false },
        { "box", null, false },
        { "box", 6, false },
        { "discrete", 6, true },
        { "box", null, true },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradient_of_ppo_is_that_of_its_formula(string actions, int? lstmSize, bool onTorch)
    {
        for (ulong seed = 1; seed <= 10; seed++)
        {
            var options = new PpoOptions
            {
                LearningRate = 0,
                BatchSize = 1_000,
                Epochs = 1,
                MaximumGradientNorm = double.PositiveInfinity,
                EntropyCoefficient = 0.03,
                HiddenSizes = [9, 7],
                LstmSize = lstmSize,
                Activation = seed % 2 == 0 ? Activation.Tanh : Activation.Relu,
                NormalizeAdvantages = seed % 3 != 0,
            };
            var learner = new PpoLearner(BoxSpace.Unbounded(5), SpaceOf(actions), options, seed, stepsPerUpdate: 1_000_000, EngineOf(onTorch));
            Compare(learner, seed, trajectories => ActorCriticOracle.Ppo(learner.ActorCritic, trajectories, options));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradient_of_a2c_is_that_of_its_formula(string actions, int? lstmSize, bool onTorch)
    {
        for (ulong seed = 1; seed <= 10; seed++)
        {
            var options = new A2cOptions
            {
                LearningRate = 0,
                MaximumGradientNorm = double.PositiveInfinity,
                EntropyCoefficient = 0.03,
                HiddenSizes = [9, 7],
                LstmSize = lstmSize,
                GaeLambda = 0.9,
            };
            var learner = new A2cLearner(BoxSpace.Unbounded(5), SpaceOf(actions), options, seed, stepsPerUpdate: 1_000_000, EngineOf(onTorch));
            Compare(learner, seed, trajectories => ActorCriticOracle.A2c(learner.ActorCritic, trajectories, options));
        }
    }

    private void Compare(ActorCriticLearner learner, ulong seed, Func<IReadOnlyList<Trajectory>, double[]> oracle)
    {
        TorchLibrary.Load();
        ActorCriticPolicy policy = learner.ActorCritic;
        var random = new RandomStream(seed, RandomPurpose.Test, 0, 0);
        foreach (ref float weight in policy.Weights[..policy.Layout.TrainableSize])
        {
            weight += (float)(0.3 * random.NextNormal());
        }

        IReadOnlyList<Trajectory> trajectories = RandomTrajectories.Draw(policy, count: 8, seed);
        double[] expected = oracle(trajectories);
        var rollout = new Rollouts.Rollout(policy.ObservationSpace.Size, policy.ActionSpace.Size, policy.StateSize);
        var queue = new TrajectoryQueue();
        foreach (Trajectory trajectory in trajectories)
        {
            queue.Add(trajectory);
        }

        queue.MoveTo(rollout);
        learner.Learn(rollout);
        double error = Differences.Relative<double>(expected, learner.Gradients);
        output.WriteLine($"seed {seed}: {error:G3}");
        Assert.InRange(error, 0, Tolerance);
    }

    private static Space SpaceOf(string actions) => actions switch
    {
        "discrete" => new DiscreteSpace(4),
        "several" => new MultiDiscreteSpace(3, 2, 4),
        _ => BoxSpace.Uniform(3, -1, 1),
    };

    private static IGradientEngine EngineOf(bool onTorch) => onTorch ? new TorchEngine() : ManagedEngine.Instance;
}
