using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Statistics;
using MarketSim.Scenarios;

namespace MarketSim.Experiments.Impact;

/// <summary>
/// Measures the impact of parent orders in the market of a scenario: each is sent into a market that is run once more without it, with the same random
/// numbers, so that the difference of the two prices is the order's doing and what the market made of it.
/// </summary>
public sealed class ImpactExperiment(Scenario scenario, ImpactOptions options)
{
    private const double MaxShareOfSession = 0.25;

    /// <summary>Times after the end at which the decay is measured, in durations of the execution.</summary>
    private static readonly double[] DecayTimes = [0.25, 0.5, 1, 2];

    /// <summary>Runs all markets; repeats exactly.</summary>
    /// <param name="report">Receives what has been measured, order by order, one call at a time; null for none.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public ImpactResult Run(Action<ImpactObservation>? report = null, CancellationToken cancellation = default)
    {
        (double dailyVolume, double dailyVolatility) = Day();
        var plans = new List<(ulong Seed, double Size, double Speed, bool RoundTrip)>();
        foreach (ulong seed in options.Seeds)
        {
            foreach (double speed in options.Speeds)
            {
                plans.AddRange(options.Sizes.Where(size => DurationOf(size, speed) <= MaxShareOfSession * SessionSeconds).Select(size => (seed, size, speed, false)));
            }

            double middle = options.Sizes[options.Sizes.Count / 2];
            plans.Add((seed, middle, options.Speeds[^1], true));
        }

        double horizon = plans.Max(plan => options.StartSeconds + (3 * DurationOf(plan.Size, plan.Speed)) + 60);
        Dictionary<ulong, IReadOnlyList<double>> without = Parallelly(options.Seeds, seed => (seed, Mids(seed, new ImpactPlan(Side.Buy, 0, options.StartSeconds, 0), horizon).Mids), cancellation)
            .ToDictionary(pair => pair.seed, pair => pair.Mids);
        var gate = new Lock();
        ImpactObservation[] observations = [.. Parallelly(plans, Observe, cancellation)];
        return ImpactResult.Of(observations, DecayTimes, dailyVolume, dailyVolatility);

        ImpactObservation Observe((ulong Seed, double Size, double Speed, bool RoundTrip) plan)
        {
            double duration = DurationOf(plan.Size, plan.Speed);
            Side side = plan.Seed % 2 == 1 ? Side.Buy : Side.Sell;
            var order = new ImpactPlan(side, plan.Size * dailyVolume * (double)scenario.Market.Instrument.LotSize, options.StartSeconds, duration, plan.RoundTrip);
            ProbedMarket market = Mids(plan.Seed, order, options.StartSeconds + (3 * duration) + 60);
            double Difference(double after) => Signed(side, market.Mids, without[plan.Seed], options.StartSeconds + duration + after) / dailyVolatility;
            var observation = new ImpactObservation(
                plan.Seed,
                plan.Speed,
                duration,
                market.ProbeLots / dailyVolume / (plan.RoundTrip ? 2 : 1),
                plan.RoundTrip ? double.NaN : Difference(1),
                plan.RoundTrip ? [] : [.. DecayTimes.Select(time => Difference(time * duration))],
                plan.RoundTrip ? market.ProbeWealth / Math.Max(1, market.ProbeLots / 2.0) / without[plan.Seed][(int)options.StartSeconds] : null);
            lock (gate)
            {
                report?.Invoke(observation);
            }

            return observation;
        }

        // At the speed asked for: its share of the volume is size / (size + others), where others trade as on the mean.
        double DurationOf(double size, double speed) => Math.Max(60, size * (1 - speed) / speed * SessionSeconds);
    }

    private double SessionSeconds => scenario.Market.Session.Length / (double)SimulatedTime.NanosecondsPerSecond;

    /// <summary>Lots a day and standard deviation of the day's logarithmic return, from minutes of whole sessions of the first seeds.</summary>
    private (double Volume, double Volatility) Day()
    {
        double volume = 0, squares = 0;
        ulong[] seeds = [.. options.Seeds.Take(2)];
        foreach (ulong seed in seeds)
        {
            var market = new ProbedMarket(scenario with { Seed = seed }, plan: null);
            market.RunTo(SessionSeconds);
            volume += market.VolumeLots;
            for (int second = 60; second < market.Mids.Count; second += 60)
            {
                double change = Elementary.Log(market.Mids[second] / market.Mids[second - 60]);
                squares += change * change;
            }
        }

        return (volume / seeds.Length, Math.Sqrt(squares / seeds.Length));
    }

    private ProbedMarket Mids(ulong seed, ImpactPlan plan, double seconds)
    {
        var market = new ProbedMarket(scenario with { Seed = seed }, plan);
        market.RunTo(seconds);
        return market;
    }

    private static double Signed(Side side, IReadOnlyList<double> with, IReadOnlyList<double> without, double second)
    {
        int index = (int)Math.Ceiling(second);
        double change = Elementary.Log(with[Math.Min(index, with.Count - 1)] / without[Math.Min(index, without.Count - 1)]);
        return side == Side.Buy ? change : -change;
    }

    private TResult[] Parallelly<T, TResult>(IReadOnlyList<T> items, Func<T, TResult> run, CancellationToken cancellation)
    {
        var results = new TResult[items.Count];
        Parallel.For(
            0, items.Count, new ParallelOptions { MaxDegreeOfParallelism = options.Jobs, CancellationToken = cancellation }, index => results[index] = run(items[index]));
        return results;
    }
}
