using MarketSim.Agents.Parameters;
using MarketSim.Environments.Bars;
using MarketSim.Market.Data;
using MarketSim.Market.Data.Bars;

namespace MarketSim.Scenarios.Bars;

/// <summary>The source of the bars: one of the two is given.</summary>
/// <param name="File">As <see cref="BarFile"/> reads it, with its layout; null for generated bars.</param>
/// <param name="Generated">Values of <see cref="GeneratedParameters"/>; null for a file.</param>
public sealed record BarsData(ScenarioFile? File, ParameterSet? Generated)
{
    private const double NanosecondsPerTimeSpanTick = 100;

    // A large file is not read again while its scenario is used; nothing else depends on it.
    private (ScenarioFile File, BarReading Reading)? _known;

    /// <summary>The parameters of generated bars.</summary>
    public static IReadOnlyList<ParameterDefinition> GeneratedParameters { get; } =
    [
        new("count", ParameterUnit.Count, 2_000, 20, 10_000_000, "Number of bars."),
        new("initialPrice", ParameterUnit.Price, 100, 1e-6, 1e12, "Price at the start."),
        new("volatility", ParameterUnit.Fraction, 0.01, 1e-9, 1, "Standard deviation of the logarithm's change over a bar."),
        new("drift", ParameterUnit.Number, 0, -10, 10, "Mean of the logarithm's change over a bar, in standard deviations."),
        new("persistence", ParameterUnit.Number, 0, -0.999, 0.999, "Correlation of the changes of one bar and the next: what makes them predictable."),
        new("barLength", ParameterUnit.Duration, 86_400e9, 1e9, 3_650 * 86_400e9, "Time from one bar to the next."),
    ];

    /// <summary>The bars, and what there is to say of them.</summary>
    /// <param name="seed">Of generated bars.</param>
    /// <exception cref="ScenarioException">The file is gone, or is not the one that the scenario was read with.</exception>
    /// <exception cref="InvalidDataException">The file holds no bars; the message names line and rule.</exception>
    public BarReading Read(ulong seed)
    {
        if (File is { } file)
        {
            if (_known is { } known && known.File == file)
            {
                file.RequireUnchanged();
                return known.Reading;
            }

            BarReading reading = BarFileReadings.Read(file);
            _known = (file, reading);
            return reading;
        }

        ParameterSet parameters = Generated ?? throw new InvalidOperationException("Neither a file nor generated bars are given.");
        BarSeries bars = GeneratedBars.Generate(
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
        return new BarReading(bars, BarCalendar.Of(bars.Span), HasVolume: true, BarReading.Describe(bars), []);
    }

    /// <inheritdoc/>
    public bool Equals(BarsData? other) => other is not null && File == other.File && Equals(Generated, other.Generated);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(File?.Sha256 ?? string.Empty);
}
