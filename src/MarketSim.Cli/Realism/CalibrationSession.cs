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
        string path = ResultFolder.Prepare(output, output);
        var folder = new CalibrationFolder(path);
        int budget = Math.Max(4 * parameters.Length, evaluations ?? (EvaluationsPerParameter * parameters.Length));
        return WithSourceAsync(
            target.IsMeant ? folder.ClusterName(NewName()) : string.Empty,
            path,
            async (source, cancellation) =>
            {
                var calibration = new MomentCalibration(scenario, parameters, targets, seeds, source, folder.LedgerPath);
                CalibrationResult result = await calibration.RunAsync(
                    budget, (number, objective) => Say(string.Create(CultureInfo.InvariantCulture, $"{number} of {budget}: objective {objective:0.00}")), cancellation).ConfigureAwait(false);
                string page = folder.Write(result, scenario);
                Show(result);
                console.Output.WriteLine(folder.ScenarioPath);
                console.Output.WriteLine(page);
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
    private static WrongUseException Refusal(Exception exception) => new(
        exception is ArgumentException { ParamName: { } name } ? exception.Message.Replace($" (Parameter '{name}')", string.Empty, StringComparison.Ordinal) : exception.Message, exception);

    private void Show(CalibrationResult result)
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

        fit.LeaveOut(CalibrationFolder.TableFile, Enumerable.Range(4, result.Parameters.Count).Reverse().ToArray());
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
