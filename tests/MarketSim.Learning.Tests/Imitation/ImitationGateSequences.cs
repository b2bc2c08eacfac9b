using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Classic;
using MarketSim.Learning.Imitation;
using MarketSim.Learning.Imitation.Aggregation;
using MarketSim.Learning.Imitation.Cloning;
using MarketSim.Learning.Imitation.Demonstrations;
using MarketSim.Learning.Policies;
using MarketSim.Numerics.Statistics;
using MarketSim.TestKit;
using Xunit.Abstractions;

namespace MarketSim.Learning.Tests.Imitation;

/// <summary>Memory beats none where it is needed, and corrections beat cloning where errors compound: <c>MARKETSIM_LONG=1 dotnet test tests/MarketSim.Learning.Tests -c Release --filter ImitationGate</c>.</summary>
public sealed class ImitationGateSequences(ITestOutputHelper output)
{
    private const int Seeds = 5;

    /// <summary>The expert balances a pole by its velocities, which the clones do not see: they must be remembered from positions.</summary>
    [LongFact("ImitationGate")]
    public void Lstm_beats_mlp_where_velocities_must_be_remembered()
    {
        double[] mlp = new double[Seeds];
        double[] lstm = new double[Seeds];
        for (int i = 0; i < Seeds; i++)
        {
            ulong seed = (ulong)i + 1;
            mlp[i] = MemoryScore(new CloningOptions(), seed);
            lstm[i] = MemoryScore(new CloningOptions { LstmSize = 32, HiddenSizes = [32], LearningRate = 3e-3 }, seed);
        }

        var without = ConfidenceInterval.OfMean(mlp);
        var with = ConfidenceInterval.OfMean(lstm);
        output.WriteLine($"held-out macro-F1: MLP {mlp.Average():0.000} [{without.Lower:0.000}, {without.Upper:0.000}], LSTM {lstm.Average():0.000} [{with.Lower:0.000}, {with.Upper:0.000}]");
        Assert.True(with.Lower > without.Upper);
    }

    /// <summary>A controller that switches hard: a clone that is a little late falls into states that no demonstration shows.</summary>
    [LongFact("ImitationGate")]
    public void Dagger_beats_cloning_where_errors_compound()
    {
        double[] cloned = new double[Seeds];
        double[] corrected = new double[Seeds];
        for (int i = 0; i < Seeds; i++)
        {
            ulong seed = (ulong)i + 1;
            IEnvironment environment = Experts.NewPendulum();
            IPolicy expert = Experts.PendulumController(environment);
            double[] expertReturns = [.. DemonstrationRecorder.Record(expert, environment, 100, ~seed).Returns];
            var cloning = new ImitationLearning(Experts.NewPendulum, DemonstrationRecorder.Record(expert, environment, 20, seed), seed: seed);
            cloning.Train(epochs: 180);
            var dagger = new ImitationLearning(
                Experts.NewPendulum,
                DemonstrationRecorder.Record(expert, environment, 4, seed),
                ImitationMethods.Dagger,
                new ImitationOptions { Dagger = new DaggerOptions { EpisodesPerRound = 2, EpochsPerRound = 20 } },
                seed,
                new ImitationSetup { Expert = expert });
            dagger.Train(epochs: 180);
            cloned[i] = Score(cloning.Evaluate(100), expertReturns);
            corrected[i] = Score(dagger.Evaluate(100), expertReturns);
            output.WriteLine($"seed {seed}: cloning from 20 episodes {cloned[i]:0.000}, DAgger from 4 and 16 corrected {corrected[i]:0.000}");
        }

        var plain = ConfidenceInterval.OfMean(cloned);
        var interactive = ConfidenceInterval.OfMean(corrected);
        output.WriteLine($"normalised: cloning {cloned.Average():0.000} [{plain.Lower:0.000}, {plain.Upper:0.000}], DAgger {corrected.Average():0.000} [{interactive.Lower:0.000}, {interactive.Upper:0.000}]");
        Assert.True(interactive.Lower > plain.Upper);
    }

    private double MemoryScore(CloningOptions options, ulong seed)
    {
        IEnvironment environment = Experts.NewCartPole();
        DemonstrationSet full = DemonstrationRecorder.Record(Experts.CartPole(environment), environment, 20, seed);
        var demonstrations = new DemonstrationSet([.. full.Episodes.Select(static episode => new Demonstration(
            episode.Length, WithoutVelocities(episode.Observations), episode.Actions.ToArray(), WithoutVelocities(episode.FinalObservation), episode.Rewards.ToArray(), episode.End))]);
        var imitation = new ImitationLearning(CartPole.WithoutVelocities, demonstrations, options: new ImitationOptions { Cloning = options }, seed: seed);
        ImitationResult result = imitation.Train(epochs: 60);
        output.WriteLine($"seed {seed}, {(options.LstmSize is null ? "MLP" : "LSTM")}: {result.Fit}; return {imitation.Evaluate(100).MeanReturn:0.0}");
        return result.Fit!.Confusion[0].MacroF1;
    }

    private static float[] WithoutVelocities(ReadOnlySpan<float> observations)
    {
        float[] positions = new float[observations.Length / 2];
        for (int i = 0; i < positions.Length; i++)
        {
            positions[i] = observations[2 * i];
        }

        return positions;
    }

    private static double Score(ImitationEvaluation evaluation, double[] expert) =>
        (evaluation.MeanReturn - evaluation.RandomMean) / (expert.Average() - evaluation.RandomMean);
}
