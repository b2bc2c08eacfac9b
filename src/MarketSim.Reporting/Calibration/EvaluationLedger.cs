using System.Globalization;
using MarketSim.Numerics.Tables;

namespace MarketSim.Reporting.Calibration;

/// <summary>
/// The file that keeps the evaluations of a calibration: a first line that says what they are of, then a row for each with its place, numbers with semicolons
/// between them, and the means and the errors of all moments.
/// </summary>
/// <param name="path">Of the file.</param>
/// <param name="moments">Means, and as many errors.</param>
internal sealed class EvaluationLedger(string path, int moments)
{
    /// <summary>Begins the file, or reads what it holds. A last row that was cut off by an interruption goes.</summary>
    /// <param name="subject">What the evaluations are of, in one line.</param>
    /// <exception cref="InvalidDataException">The file is of something else.</exception>
    public IReadOnlyList<MomentEvaluation> Begin(string subject)
    {
        string heading = $"# {subject}\n";
        if (!File.Exists(path))
        {
            File.WriteAllText(path, heading);
            return [];
        }

        string text = File.ReadAllText(path);
        text = text[..(text.LastIndexOf('\n') + 1)];
        if (!text.StartsWith(heading, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path}: holds evaluations of another scenario, other parameters, seeds or moments, or such as were measured another way (in memory, or on nodes); choose another folder with --output.");
        }

        File.WriteAllText(path, text);
        // An empty line stands for the first one, so that lines are counted as in the file.
        using var content = new StringReader('\n' + text[heading.Length..]);
        using var rows = new CsvRows(content, path);
        var evaluations = new List<MomentEvaluation>();
        while (rows.MoveNext())
        {
            rows.RequireFields(1 + (2 * moments));
            double[] numbers = [.. rows.Fields.Skip(1).Select(Parse)];
            double[] place = [.. rows.Fields[0].Split(';').Select(Parse)];
            evaluations.Add(new MomentEvaluation(place, numbers[..moments], numbers[moments..]));
        }

        return evaluations;

        double Parse(string number) => double.TryParse(number, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw rows.Wrong($"holds '{number}' in place of a number; delete the row, and its evaluation is repeated");
    }

    /// <summary>Adds a row.</summary>
    public void Append(MomentEvaluation evaluation) => File.AppendAllText(
        path, $"{string.Join(';', evaluation.Place.Select(Text))},{string.Join(',', evaluation.Means.Concat(evaluation.Errors).Select(Text))}\n");

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
