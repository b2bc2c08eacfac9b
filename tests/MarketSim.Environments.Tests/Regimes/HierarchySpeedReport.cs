using System.Diagnostics;
using System.Globalization;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Hierarchical;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Training;
using MarketSim.TestKit;
using Xunit.Abstractions;

namespace MarketSim.Environments.Tests.Regimes;

/// <summary>Environment steps a second of hierarchies beside flat PPO with as many parameters, in turn; a report, no assertion of times.</summary>
public sealed class HierarchySpeedReport(ITestOutputHelper output)
{
    private const int Steps = 40_960;

    [LongFact(nameof(HierarchySpeedReport))]
    public void Hierarchies_beside_flat_learning()
    {
        (string Name, Func<ulong, LearningAlgorithm> Create)[] policies =
        [
            ("flat PPO", seed => new Ppo(Vector(), new Learning.Algorithms.PpoOptions { StepsPerRollout = 256, BatchSize = 256, HiddenSizes = [64, 64] }, seed)),
            ("hierarchy, options of 32 steps", seed => Hierarchy(new HierarchicalSettings { OptionLength = 32 }, seed)),
            ("hierarchy, options of 8 steps", seed => Hierarchy(new HierarchicalSettings { OptionLength = 8 }, seed)),
            ("hierarchy, picked durations", seed => Hierarchy(new HierarchicalSettings { Termination = OptionTermination.Duration }, seed)),
            ("hierarchy, termination head", seed => Hierarchy(new HierarchicalSettings { Termination = OptionTermination.Head, OptionLength = 128 }, seed)),
        ];
        var rates = policies.ToDictionary(policy => policy.Name, _ => new List<double>(), StringComparer.Ordinal);
        for (ulong repeat = 0; repeat < 6; repeat++)
        {
            foreach ((string name, Func<ulong, LearningAlgorithm> create) in policies)
            {
                LearningAlgorithm model = create(repeat);
                long began = Stopwatch.GetTimestamp();
                model.Learn(Steps);
                double rate = model.Steps / Stopwatch.GetElapsedTime(began).TotalSeconds;

                // The first one warms up.
                if (repeat > 0)
                {
                    rates[name].Add(rate);
                }
            }
        }

        double flat = Median(rates[policies[0].Name]);
        foreach ((string name, Func<ulong, LearningAlgorithm> create) in policies)
        {
            int parameters = ((INamedWeights)create(0).Policy).Layout.TrainableSize;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {Median(rates[name]):F0} steps/s, {Median(rates[name]) / flat:P0} of flat PPO, {parameters} parameters"));
        }

        Assert.All(rates.Values, measured => Assert.All(measured, rate => Assert.True(rate > 0)));
    }

    private static HierarchicalRL Hierarchy(HierarchicalSettings settings, ulong seed) => new(
        Vector(),
        settings with
        {
            OptionParameters = new Dictionary<string, object>(StringComparer.Ordinal) { ["stepsPerRollout"] = 256, ["batchSize"] = 256, ["hiddenSizes"] = new[] { 31, 31 } },
            MetaParameters = new Dictionary<string, object>(StringComparer.Ordinal) { ["batchSize"] = 64, ["hiddenSizes"] = new[] { 31, 31 } },
        },
        seed);

    private static VectorEnvironment Vector() => new(8, _ => new RegimeMarketEnvironment());

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
