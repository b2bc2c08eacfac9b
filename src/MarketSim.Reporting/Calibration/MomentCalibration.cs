using System.Globalization;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Reporting.Calibration;

/// <summary>
/// Moves parameters of a scenario until its moments are those asked for: the simulated method of moments (McFadden 1989, Econometrica 57; Franke and
/// Westerhoff 2012 for markets of agents). Every evaluation has the same seeds, common random numbers, so that what changes between two is the parameters' doing.
/// </summary>
/// <param name="targets">With their errors, whose inverse squares are the weights.</param>
/// <param name="seeds">At least one; each evaluation simulates a session of each.</param>
/// <param name="ledgerPath">A file that keeps every evaluation, so that the same calibration continues where it was interrupted.</param>
public sealed class MomentCalibration(
    Scenario scenario, IReadOnlyList<CalibrationParameter> parameters, IReadOnlyList<MomentTarget> targets, IReadOnlyList<ulong> seeds, int jobs, string ledgerPath)
{
    private const double SlopeStep = 0.05;
    private const double IdentifiedShare = 0.25;
    private const double EndOfRange = 1e-3;

    private readonly Dictionary<string, double[]> _known = new(StringComparer.Ordinal);

    /// <summary>Searches, and measures slopes at the best place.</summary>
    /// <param name="budget">Evaluations of the search, at least four for each parameter; slopes take two more for each.</param>
    /// <param name="report">Receives number and objective of each evaluation; null when nobody listens.</param>
    /// <exception cref="InvalidDataException">The file of evaluations is of another calibration.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the same call continues.</exception>
    public CalibrationResult Run(int budget, Action<int, double>? report = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(budget, 4 * parameters.Count);
        Load();
        int number = 0;
        double[] best = SimplexSearch.Lowest(parameters.Count, budget, point =>
        {
            double objective = Objective(MomentsAt(point, cancellation));
            report?.Invoke(++number, objective);
            return objective;
        });
        double[] fitted = MomentsAt(best, cancellation);
        double[][] slopes = [.. Enumerable.Range(0, parameters.Count).Select(parameter => SlopesAt(best, parameter, cancellation))];
        double[] errors = Errors(slopes);
        return new CalibrationResult(
            [.. parameters.Select((parameter, index) => Found(parameter, best[index], errors[index]))],
            [.. targets.Select((target, moment) => new FittedMoment(target, fitted[moment], [.. slopes.Select(slope => slope[moment])]))],
            Objective(fitted),
            _known.Count);
    }

    private CalibratedParameter Found(CalibrationParameter parameter, double place, double error)
    {
        double estimate = parameter.At(place);
        bool isInside = place is > EndOfRange and < 1 - EndOfRange;
        return new CalibratedParameter(parameter, estimate, parameter.Format(estimate, scenario), error * (parameter.High - parameter.Low), isInside && error < IdentifiedShare);
    }

    private double Objective(double[] moments)
    {
        double sum = 0;
        for (int i = 0; i < targets.Count; i++)
        {
            double distance = (moments[i] - targets[i].Value) / targets[i].Error;
            sum += distance * distance;
        }

        return sum;
    }

    /// <summary>Change of each moment, in its errors, over the range of a parameter.</summary>
    private double[] SlopesAt(double[] place, int parameter, CancellationToken cancellation)
    {
        double[] low = [.. place];
        double[] high = [.. place];
        low[parameter] = Math.Max(0, place[parameter] - SlopeStep);
        high[parameter] = Math.Min(1, place[parameter] + SlopeStep);
        double[] below = MomentsAt(low, cancellation);
        double[] above = MomentsAt(high, cancellation);
        return [.. targets.Select((target, i) => (above[i] - below[i]) / (high[parameter] - low[parameter]) / target.Error)];
    }

    /// <summary>Standard errors in units of the ranges: the diagonal of the inverse of G'G, with G the slopes in errors.</summary>
    private static double[] Errors(double[][] slopes)
    {
        int count = slopes.Length;
        double[,] information = new double[count, count];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
            {
                information[i, j] = slopes[i].Zip(slopes[j], (x, y) => x * y).Where(double.IsFinite).Sum();
            }
        }

        return [.. Enumerable.Range(0, count).Select(parameter => Math.Sqrt(SymmetricSolver.InverseDiagonal(information, parameter)))];
    }

    private double[] MomentsAt(double[] place, CancellationToken cancellation)
    {
        string key = string.Join(';', place.Select(x => x.ToString("R", CultureInfo.InvariantCulture)));
        if (_known.TryGetValue(key, out double[]? known))
        {
            return known;
        }

        Scenario moved = scenario;
        for (int i = 0; i < parameters.Count; i++)
        {
            moved = parameters[i].Apply(moved, parameters[i].At(place[i]));
        }

        double[][] runs = new double[seeds.Count][];
        Parallel.For(0, seeds.Count, new ParallelOptions { MaxDegreeOfParallelism = jobs, CancellationToken = cancellation }, run => runs[run] = SimulatedMoments.Of(moved with { Seed = seeds[run] }));
        cancellation.ThrowIfCancellationRequested();
        double[] moments = [.. targets.Select(target => runs.Average(run => run[Place(target.Name)]))];
        _known[key] = moments;
        File.AppendAllText(ledgerPath, $"{key},{string.Join(',', moments.Select(moment => moment.ToString("R", CultureInfo.InvariantCulture)))}\n");
        return moments;

        static int Place(string name)
        {
            for (int i = 0; i < SimulatedMoments.Names.Count; i++)
            {
                if (SimulatedMoments.Names[i] == name)
                {
                    return i;
                }
            }

            throw new ArgumentException($"{name} is not a moment; known are {string.Join(", ", SimulatedMoments.Names)}.", nameof(name));
        }
    }

    // The first line says what the evaluations are of. A last line that was cut off by an interruption is left out.
    private void Load()
    {
        string of = $"# {scenario.Digest()} {string.Join(' ', parameters.Select(parameter => string.Create(CultureInfo.InvariantCulture, $"{parameter.Path}={parameter.Low:R}..{parameter.High:R}")))} seeds {string.Join(',', seeds)} moments {string.Join(',', targets.Select(target => target.Name))}";
        if (!File.Exists(ledgerPath))
        {
            File.WriteAllText(ledgerPath, of + "\n");
            return;
        }

        string text = File.ReadAllText(ledgerPath);
        string[] lines = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0 || lines[0] != of)
        {
            throw new InvalidDataException($"{ledgerPath}: holds evaluations of another scenario, other parameters, seeds or moments; choose another folder with --output.");
        }

        foreach (string line in lines.Skip(1))
        {
            string[] cells = line.Split(',');
            if (cells.Length == targets.Count + 1)
            {
                _known[cells[0]] = [.. cells.Skip(1).Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
            }
        }

        File.WriteAllText(ledgerPath, string.Join('\n', lines) + "\n");
    }
}
