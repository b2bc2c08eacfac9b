using System.Globalization;
using MarketSim.Cli.Terminal;

namespace MarketSim.Benchmarks;

/// <summary>Shows what benchmarks measured, a block of lines each, so that it reads at any width.</summary>
internal static class MeasurementsView
{
    public static void Write(CommandConsole console, IEnumerable<Measurement> measurements)
    {
        foreach (Measurement measurement in measurements)
        {
            string spread = measurement.Repeats > 1
                ? $" ({Number(measurement.Lowest)} to {Number(measurement.Highest)} in {measurement.Repeats} repeats)"
                : string.Empty;
            console.Output.WriteLine($"{measurement.Benchmark}: {measurement.Name}");
            console.Output.WriteLine($"  {Number(measurement.Median)} {measurement.Unit}{spread}");
            if (measurement.Beside.Length > 0)
            {
                console.Output.WriteLine($"  beside: {measurement.Beside}");
            }
        }
    }

    private static string Number(double value) => value.ToString(value >= 100 ? "N0" : "0.###", CultureInfo.InvariantCulture);
}
