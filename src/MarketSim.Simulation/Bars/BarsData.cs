using MarketSim.Agents.Parameters;
using MarketSim.Environments.Bars;
using MarketSim.Market.Data;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Simulation.Bars;

/// <summary>Where bars come from: one of the two is given.</summary>
/// <param name="File">As <see cref="BarFile"/> reads it; null for generated bars.</param>
/// <param name="Generated">Values of <see cref="GeneratedParameters"/>; null for a file.</param>
public sealed record BarsData(ScenarioFile? File, ParameterSet? Generated)
{
    private const double NanosecondsPerTimeSpanTick = 100;

    /// <summary>What can be set for generated bars.</summary>
    public static IReadOnlyList<ParameterDefinition> GeneratedParameters { get; } =
    [
        new("count", ParameterUnit.Count, 2_000, 20, 10_000_000, "Number of bars."),
        new("initialPrice", ParameterUnit.Price, 100, 1e-6, 1e12, "Price at the start."),
        new("volatility", ParameterUnit.Fraction, 0.01, 1e-9, 1, "Standard deviation of the logarithm's change over a bar."),
        new("drift", ParameterUnit.Number, 0, -10, 10, "Mean of the logarithm's change over a bar, in standard deviations."),
        new("persistence", ParameterUnit.Number, 0, -0.999, 0.999, "Correlation of the changes of one bar and the next: what makes them predictable."),
        new("barLength", ParameterUnit.Duration, 86_400e9, 1e9, 3_650 * 86_400e9, "Time from one bar to the next."),
    ];

    /// <summary>In order of time.</summary>
    /// <param name="seed">Of generated bars.</param>
    /// <exception cref="ScenarioException">The file is gone, or is not the one that the scenario was read with.</exception>
    /// <exception cref="InvalidDataException">The file holds no bars; the message names line and rule.</exception>
    public IReadOnlyList<Bar> Read(ulong seed)
    {
        if (File is { } file)
        {
            using var reader = new StreamReader(new MemoryStream(file.ReadAllBytes()));
            return BarFile.Read(reader, file.Path);
        }

        ParameterSet parameters = Generated ?? throw new InvalidOperationException("Neither a file nor generated bars are given.");
        return GeneratedBars.Generate(
            new GeneratedBarSettings
            {
                Count = parameters.Count("count"),
                InitialPrice = parameters["initialPrice"],
                VolatilityPerBar = parameters["volatility"],
                DriftInDeviations = parameters["drift"],
                Persistence = parameters["persistence"],
                Length = TimeSpan.FromTicks((long)(parameters["barLength"] / NanosecondsPerTimeSpanTick)),
            },
            seed);
    }
}
