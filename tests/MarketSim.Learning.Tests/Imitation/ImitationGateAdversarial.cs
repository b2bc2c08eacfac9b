using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Environments.Wrappers;
using MarketSim.Learning.Imitation;
using MarketSim.Learning.Imitation.Adversarial;
using MarketSim.Learning.Imitation.Demonstrations;
using MarketSim.Learning.Imitation.Rewards;
using MarketSim.Learning.Optimisation;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Training;
using MarketSim.TestKit;
using Xunit.Abstractions;

namespace MarketSim.Learning.Tests.Imitation;

/// <summary>
/// GAIL and AIRL from first weights, not from a clone: <c>MARKETSIM_LONG=1 dotnet test tests/MarketSim.Learning.Tests -c Release --filter ImitationGate</c>.
/// </summary>
public sealed class ImitationGateAdversarial(ITestOutputHelper output)
{
    private const int Demonstrations = 20;
    private const int EvaluationEpisodes = 100;

    private static readonly AdversarialOptions CartPole = new() { FromClone = false, AbsorbingState = true };

    // What is found pays for a step by how it looks now: swinging up pays only later, so the discount reaches further than that of Pendulum's own reward. The
    // discriminator is slow, so that states that lead there are told from each other for long enough; the generator takes smaller steps than in its own training,
    // because what it is paid changes, and keeps some of its noise.
    private static readonly AdversarialOptions Pendulum = new()
    {
        FromClone = false,
        Gamma = 0.98,
        GeneratorLearningRate = 1e-3,
        GeneratorEpochs = 5,
        EntropyCoefficient = 0.003,
        DiscriminatorLearningRate = 3e-4,
    };

    [LongTheory("ImitationGate")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Gail_reaches_the_expert_of_cartpole_where_a_constant_reward_does_not(ulong seed)
    {
        double score = Score(ImitationMethods.Gail, Experts.NewCartPole, Experts.CartPole, CartPole, rounds: 40, seed);
        double control = Score(ImitationMethods.Gail, Experts.NewCartPole, Experts.CartPole, CartPole with { ConstantReward = true }, rounds: 40, seed);
        Assert.True(score >= 0.9, $"normalised score {score:0.000}");
        Assert.True(control < 0.5, $"constant reward {control:0.000}");
    }

    [LongTheory("ImitationGate")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Gail_reaches_the_expert_of_pendulum_where_a_constant_reward_does_not(ulong seed)
    {
        double score = Score(ImitationMethods.Gail, Experts.NewPendulum, Experts.Pendulum, Pendulum, rounds: 195, seed);
        double control = Score(ImitationMethods.Gail, Experts.NewPendulum, Experts.Pendulum, Pendulum with { ConstantReward = true }, rounds: 40, seed);
        Assert.True(score >= 0.9, $"normalised score {score:0.000}");
        Assert.True(control < 0.5, $"constant reward {control:0.000}");
    }

    /// <summary>Afterwards torque acts the other way round: the policy is of no use, the reward still is.</summary>
    [LongTheory("ImitationGate")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Airl_finds_a_reward_that_retrains_an_agent_after_the_dynamics_changed(ulong seed)
    {
        IEnvironment environment = Experts.NewPendulum();
        DemonstrationSet demonstrations = DemonstrationRecorder.Record(Experts.Pendulum(environment), environment, Demonstrations, seed);
        var airl = new ImitationLearning(Experts.NewPendulum, demonstrations, ImitationMethods.Airl, new ImitationOptions { Adversarial = Pendulum }, seed);
        airl.Train(epochs: 150);
        ImitationEvaluation evaluation = airl.Evaluate(EvaluationEpisodes);
        double expert = DemonstrationRecorder.Record(Experts.Pendulum(environment), environment, EvaluationEpisodes, ~seed).Returns.Average();
        double score = (evaluation.MeanReturn - evaluation.RandomMean) / (expert - evaluation.RandomMean);
        LearnedReward reward = airl.LearnedReward!;
        var model = new Ppo(
            new VectorEnvironment(4, _ => new RewardedEnvironment(new ReversedTorque(Experts.NewPendulum()), reward)),
            new PpoOptions { StepsPerRollout = 1024, Gamma = 0.9, LearningRate = Schedule.LinearToZero(1e-3), NormalizeRewards = true },
            seed);
        model.Learn(300_000);
        double retrained = PolicyEvaluation.Evaluate(model.Policy, Reversed(), EvaluationEpisodes, ~seed).MeanReturn;
        double old = PolicyEvaluation.Evaluate(airl.Policy, Reversed(), EvaluationEpisodes, ~seed).MeanReturn;
        double retrainedScore = (retrained - evaluation.RandomMean) / (expert - evaluation.RandomMean);
        double oldScore = (old - evaluation.RandomMean) / (expert - evaluation.RandomMean);
        (IReadOnlyList<RewardWeight> weights, double explained) = reward.Inspect(demonstrations);
        output.WriteLine($"seed {seed}: {airl.History[^1]}");
        output.WriteLine($"AIRL {score:0.000}; torque reversed: retrained on the found reward {retrainedScore:0.000} ({retrained:0.0}), policy as it was {oldScore:0.000} ({old:0.0})");
        output.WriteLine($"linear part of the reward explains {explained:0.00}: {string.Join("; ", weights)}");
        Assert.True(score >= 0.8, $"normalised score {score:0.000}");
        Assert.True(retrainedScore >= 0.8, $"retrained {retrainedScore:0.000}");
        Assert.True(retrainedScore > oldScore + 0.3, $"retrained {retrainedScore:0.000}, as it was {oldScore:0.000}");
    }

    private double Score(string method, Func<IEnvironment> create, Func<IEnvironment, IPolicy> expertOf, AdversarialOptions options, int rounds, ulong seed)
    {
        IEnvironment environment = create();
        DemonstrationSet demonstrations = DemonstrationRecorder.Record(expertOf(environment), environment, Demonstrations, seed);
        var imitation = new ImitationLearning(create, demonstrations, method, new ImitationOptions { Adversarial = options }, seed);
        ImitationResult result = imitation.Train(rounds);
        ImitationEvaluation evaluation = imitation.Evaluate(EvaluationEpisodes);
        double expert = DemonstrationRecorder.Record(expertOf(environment), environment, EvaluationEpisodes, ~seed).Returns.Average();
        double score = (evaluation.MeanReturn - evaluation.RandomMean) / (expert - evaluation.RandomMean);
        output.WriteLine($"{method}{(options.ConstantReward ? ", constant reward" : string.Empty)}, seed {seed}: {score:0.000}; {evaluation}");
        output.WriteLine($"  {result.Epochs[^1]}");
        return score;
    }

    private static VectorEnvironment Reversed() => new(10, static _ => new ReversedTorque(Experts.NewPendulum()));

    private sealed class ReversedTorque(IEnvironment inner) : EnvironmentWrapper(inner)
    {
        public override StepResult Step(ReadOnlySpan<float> action, Span<float> observation) => Inner.Step([-action[0]], observation);
    }
}
