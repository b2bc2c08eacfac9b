using System.Globalization;

namespace MarketSim.Experiments.Impact;

/// <summary>The observations of an <see cref="ImpactExperiment"/> as comma-separated rows, one per parent order.</summary>
public static class ImpactTable
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "impact.csv";

    private const string Head = "seed,speed,duration_seconds,size,impact,left_after_quarter,left_after_half,left_after_one,left_after_two,round_trip_profit";
    private const int DecayColumns = 4;

    /// <summary>Writes the table; an earlier one is replaced.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="result">Of an experiment with the usual four times of decay.</param>
    /// <returns>Path of the file.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static string Write(string folder, ImpactResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        string path = Path.Combine(folder, FileName);
        File.WriteAllLines(path, result.Observations.Select(Row).Prepend(Head));
        return path;
    }

    // A round trip has a profit in place of an impact.
    private static string Row(ImpactObservation observation)
    {
        IEnumerable<string> later = observation.Later.Count > 0 ? observation.Later.Select(Number) : Enumerable.Repeat(string.Empty, DecayColumns);
        string impact = double.IsNaN(observation.Impact) ? string.Empty : Number(observation.Impact);
        string profit = observation.RoundTripProfit is { } earned ? Number(earned) : string.Empty;
        return string.Join(',', [observation.Seed.ToString(CultureInfo.InvariantCulture), Number(observation.Speed), Number(observation.DurationSeconds), Number(observation.Size), impact, .. later, profit]);
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
