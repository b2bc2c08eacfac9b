using System.Diagnostics;
using System.Globalization;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Classic;
using MarketSim.Learning.Imitation;
using MarketSim.Learning.Imitation.Cloning;
using MarketSim.Learning.Imitation.Demonstrations;
using MarketSim.Learning.Policies;

namespace MarketSim.Benchmarks.Learning;

/// <summary>
/// Samples per second of behavioural cloning on one thread: 5,000 transitions of CartPole, of which a fifth is held out, hidden layers 32-32, batch 32. Run by
/// <c>dotnet run -c Release --project tests/MarketSim.Benchmarks -- cloning</c>. The peer trains on all of them and holds nothing out.
/// </summary>
internal static class CloningBenchmark
{
    private const int Repetitions = 7;
    private const int Episodes = 10;
    private const int EpisodeLength = 500;
    private const int WarmUpEpochs = 5;
    private const int Epochs = 40;

    public static void Run()
    {
        var options = new CloningOptions { HiddenSizes = [32, 32], BatchSize = 32, Patience = null };
        DemonstrationSet demonstrations = DemonstrationRecorder.Record(Expert(CartPole.Version1()), CartPole.Version1(), Episodes, seed: 1);
        int samples = (int)(demonstrations.Steps * (1 - options.HeldOutShare));
        if (demonstrations.Steps != Episodes * EpisodeLength)
        {
            throw new InvalidOperationException($"The expert fell: {demonstrations.Steps} steps.");
        }

        double[] rates = new double[Repetitions];
        double[] processorRates = new double[Repetitions];
        for (int repetition = 0; repetition < Repetitions; repetition++)
        {
            var imitation = new ImitationLearning(CartPole.Version1, demonstrations, options: new ImitationOptions { Cloning = options }, seed: 1);
            imitation.Train(WarmUpEpochs);
            long start = Stopwatch.GetTimestamp();
            TimeSpan processor = Environment.CpuUsage.TotalTime;
            imitation.Train(Epochs);
            rates[repetition] = Epochs * samples / Stopwatch.GetElapsedTime(start).TotalSeconds;
            processorRates[repetition] = Epochs * samples / (Environment.CpuUsage.TotalTime - processor).TotalSeconds;
        }

        Array.Sort(rates);
        Array.Sort(processorRates);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"cloning, samples/s: best {rates[^1]:N0}, median {rates[Repetitions / 2]:N0}, worst {rates[0]:N0}; per processor second (median) {processorRates[Repetitions / 2]:N0}; peer 10,000 to 18,000"));
    }

    // Balances by angle and angular velocity, as the tests' expert does.
    private static FunctionPolicy Expert(IEnvironment environment) => new(
        environment.ObservationSpace, environment.ActionSpace, static (observation, action) => action[0] = (0.1f * observation[0]) + (0.3f * observation[1]) + (3 * observation[2]) + observation[3] > 0 ? 1 : 0);
}
