using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Environments.Classic;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Training;
using TorchSharp;

namespace MarketSim.Learning.Torch.Tests;

public sealed class TorchTrainingTests
{
    private static readonly TorchEngine Torch = new();

    private delegate LearningAlgorithm Creation(IGradientEngine? engine);

    private delegate LearningAlgorithm Resumption(string path, IVectorEnvironment environment, TimeProvider? time, IGradientEngine? engine);

    public static TheoryData<string> Names { get; } = ["PPO", "PPO with LSTM", "A2C", "SAC continuous", "SAC discrete"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Training_on_torch_resumes_to_the_bit(string name)
    {
        (Creation create, Resumption resume, Func<IVectorEnvironment> environment, int steps) = CaseOf(name);
        LearningAlgorithm whole = create(Torch);
        whole.Learn(2 * steps);
        LearningAlgorithm resumed = Saved(create, resume, environment, steps, savedOn: Torch, resumedOn: Torch);
        resumed.Learn(2 * steps);
        Assert.Equal(whole.Policy.Weights.ToArray(), resumed.Policy.Weights.ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Checkpoint_of_one_engine_continues_on_the_other(string name)
    {
        (Creation create, Resumption resume, Func<IVectorEnvironment> environment, int steps) = CaseOf(name);
        LearningAlgorithm stayed = Saved(create, resume, environment, steps, savedOn: null, resumedOn: null);
        LearningAlgorithm moved = Saved(create, resume, environment, steps, savedOn: null, resumedOn: Torch);
        Assert.Equal(stayed.Policy.Weights.ToArray(), moved.Policy.Weights.ToArray());
        float[] before = stayed.Policy.Weights.ToArray();
        OneUpdate(stayed);
        OneUpdate(moved);
        Assert.NotEqual(before, moved.Policy.Weights.ToArray());
        Assert.InRange(Differences.Relative(stayed.Policy.Weights, moved.Policy.Weights), 0, 2e-4);

        // And back.
        using var folder = new TemporaryFolder();
        moved.Save(folder.PathOf("moved"));
        LearningAlgorithm back = resume(folder.PathOf("moved"), environment(), null, null);
        Assert.Equal(moved.Policy.Weights.ToArray(), back.Policy.Weights.ToArray());
        OneUpdate(moved);
        OneUpdate(back);
        Assert.InRange(Differences.Relative(moved.Policy.Weights, back.Policy.Weights), 0, 2e-4);
    }

    [Theory]
    [InlineData("PPO")]
    [InlineData("PPO with LSTM")]
    [InlineData("SAC continuous")]
    public void Number_of_live_tensors_is_flat_over_1000_updates(string name)
    {
        LearningAlgorithm algorithm = CaseOf(name).Create(Torch);
        algorithm.Learn(100);
        long live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        long version = algorithm.Learner.Version;
        while (algorithm.Learner.Version < version + 1_000)
        {
            OneUpdate(algorithm);
        }

        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static void OneUpdate(LearningAlgorithm algorithm) => algorithm.Learn(algorithm.Steps + 1);

    private static LearningAlgorithm Saved(
        Creation create, Resumption resume, Func<IVectorEnvironment> environment, int steps, IGradientEngine? savedOn, IGradientEngine? resumedOn)
    {
        using var folder = new TemporaryFolder();
        LearningAlgorithm first = create(savedOn);

        // Schedules are constant, so that the total of an interrupted training does not matter.
        first.Learn(steps);
        first.Save(folder.PathOf("model"));
        return resume(folder.PathOf("model"), environment(), null, resumedOn);
    }

    private static (Creation Create, Resumption Resume, Func<IVectorEnvironment> Environment, int Steps) CaseOf(string name)
    {
        var sac = new SacOptions { HiddenSizes = [16, 16], BatchSize = 32, LearningStarts = 40, ReplayCapacity = 5_000 };
        var ppo = new PpoOptions { StepsPerRollout = 4, BatchSize = 8, Epochs = 2, HiddenSizes = [16, 16] };
        var memory = ppo with { LstmSize = 8, HiddenSizes = [8] };
        return name switch
        {
            "PPO" => (engine => new Ppo(CartPoles(), ppo, 7, engine: engine), Ppo.Resume, CartPoles, 160),
            "PPO with LSTM" => (engine => new Ppo(CartPoles(), memory, 7, engine: engine), Ppo.Resume, CartPoles, 160),
            "A2C" => (engine => new A2c(CartPoles(), new A2cOptions { HiddenSizes = [16, 16] }, 7, engine: engine), A2c.Resume, CartPoles, 160),
            "SAC continuous" => (engine => new Sac(Pendulums(), sac, 7, engine: engine), Sac.Resume, Pendulums, 60),
            _ => (engine => new Sac(CartPoles(), sac, 7, engine: engine), Sac.Resume, CartPoles, 80),
        };
    }

    private static VectorEnvironment CartPoles() => new(2, static _ => CartPole.Version1());

    private static VectorEnvironment Pendulums() => new(1, static _ => Pendulum.Version1());
}
