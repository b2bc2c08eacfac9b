using System.Globalization;
using MarketSim.Numerics.Tables;
using MarketSim.Scenarios;

namespace MarketSim.Reporting.Calibration;

/// <summary>The folder of a calibration: its evaluations while it goes on, then the fitted scenario, a table of the moments and the page.</summary>
/// <param name="path">Of the folder, which exists.</param>
public sealed class CalibrationFolder(string path)
{
    /// <summary>A row per moment: target, fit and slopes.</summary>
    public const string TableFile = "calibration.csv";

    private const string ClusterNameFile = "cluster-name.txt";

    /// <summary>The file of evaluations (<see cref="MomentCalibration"/>).</summary>
    public string LedgerPath => Path.Combine(path, "evaluations.csv");

    /// <summary>The scenario with the parameters that were found.</summary>
    public string ScenarioPath => Path.Combine(path, "calibrated.yaml");

    /// <summary>The name under which a cluster knows the calibration. It is kept, so that a later call finds what an earlier one has submitted.</summary>
    /// <param name="newName">Taken where there is none yet.</param>
    public string ClusterName(string newName)
    {
        string file = Path.Combine(path, ClusterNameFile);
        if (!File.Exists(file))
        {
            File.WriteAllText(file, newName + "\n");
        }

        return File.ReadAllText(file).Trim();
    }

    /// <summary>Writes scenario, table and page; earlier ones are replaced.</summary>
    /// <param name="result">Of the calibration.</param>
    /// <param name="scenario">The one that was calibrated.</param>
    /// <returns>Full path of the page.</returns>
    public string Write(CalibrationResult result, Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(result);
        Scenario fitted = result.Parameters.Aggregate(scenario, (moved, found) => found.Parameter.Apply(moved, found.Estimate));
        File.WriteAllText(ScenarioPath, ScenarioWriter.Write(fitted));
        File.WriteAllLines(Path.Combine(path, TableFile), Rows(result).Select(static row => string.Join(',', row)));
        return CalibrationPage.Write(Path.Combine(path, "calibration.html"), result, scenario);
    }

    private static IEnumerable<IEnumerable<string>> Rows(CalibrationResult result) => result.Moments
        .Select(static moment => new[] { moment.Target.Value, moment.Target.Error, moment.Error, moment.Fitted }.Concat(moment.Slopes)
            .Select(static value => value.ToString("R", CultureInfo.InvariantCulture)).Prepend(CsvField.Of(moment.Target.Name)))
        .Prepend(["moment", "target", "target_error", "error", "fitted", .. result.Parameters.Select(static found => CsvField.Of($"slope_{found.Parameter.Path}"))]);
}
