using System.Globalization;
using MarketSim.Environments.OrderBooks;
using MarketSim.Environments.Signals;
using MarketSim.Learning.Environments;

namespace MarketSim.Cli.Benchmarks;

/// <summary>
/// Steps of trading environments on one thread, resets included, with actions that trade at every step. What an order book's step costs is the market
/// between two decisions: with the default crowd about 77 decisions of others, 41 orders and 21 trades.
/// </summary>
internal static class EnvironmentBenchmark
{
    private const int OrderBookWarmUp = 4_000;
    private const int OrderBookSteps = 4_000;
    private const int SignalSteps = 1_000_000;

    public static IReadOnlyList<Measurement> Measure(TimeProvider timeProvider, int repeats) =>
    [
        Measure("OrderBookEnvironment, 98 others, a step every 10 s", new OrderBookEnvironment(), OrderBookWarmUp, OrderBookSteps, timeProvider, repeats),
        Measure("MarketEnvironment", new MarketEnvironment(volatility: 0.001, noiseLevel: 0.9), SignalSteps, SignalSteps, timeProvider, repeats),
    ];

    private static Measurement Measure(string name, IEnvironment environment, int warmUp, int steps, TimeProvider timeProvider, int repeats)
    {
        var player = new Player(environment);
        player.Play(warmUp);
        List<double> rates = [], processorRates = [];
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            TimeSpan processor = Environment.CpuUsage.TotalTime;
            long began = timeProvider.GetTimestamp();
            player.Play(steps);
            rates.Add(steps / timeProvider.GetElapsedTime(began).TotalSeconds);
            processorRates.Add(steps / (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
        }

        double perProcessorSecond = Measurement.Of(string.Empty, string.Empty, string.Empty, processorRates).Median;
        return Measurement.Of(
            "environments", name, "steps/s", rates, string.Create(CultureInfo.InvariantCulture, $"{perProcessorSecond:N0} per processor second"));
    }

    /// <summary>Steps through episodes of ascending seeds, from one target position to the next.</summary>
    private sealed class Player(IEnvironment environment)
    {
        private readonly float[] _observation = new float[environment.ObservationSpace.Size];
        private readonly float[] _action = new float[environment.ActionSpace.Size];
        private ulong _seed;
        private bool _isUnderWay;

        public void Play(int steps)
        {
            for (int step = 0; step < steps; step++)
            {
                if (!_isUnderWay)
                {
                    environment.Reset(_seed++, _observation);
                }

                _action[0] = ((step % 21) - 10) / 10f;
                StepResult result = environment.Step(_action, _observation);
                _isUnderWay = !result.Terminated && !result.Truncated;
            }
        }
    }
}
