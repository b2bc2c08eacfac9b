using System.Globalization;
using MarketSim.Agents.PolicyTrading.Engines;
using MarketSim.Learning.Gradients;

namespace MarketSim.Benchmarks.Learning;

/// <summary>
/// Both gradient engines side by side, each on one thread: a gradient step of networks of growing width, and the width from which torch is the faster
/// one. The repeats of the two alternate, so that what else the machine does at the time meets both.
/// </summary>
internal static class EngineBenchmark
{
    private const int Rows = 256;
    private const int SequenceSteps = 32;
    private const int Sequences = 64;
    private const string Name = "networks";
    private static readonly int[] Widths = [64, 128, 256, 384, 512, 768, 1_024];
    private static readonly int[] LstmUnits = [64, 128, 256, 512];

    public static IReadOnlyList<Measurement> Measure(TimeProvider timeProvider, int repeats)
    {
        if (EngineChoice.Torch.Refusal is { } refusal)
        {
            return [Measurement.Of(Name, "engine torch", "times measured", [0], refusal)];
        }

        IGradientEngine managed = EngineChoice.Managed.Create();
        IGradientEngine torch = EngineChoice.Torch.Create();
        return
        [
            .. Compare(
                $"MLP 32-w-w-8, batch {Rows}", Widths, EngineCrossover.DenseUnits, timeProvider, repeats,
                width => (EngineWorkload.Dense(managed, width, Rows), EngineWorkload.Dense(torch, width, Rows))),
            .. Compare(
                $"LSTM 32->w, {SequenceSteps} steps, batch {Sequences}", LstmUnits, EngineCrossover.LstmUnits, timeProvider, repeats,
                units => (EngineWorkload.Lstm(managed, units, SequenceSteps, Sequences), EngineWorkload.Lstm(torch, units, SequenceSteps, Sequences))),
        ];
    }

    private static IEnumerable<Measurement> Compare(
        string network, int[] widths, int assumed, TimeProvider timeProvider, int repeats, Func<int, (EngineWorkload Managed, EngineWorkload Torch)> create)
    {
        int? crossover = null;
        foreach (int width in widths)
        {
            (EngineWorkload managed, EngineWorkload torch) = create(width);
            var managedMicros = new List<double>();
            var torchMicros = new List<double>();
            for (int repeat = 0; repeat < repeats; repeat++)
            {
                managedMicros.Add(QuickestStretch.Micros(managed.Train, timeProvider));
                torchMicros.Add(QuickestStretch.Micros(torch.Train, timeProvider));
            }

            Measurement torchTime = Measurement.Of(Name, string.Empty, string.Empty, torchMicros);
            Measurement managedTime = Measurement.Of(
                Name,
                string.Create(CultureInfo.InvariantCulture, $"{network}, w = {width}, forward + backward + Adam, engine managed"),
                "µs",
                managedMicros);
            double ratio = managedTime.Median / torchTime.Median;

            // The width from which torch stays ahead.
            crossover = ratio <= 1 ? null : crossover ?? width;
            yield return managedTime with
            {
                Beside = string.Create(
                    CultureInfo.InvariantCulture, $"engine torch: {torchTime.Median:N0} ({torchTime.Lowest:N0} to {torchTime.Highest:N0}); managed takes {ratio:0.00} times as long"),
            };
        }

        string unit = crossover is null ? "units, the widest measured, and managed is still the faster one" : "units, and torch is the faster one from there on";
        yield return Measurement.Of(
            Name,
            $"{network}, crossover of the engines",
            unit,
            [crossover ?? widths[^1]],
            string.Create(CultureInfo.InvariantCulture, $"a run notes a learner on the slower engine by a crossover at {assumed}"));
    }
}
