using System.Globalization;
using MarketSim.Reporting.Figures;
using MarketSim.Reporting.Html;
using MarketSim.Reporting.Page;
using MarketSim.Scenarios;

namespace MarketSim.Reporting.Calibration;

/// <summary>The page of a calibration: fit, sensitivity, and what the targets do not tell.</summary>
public static class CalibrationPage
{
    /// <summary>Two estimates that err together more than this are told as one combination only.</summary>
    private const double TellsOnlyTogether = 0.9;

    /// <summary>Writes the page whole or not at all; an earlier one is replaced.</summary>
    /// <param name="path">Of the page, e.g. <c>calibration.html</c>.</param>
    /// <returns>Full path of the page.</returns>
    public static string Write(string path, CalibrationResult result, Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(scenario);
        return FigurePage.Write(
            path,
            $"Calibration of {scenario.Name}",
            string.Create(CultureInfo.InvariantCulture, $"{result.Evaluations.Count} evaluations; objective {result.Objective:0.0} with {result.DegreesOfFreedom} degrees of freedom: {(result.Fits ? "the moments are reached as well as their errors allow" : "the scenario does not reach the moments within their errors")}."),
            [Parameters(result, scenario), Fit(result), Sensitivity(result), .. result.Parameters.Index().Select(parameter => Places(result, parameter.Index, parameter.Item))]);
    }

    /// <summary>The parameters that the targets do not identify, one sentence each; empty when all are identified.</summary>
    public static IReadOnlyList<string> NotIdentified(CalibrationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return
        [
            .. result.Parameters.Where(found => !found.IsIdentified).Select(found => double.IsFinite(found.Error)
                ? $"{found.Parameter.Path}: the targets tell it no better than to a quarter of its range, or it is at the end of the range."
                : $"{found.Parameter.Path}: the targets do not tell it, alone or beside the others."),
            .. result.Correlations.Where(pair => Math.Abs(pair.Correlation) > TellsOnlyTogether).Select(pair => string.Create(
                CultureInfo.InvariantCulture, $"{pair.First} and {pair.Second}: their errors correlate by {pair.Correlation:0.00}; the targets tell a combination of the two.")),
        ];
    }

    private static ReportSection Parameters(CalibrationResult result, Scenario scenario)
    {
        var table = new HtmlTable(HtmlColumn.Text("Parameter"), HtmlColumn.Text("Range tried"), HtmlColumn.Text("Estimate"), HtmlColumn.Text("Standard error"), HtmlColumn.Text("Identified"));
        foreach (CalibratedParameter found in result.Parameters)
        {
            CalibrationParameter parameter = found.Parameter;
            table.Add(
                parameter.Path,
                $"{parameter.Format(parameter.Low, scenario)} to {parameter.Format(parameter.High, scenario)}",
                found.Text,
                double.IsFinite(found.Error) ? parameter.Format(found.Error, scenario) : "unknown",
                found.IsIdentified ? "yes" : "no");
        }

        IReadOnlyList<string> unidentified = NotIdentified(result);
        double[] shares = [.. result.Parameters.Select(found => found.Error / (found.Parameter.IsLogarithmic ? found.Parameter.Spread(0.5, 1) * found.Estimate / found.Parameter.At(0.5) : found.Parameter.High - found.Parameter.Low))];
        return new ReportSection(
            "parameters",
            "Parameters",
            $"Standard error of each estimate as a share of its range; from a quarter on it is not identified. {(unidentified.Count == 0 ? "All are identified." : $"Not identified: {string.Join(' ', unidentified)}")}",
            table,
            Lack: null)
        {
            Figure = Named("Parameter", "Error / range", result.Parameters.Select(found => found.Parameter.Path), [("error", shares)]),
            ShowsTable = true,
        };
    }

    private static ReportSection Fit(CalibrationResult result)
    {
        var table = new HtmlTable(HtmlColumn.Text("Moment"), HtmlColumn.Number("Target"), HtmlColumn.Number("Its error"), HtmlColumn.Number("Fitted"), HtmlColumn.Number("Error of both"), HtmlColumn.Number("Distance in errors"));
        foreach (FittedMoment moment in result.Moments)
        {
            table.Add(moment.Target.Name, Numbers.Significant(moment.Target.Value), Numbers.Significant(moment.Target.Error), Numbers.Significant(moment.Fitted), Numbers.Significant(moment.Error), Numbers.Significant(moment.Distance));
        }

        return new ReportSection("fit", "Fit", "Distance of each moment from its target, in standard errors of target and simulation together: beyond 2, the scenario does not show it.", table, Lack: null)
        {
            Figure = Named("Moment", "Distance in errors", result.Moments.Select(moment => moment.Target.Name), [("distance", [.. result.Moments.Select(moment => moment.Distance)])]),
            ShowsTable = true,
        };
    }

    private static ReportSection Sensitivity(CalibrationResult result)
    {
        var table = new HtmlTable([HtmlColumn.Text("Moment"), .. result.Parameters.Select(found => HtmlColumn.Number(found.Parameter.Path))]);
        foreach (FittedMoment moment in result.Moments)
        {
            table.Add([moment.Target.Name, .. moment.Slopes.Select(slope => (HtmlCell)Numbers.Significant(slope))]);
        }

        return new ReportSection("sensitivity", "Sensitivity", "Change of each moment over the whole range of a parameter, by its slope at the estimate, in errors: a parameter without a long column is told by no moment.", table, Lack: null)
        {
            Figure = Named(
                "Moment",
                "Change in errors",
                result.Moments.Select(moment => moment.Target.Name),
                [.. result.Parameters.Select((found, index) => (found.Parameter.Path, result.Moments.Select(moment => moment.Slopes[index]).ToArray()))]),
            ShowsTable = true,
        };
    }

    private static ReportSection Places(CalibrationResult result, int index, CalibratedParameter found)
    {
        CalibrationEvaluation[] sorted = [.. result.Evaluations.OrderBy(evaluation => evaluation.Values[index])];
        double[] objectives =
        [
            .. sorted.Select(evaluation => result.Moments.Select((moment, i) => (evaluation.Moments[i] - moment.Target.Value) / moment.Error).Where(double.IsFinite).Sum(distance => distance * distance)),
        ];
        return ReportSection.Of(
            $"places-{index}",
            $"Evaluations by {found.Parameter.Path}",
            $"Objective of each evaluation; the other parameters differ, too. The estimate is {found.Text}.",
            new Figure(found.Parameter.Path, "Objective", [new FigureLine("evaluations", [.. sorted.Select(evaluation => evaluation.Values[index])], objectives, 0) { Style = FigureStyle.Points }]));
    }

    // Bars of each series over places that have names.
    private static Figure Named(string axis, string valueAxis, IEnumerable<string> names, IEnumerable<(string Name, double[] Values)> series) => new(
        axis,
        valueAxis,
        [.. series.Select((bars, index) => new FigureLine(bars.Name, [.. bars.Values.Select((_, place) => place + 1.0)], bars.Values, index) { Style = FigureStyle.Bars })])
    {
        Names = [.. names],
    };
}
