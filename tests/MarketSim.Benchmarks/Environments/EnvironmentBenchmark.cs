using System.Globalization;
using MarketSim.Environments.OrderBooks;
using MarketSim.Environments.Signals;
using MarketSim.Learning.Environments;
using MarketSim.Market.Venues;

namespace MarketSim.Benchmarks.Environments;

/// <summary>
/// Steps of trading environments on one thread, resets included, with actions that trade at every step. What an order book's step costs is the market
/// between two decisions, so the number of messages that reach the book in a step is stated with the rate.
/// </summary>
internal static class EnvironmentBenchmark
{
    private const int OrderBookWarmUp = 4_000;
    private const int OrderBookSteps = 4_000;
    private const int SignalSteps = 1_000_000;

    private const string Benchmark = "environments";

    public static IReadOnlyList<Measurement> Measure(TimeProvider timeProvider, int repeats) =>
    [
        OrderBook(Benchmark, timeProvider, repeats),
        Measure(Benchmark, "MarketEnvironment", new Player(new MarketEnvironment(volatility: 0.001, noiseLevel: 0.9), null), SignalSteps, SignalSteps, timeProvider, repeats),
    ];

    /// <param name="benchmark">That it is a figure of.</param>
    public static Measurement OrderBook(string benchmark, TimeProvider timeProvider, int repeats)
    {
        var environment = new OrderBookEnvironment();
        return Measure(
            benchmark, "OrderBookEnvironment, 98 others, ticks of 1 s, a step every 10 s", new Player(environment, () => MessagesOf(environment)), OrderBookWarmUp, OrderBookSteps, timeProvider, repeats);
    }

    // New orders, cancellations and amendments that arrived at the venue in this episode.
    private static long MessagesOf(OrderBookEnvironment environment)
    {
        VenueCounters counters = environment.Market!.Venue.Counters;
        return counters.Orders + counters.Cancels + counters.Amendments;
    }

    private static Measurement Measure(
        string benchmark, string name, Player player, int warmUp, int steps, TimeProvider timeProvider, int repeats)
    {
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
        string perStep = !player.CountsMessages ? string.Empty : string.Create(CultureInfo.InvariantCulture, $", {player.MessagesPerStep:0.0} messages per step");
        return Measurement.Of(
            benchmark, name, "steps/s", rates, string.Create(CultureInfo.InvariantCulture, $"{perProcessorSecond:N0} per processor second{perStep}"));
    }

    /// <summary>Steps through episodes of ascending seeds, from one target position to the next.</summary>
    /// <param name="messages">Messages to the book since the episode began; null for an environment without a book.</param>
    private sealed class Player(IEnvironment environment, Func<long>? messages)
    {
        private readonly float[] _observation = new float[environment.ObservationSpace.Size];
        private readonly float[] _action = new float[environment.ActionSpace.Size];
        private ulong _seed;
        private bool _isUnderWay;
        private long _steps;
        private long _messages;

        public bool CountsMessages => messages is not null;

        public double MessagesPerStep => (double)_messages / _steps;

        public void Play(int steps)
        {
            for (int step = 0; step < steps; step++)
            {
                if (!_isUnderWay)
                {
                    environment.Reset(_seed++, _observation);
                }

                _action[0] = ((step % 21) - 10) / 10f;
                long before = messages?.Invoke() ?? 0;
                StepResult result = environment.Step(_action, _observation);
                _isUnderWay = !result.Terminated && !result.Truncated;
                _messages += (messages?.Invoke() ?? 0) - before;
                _steps++;
            }
        }
    }
}
