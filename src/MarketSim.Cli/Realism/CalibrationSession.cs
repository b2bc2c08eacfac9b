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
internal sealed class CalibrationSession(CommandConsole console, TimeProvider timeProvider, Scenario scenario, IReadOnlyList<ulong> seeds, int jobs, ClusterTarget target)
{
    private const string LedgerName = "evaluations.csv";
    private const string TableName = "calibration.csv";
    private const string PageName = "calibration.html";
    private const string ScenarioName = "calibrated.yaml";
    private const string NameFile = "cluster-name.txt";
    private const int EvaluationsPerParameter = 30;

    /// <summary>Writes the scenario's own moments as targets.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public Task<int> WriteTargetsAsync(string path) => File.Exists(path)
        ? throw new WrongUseException($"--write-targets: {path} is there already, and nothing is overwritten; choose another file.")
        : WithSourceAsync(NewName(), Path.GetTempPath(), (source, cancellation) => WriteTargetsAsync(path, source, cancellation));

    private async Task<int> WriteTargetsAsync(string path, IMomentSource source, CancellationToken cancellation)
    {
        IReadOnlyList<MomentTarget> targets = await MomentTargets.OfAsync(scenario, seeds, source, cancellation).ConfigureAwait(false);
        MomentTargets.Write(path, targets);
        string[] untold = [.. SimulatedMoments.Names.Except(targets.Select(static moment => moment.Name), StringComparer.Ordinal)];
        if (untold.Length > 0)
        {
            Say($"sessions of this length do not tell, and are left out: {string.Join(", ", untold)}");
        }

        console.Output.WriteLine(Path.GetFullPath(path));
        return ExitCode.Success;
    }

    /// <summary>Moves the parameters until the targets are reached.</summary>
    /// <param name="targetsPath">File of the targets.</param>
    /// <param name="parametersText">The parameters with their ranges, commas between them.</param>
    /// <param name="evaluations">Number of evaluations; null for the default.</param>
    /// <param name="output">Folder of the results; null for the default.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public Task<int> CalibrateAsync(string targetsPath, string parametersText, int? evaluations, string? output)
    {
        CalibrationParameter[] parameters = Parsed(() => parametersText.Split(',').Select(text => CalibrationParameter.Parse(text, scenario)).ToArray());
        if (parameters.GroupBy(static parameter => parameter.Path, StringComparer.Ordinal).FirstOrDefault(static group => group.Count() > 1) is { } twice)
        {
            throw new WrongUseException($"--parameters: {twice.Key} is given twice; name each parameter once, with one range.");
        }

        IReadOnlyList<MomentTarget> targets = Parsed(() => MomentTargets.Read(targetsPath));
        output ??= Path.Combine("runs", $"calibrate-{RunNames.Plain(scenario.Name)}");
        string folder = ResultFolder.Prepare(output, output);
        int budget = Math.Max(4 * parameters.Length, evaluations ?? (EvaluationsPerParameter * parameters.Length));
        return WithSourceAsync(
            target.IsMeant ? NameIn(folder) : string.Empty,
            folder,
            async (source, cancellation) =>
            {
                var calibration = new MomentCalibration(scenario, parameters, targets, seeds, source, Path.Combine(folder, LedgerName));
                CalibrationResult result = await calibration.RunAsync(
                    budget, (number, objective) => Say(string.Create(CultureInfo.InvariantCulture, $"{number} of {budget}: objective {objective:0.00}")), cancellation).ConfigureAwait(false);
                Write(result, folder);
                return ExitCode.Success;
            });
    }

    private async Task<int> WithSourceAsync(string name, string folder, Func<IMomentSource, CancellationToken, Task<int>> work)
    {
        using var interruption = new Interruption(Say, InterruptionMessages.OfSweep);
        try
        {
            if (!target.IsMeant)
            {
                return await work(new LocalMoments(jobs), interruption.Token).ConfigureAwait(false);
            }

            ClusterSession session = await ClusterSession.OpenAsync(console, timeProvider, target, interruption.Token).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                var source = new ClusterMoments(session.Store, timeProvider, name, folder, Say);
                int exitCode = await session.WhileNodesLiveAsync(work(source, interruption.Token)).ConfigureAwait(false);
                await source.RemoveAllAsync().ConfigureAwait(false);
                return exitCode;
            }
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            Say("stopped; the same command continues");
            return ExitCode.Interrupted;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidDataException)
        {
            throw Refusal(exception);
        }
    }

    // Names of a cluster are given once: a calibration keeps its own, so that it finds what it has submitted before.
    private string NameIn(string folder)
    {
        string path = Path.Combine(folder, NameFile);
        if (!File.Exists(path))
        {
            File.WriteAllText(path, NewName() + "\n");
        }

        return File.ReadAllText(path).Trim();
    }

    private string NewName() => string.Create(CultureInfo.InvariantCulture, $"calibrate-{timeProvider.GetUtcNow():yyyyMMdd-HHmmss}");

    private static T Parsed<T>(Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidDataException or FileNotFoundException or DirectoryNotFoundException)
        {
            throw Refusal(exception);
        }
    }

    // The user has given no parameter of a method.
    private static RunFolderException Refusal(Exception exception) => new(
        exception is ArgumentException { ParamName: { } name } ? exception.Message.Replace($" (Parameter '{name}')", string.Empty, StringComparison.Ordinal) : exception.Message, exception);

    private void Write(CalibrationResult result, string folder)
    {
        Scenario fitted = result.Parameters.Aggregate(scenario, (moved, found) => found.Parameter.Apply(moved, found.Estimate));
        File.WriteAllText(Path.Combine(folder, ScenarioName), ScenarioWriter.Write(fitted));
        File.WriteAllLines(Path.Combine(folder, TableName), result.Moments.Select(moment => string.Create(
            CultureInfo.InvariantCulture, $"{moment.Target.Name},{moment.Target.Value:R},{moment.Target.Error:R},{moment.Error:R},{moment.Fitted:R},{string.Join(',', moment.Slopes.Select(slope => slope.ToString("R", CultureInfo.InvariantCulture)))}")).Prepend($"moment,target,target_error,error,fitted,{string.Join(',', result.Parameters.Select(parameter => $"slope_{parameter.Parameter.Path}"))}"));
        string page = CalibrationPage.Write(Path.Combine(folder, PageName), result, scenario);
        Write(result);
        console.Output.WriteLine(Path.Combine(folder, ScenarioName));
        console.Output.WriteLine(page);
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
