using System.Globalization;
using MarketSim.Cli.Results;
using MarketSim.Cli.Sessions;
using MarketSim.Cli.Terminal;
using MarketSim.Cluster.Clients;
using MarketSim.Reporting.Calibration;
using MarketSim.Results;
using MarketSim.Scenarios;

namespace MarketSim.Cli.Realism;

/// <summary>Calibrates a scenario, or writes its own moments.</summary>
internal sealed class CalibrationSession(CommandConsole console, Scenario scenario, IReadOnlyList<ulong> seeds, int jobs)
{
    private const string LedgerName = "evaluations.csv";
    private const string TableName = "calibration.csv";
    private const string PageName = "calibration.html";
    private const string ScenarioName = "calibrated.yaml";
    private const int EvaluationsPerParameter = 30;

    /// <returns>An <see cref="ExitCode"/>.</returns>
    public int Run(string? write, string? targetsPath, string? parametersText, int? evaluations, string? output)
    {
        using var interruption = new Interruption(Say, InterruptionMessages.OfSweep);
        try
        {
            if (write is not null)
            {
                MomentTargets.Write(write, MomentTargets.Of(scenario, seeds, jobs, interruption.Token));
                console.Output.WriteLine(Path.GetFullPath(write));
                return ExitCode.Success;
            }

            return Calibrate(targetsPath!, parametersText!, evaluations, output, interruption.Token);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            Say("stopped; the same command continues");
            return ExitCode.Interrupted;
        }
        catch (ArgumentException exception)
        {
            throw new RunFolderException(exception.Message, exception);
        }
    }

    private int Calibrate(string targetsPath, string parametersText, int? evaluations, string? output, CancellationToken cancellation)
    {
        CalibrationParameter[] parameters = [.. parametersText.Split(',').Select(text => CalibrationParameter.Parse(text, scenario))];
        IReadOnlyList<MomentTarget> targets = MomentTargets.Read(targetsPath);
        output ??= Path.Combine("runs", $"calibrate-{RunNames.Plain(scenario.Name)}");
        string folder = ResultFolder.Prepare(output, output);
        var calibration = new MomentCalibration(scenario, parameters, targets, seeds, jobs, Path.Combine(folder, LedgerName));
        int budget = Math.Max(4 * parameters.Length, evaluations ?? (EvaluationsPerParameter * parameters.Length));
        CalibrationResult result = calibration.Run(
            budget, (number, objective) => Say(string.Create(CultureInfo.InvariantCulture, $"{number} of {budget}: objective {objective:0.00}")), cancellation);
        Scenario fitted = result.Parameters.Aggregate(scenario, (moved, found) => found.Parameter.Apply(moved, found.Estimate));
        File.WriteAllText(Path.Combine(folder, ScenarioName), ScenarioWriter.Write(fitted));
        File.WriteAllLines(Path.Combine(folder, TableName), result.Moments.Select(moment => string.Create(
            CultureInfo.InvariantCulture, $"{moment.Target.Name},{moment.Target.Value:R},{moment.Target.Error:R},{moment.Error:R},{moment.Fitted:R},{string.Join(',', moment.Slopes.Select(slope => slope.ToString("R", CultureInfo.InvariantCulture)))}")).Prepend($"moment,target,target_error,error,fitted,{string.Join(',', parameters.Select(parameter => $"slope_{parameter.Path}"))}"));
        string page = CalibrationPage.Write(Path.Combine(folder, PageName), result, scenario);
        Write(result);
        console.Output.WriteLine(Path.Combine(folder, ScenarioName));
        console.Output.WriteLine(page);
        return ExitCode.Success;
    }

    private void Write(CalibrationResult result)
    {
        var found = new TextTable("parameter", "estimate", "standard error", "identified");
        foreach (CalibratedParameter parameter in result.Parameters)
        {
            string error = double.IsFinite(parameter.Error) ? parameter.Parameter.Format(parameter.Error, scenario) : "unknown";
            found.Add(parameter.Parameter.Path, parameter.Text, error, parameter.IsIdentified ? "yes" : "no: the targets do not tell, or it is at the end of its range");
        }

        found.Write(console, "No parameters.");
        var fit = new TextTable(["moment", "target", "fitted", "distance in errors", .. result.Parameters.Select(parameter => $"slope by {parameter.Parameter.Path}")]);
        foreach (FittedMoment moment in result.Moments)
        {
            fit.Add([moment.Target.Name, Number(moment.Target.Value), Number(moment.Fitted), Number(moment.Distance), .. moment.Slopes.Select(Number)]);
        }

        fit.LeaveOut(TableName, Enumerable.Range(4, result.Parameters.Count).Reverse().ToArray());
        fit.Write(console, "No moments.");
        console.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"objective {result.Objective:0.00} with {result.DegreesOfFreedom} degrees of freedom after {result.Evaluations.Count} evaluations: {(result.Fits ? "as near as errors allow" : "the moments are not reached")}"));
        foreach (string sentence in CalibrationPage.NotIdentified(result))
        {
            console.Output.WriteLine($"not identified: {sentence}");
        }
    }

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private void Say(string message) => console.Error.WriteLine($"marketsim: {message}");
}
