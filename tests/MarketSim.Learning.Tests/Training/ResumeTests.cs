using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Environments.Classic;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Optimisation;
using MarketSim.Learning.Tests.Algorithms;
using MarketSim.Learning.Training;

namespace MarketSim.Learning.Tests.Training;

public sealed class ResumeTests
{
    private static readonly Dictionary<string, Case> Cases = new(StringComparer.Ordinal)
    {
        ["PPO"] = new(
            CartPole.Version1,
            (env, seed) => new Ppo(env, Small(new PpoOptions()), seed),
            Ppo.Resume,
            600),
        ["PPO with normalisation and V-trace"] = new(
            Pendulum.Version1,
            (env, seed) => new Ppo(env, Small(new PpoOptions { NormalizeObservations = true, NormalizeRewards = true, VTrace = true }), seed),
            Ppo.Resume,
            600),
        ["PPO with LSTM"] = new(
            CartPole.WithoutVelocities,
            (env, seed) => new Ppo(env, Small(new PpoOptions { LstmSize = 8 }), seed),
            Ppo.Resume,
            600),
        ["A2C"] = new(CartPole.Version1, (env, seed) => new A2c(env, new A2cOptions { LearningRate = Schedule.LinearToZero(7e-4) }, seed), A2c.Resume, 400),
        ["A2C with LSTM"] = new(CartPole.WithoutVelocities, (env, seed) => new A2c(env, new A2cOptions { LstmSize = 8, HiddenSizes = [8] }, seed), A2c.Resume, 400),
        ["SAC continuous"] = new(Pendulum.Version1, (env, seed) => new Sac(env, Small(new SacOptions { NormalizeObservations = true }), seed), Sac.Resume, 120),
        ["PPO with state-dependent exploration and an LSTM"] = new(
            Pendulum.Version1,
            (env, seed) => new Ppo(env, Small(new PpoOptions { StateDependentExploration = true, LstmSize = 4 }), seed),
            Ppo.Resume,
            600),
        ["SAC with state-dependent exploration and scaled rewards"] = new(
            Pendulum.Version1,
            (env, seed) => new Sac(env, Small(new SacOptions { StateDependentExploration = true, NormalizeRewards = true }), seed),
            Sac.Resume,
            120),
        ["SAC with action noise"] = new(
            Pendulum.Version1,
            (env, seed) => new Sac(env, Small(new SacOptions { ActionNoise = new ActionNoiseOptions(ActionNoiseKind.OrnsteinUhlenbeck, 0.3) }), seed),
            Sac.Resume,
            120),
        ["SAC discrete"] = new(CartPole.Version1, (env, seed) => new Sac(env, Small(new SacOptions { StepsPerUpdate = 4 }), seed), Sac.Resume, 120),
    };

    public static TheoryData<string> Names { get; } = [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Interrupted_and_resumed_training_equals_an_uninterrupted_one_to_the_bit(string name)
    {
        Case c = Cases[name];
        LearningAlgorithm whole = c.Create(Vector(c), 7);
        whole.Learn(c.Steps);

        LearningAlgorithm first = c.Create(Vector(c), 7);
        Assert.False(first.Learn(c.Steps, new InterruptAfter(c.Steps / 3)));
        Assert.InRange(first.Steps, c.Steps / 3, c.Steps / 2);
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            first.Save(path);
            LearningAlgorithm resumed = c.Resume(path, Vector(c), null, null);
            Assert.Equal(first.Steps, resumed.Steps);
            Assert.True(resumed.Learn(c.Steps));
            AssertSameState(whole, resumed);

            // What was interrupted may also continue where it is.
            first.Learn(c.Steps);
            AssertSameState(whole, first);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Same_seed_gives_the_same_weights_and_another_seed_others(string name)
    {
        Case c = Cases[name];
        LearningAlgorithm one = Trained(c, 7);
        AssertSameState(one, Trained(c, 7));
        Assert.NotEqual(one.Policy.Weights.ToArray(), Trained(c, 8).Policy.Weights.ToArray());
    }

    private static LearningAlgorithm Trained(Case c, ulong seed)
    {
        LearningAlgorithm model = c.Create(Vector(c), seed);
        model.Learn(c.Steps / 2);
        return model;
    }

    private static VectorEnvironment Vector(Case c) => new(3, _ => c.Environment());

    private static PpoOptions Small(PpoOptions options) => options with
    {
        StepsPerRollout = 32,
        BatchSize = 32,
        Epochs = 3,
        HiddenSizes = [8],
        LearningRate = Schedule.LinearToZero(1e-3),
    };

    private static SacOptions Small(SacOptions options) => options with
    {
        LearningStarts = 30,
        BatchSize = 8,
        HiddenSizes = [8],
        ReplayCapacity = 100,
        LearningRate = Schedule.LinearToZero(1e-3),
    };

    private static void AssertSameState(LearningAlgorithm expected, LearningAlgorithm actual)
    {
        Assert.Equal(expected.Steps, actual.Steps);
        IReadOnlyList<byte[]> expectedParts = expected.Learner.SaveContents();
        IReadOnlyList<byte[]> actualParts = actual.Learner.SaveContents();
        for (int i = 0; i < expectedParts.Count; i++)
        {
            Assert.True(expectedParts[i].AsSpan().SequenceEqual(actualParts[i]), $"Part {expected.Learner.PartNames[i]} differs.");
        }

        Assert.True(expected.SaveTraining().AsSpan().SequenceEqual(actual.SaveTraining()), "The state of environments or random streams differs.");
    }

    private sealed record Case(
        Func<IEnvironment> Environment,
        Func<IVectorEnvironment, ulong, LearningAlgorithm> Create,
        Func<string, IVectorEnvironment, TimeProvider?, IGradientEngine?, LearningAlgorithm> Resume,
        int Steps);
}
