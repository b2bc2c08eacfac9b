using MarketSim.Learning.Environments;
using MarketSim.Learning.Imitation;
using MarketSim.Learning.Imitation.Cloning;
using MarketSim.Learning.Imitation.Demonstrations;
using MarketSim.Learning.Policies;
using MarketSim.TestKit;
using Xunit.Abstractions;

namespace MarketSim.Learning.Tests.Imitation;

/// <summary>Clones reach their experts: <c>MARKETSIM_LONG=1 dotnet test tests/MarketSim.Learning.Tests -c Release --filter ImitationGate</c>.</summary>
public sealed class ImitationGateCloning(ITestOutputHelper output)
{
    private const int Seeds = 5;
    private const int Demonstrations = 20;
    private const int EvaluationEpisodes = 100;

    [LongFact("ImitationGate")]
    public void Clone_of_twenty_cartpole_episodes_reaches_its_expert() => RequireClones(Experts.NewCartPole, Experts.CartPole);

    [LongFact("ImitationGate")]
    public void Clone_of_twenty_pendulum_episodes_reaches_its_expert() => RequireClones(Experts.NewPendulum, Experts.Pendulum);

    private void RequireClones(Func<IEnvironment> create, Func<IEnvironment, IPolicy> expertOf)
    {
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            IEnvironment environment = create();
            DemonstrationSet demonstrations = DemonstrationRecorder.Record(expertOf(environment), environment, Demonstrations, seed);
            var imitation = new ImitationLearning(create, demonstrations, seed: seed);
            ImitationResult result = imitation.Train(epochs: 100);
            ImitationEvaluation evaluation = imitation.Evaluate(EvaluationEpisodes);
            double[] expert = [.. DemonstrationRecorder.Record(expertOf(environment), environment, EvaluationEpisodes, ~seed).Returns];
            double score = (evaluation.MeanReturn - evaluation.RandomMean) / (expert.Average() - evaluation.RandomMean);
            output.WriteLine($"seed {seed}: {result}");
            output.WriteLine($"  expert's {EvaluationEpisodes} episodes {expert.Average():0.0}; {evaluation}; against these {score:0.000}");
            Assert.True(score >= 0.95, $"seed {seed}: normalised score {score:0.000}");
        }
    }
}
