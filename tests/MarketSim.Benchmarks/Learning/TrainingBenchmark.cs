using System.Globalization;
using MarketSim.Agents.PolicyTrading.Engines;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Tests.Training.Reference;

namespace MarketSim.Benchmarks.Learning;

/// <summary>
/// Environment steps per second of whole trainings on one thread: environments, acting, learning, all of it, after a warm-up. Run by
/// <c>dotnet run -c Release --project tests/MarketSim.Benchmarks -- training [torch] [name …]</c>, <c>torch</c> for that engine. The figure per processor second is the steadier one on a
/// machine that others use too.
/// </summary>
internal static class TrainingBenchmark
{
    private const int Repetitions = 5;

    private static readonly Dictionary<string, (long WarmUp, long Steps, string Peer)> Workloads = new(StringComparer.Ordinal)
    {
        ["ppo-cartpole"] = (25_600, 51_200, "Stable-Baselines3 4,200"),
        ["a2c-cartpole"] = (40_000, 100_000, "Stable-Baselines3 8,700"),
        ["sac-pendulum"] = (300, 500, "Stable-Baselines3 61 to 68"),
        ["ppo-pendulum"] = (16_384, 32_768, "Stable-Baselines3 1,830 to 2,350"),
        ["ppo-lstm-cartpole"] = (4_096, 8_192, "none measured"),
    };

    public static void Run(IReadOnlyList<string> names)
    {
        IGradientEngine? engine = names.Contains("torch", StringComparer.Ordinal) ? EngineChoice.Torch.Create() : null;
        names = [.. names.Where(static name => name != "torch")];
        Console.WriteLine("training            steps/s: best  median   worst   per processor second (median)   bytes per step   peer");
        foreach (ReferenceTask task in ReferenceTasks.All)
        {
            if (names.Count == 0 || names.Contains(task.Name, StringComparer.Ordinal))
            {
                Measure(task, engine);
            }
        }
    }

    private static void Measure(ReferenceTask task, IGradientEngine? engine)
    {
        (long warmUp, long steps, string peer) = Workloads[task.Name];
        TrainingSpeed[] runs = [.. Enumerable.Range(0, Repetitions).Select(_ => TrainingSpeed.Measure(task, warmUp, steps, TimeProvider.System, engine: engine))];
        double[] rates = [.. runs.Select(static run => run.StepsPerSecond).Order()];
        double[] processorRates = [.. runs.Select(static run => run.StepsPerProcessorSecond).Order()];
        double bytes = runs.Max(static run => (double)run.AllocatedBytes / run.Steps);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{task.Name,-22}{rates[^1],10:F0}{rates[Repetitions / 2],8:F0}{rates[0],8:F0}{processorRates[Repetitions / 2],33:F0}{bytes,17:F3}   {peer}"));
    }
}
