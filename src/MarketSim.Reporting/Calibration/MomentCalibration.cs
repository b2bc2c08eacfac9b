using System.Globalization;
using MarketSim.Numerics.Statistics;
using MarketSim.Scenarios;

namespace MarketSim.Reporting.Calibration;

/// <summary>
/// Moves parameters of a scenario until its moments are those asked for: the simulated method of moments (McFadden 1989, Econometrica 57; Franke and
/// Westerhoff 2012 for markets of agents). Every evaluation has the same seeds, common random numbers. Those make what the agents draw the same, but a market
/// of agents parts from itself by the smallest change, so that moments still differ by chance; hence <see cref="SurfaceSearch"/>.
/// </summary>
/// <param name="targets">With their errors; weights are the inverse squares of the errors of target and simulation together.</param>
/// <param name="seeds">At least one, each a session of every evaluation; with one, the error of the simulation is not known and counts as none.</param>
/// <param name="source">Simulates the sessions.</param>
/// <param name="ledgerPath">A file that keeps every evaluation, so that the same calibration continues where it was interrupted.</param>
public sealed class MomentCalibration(
    Scenario scenario, IReadOnlyList<CalibrationParameter> parameters, IReadOnlyList<MomentTarget> targets, IReadOnlyList<ulong> seeds, IMomentSource source, string ledgerPath)
{
    private const double IdentifiedShare = 0.25;
    private const double EndOfRange = 1e-3;

    // By the digest of the scenario: parameters of whole numbers are the same at many places.
    private readonly Dictionary<string, MomentEvaluation> _known = new(StringComparer.Ordinal);
    private readonly EvaluationLedger _ledger = new(ledgerPath, targets.Count);
    private readonly int[] _moments = [.. targets.Select(target => Place(target.Name))];

    /// <param name="budget">Evaluations, at least four for each parameter.</param>
    /// <param name="report">Receives number and objective of each evaluation; null for none.</param>
    /// <exception cref="InvalidDataException">The file of evaluations is of another calibration.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the same call continues.</exception>
    public async Task<CalibrationResult> RunAsync(int budget, Action<int, double>? report = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(budget, 4 * parameters.Count);
        Load();
        var search = new SurfaceSearch(parameters.Count, targets);
        SurfaceEstimate found = await search.RunAsync(budget, place => EvaluationAtAsync(place, cancellation), report).ConfigureAwait(false);
        return new CalibrationResult(
            [.. parameters.Select((parameter, index) => Found(parameter, index, found))],
            [.. targets.Select((target, moment) => new FittedMoment(target, found.Fitted[moment], found.Errors[moment], [.. found.Slopes.Select(slope => slope[moment])]))],
            found.Objective,
            [.. search.Evaluations.Select(evaluation => new CalibrationEvaluation([.. parameters.Select((parameter, index) => parameter.At(evaluation.Place[index]))], evaluation.Means))])
        {
            Correlations = Correlations(found.Covariance),
        };
    }

    private CalibratedParameter Found(CalibrationParameter parameter, int index, SurfaceEstimate found)
    {
        double place = found.Place[index];
        double share = found.Covariance is { } covariance ? Math.Sqrt(covariance[index, index]) : double.PositiveInfinity;
        bool isInside = place is > EndOfRange and < 1 - EndOfRange;
        return new CalibratedParameter(
            parameter, parameter.At(place), parameter.Format(parameter.At(place), scenario), parameter.Spread(place, share), isInside && share < IdentifiedShare);
    }

    private IReadOnlyList<ParameterCorrelation> Correlations(double[,]? covariance)
    {
        var pairs = new List<ParameterCorrelation>();
        for (int i = 0; covariance is not null && i < parameters.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                pairs.Add(new ParameterCorrelation(parameters[j].Path, parameters[i].Path, covariance[i, j] / Math.Sqrt(covariance[i, i] * covariance[j, j])));
            }
        }

        return pairs;
    }

    private async Task<MomentEvaluation> EvaluationAtAsync(double[] place, CancellationToken cancellation)
    {
        Scenario moved = At(place);
        string digest = moved.Digest();
        if (_known.TryGetValue(digest, out MomentEvaluation? known))
        {
            return known with { Place = place };
        }

        IReadOnlyList<double[]> runs = await source.MeasureAsync([.. seeds.Select(seed => moved with { Seed = seed })], cancellation).ConfigureAwait(false);
        RunningMoments[] over = [.. _moments.Select(moment => Over(runs, moment))];
        var evaluation = new MomentEvaluation(
            place, [.. over.Select(moment => moment.Mean)], [.. over.Select(moment => moment.Count > 1 ? moment.StandardDeviation / Math.Sqrt(moment.Count) : 0)]);
        _known[digest] = evaluation;
        _ledger.Append(evaluation);
        return evaluation;
    }

    private Scenario At(double[] place)
    {
        Scenario moved = scenario;
        for (int i = 0; i < parameters.Count; i++)
        {
            moved = parameters[i].Apply(moved, parameters[i].At(place[i]));
        }

        return moved;
    }

    // One session that does not tell makes the mean not tell.
    private static RunningMoments Over(IReadOnlyList<double[]> runs, int moment)
    {
        var over = new RunningMoments();
        foreach (double[] run in runs)
        {
            over.Add(run[moment]);
        }

        return over;
    }

    private static int Place(string name)
    {
        int place = SimulatedMoments.Names.Index().Where(known => known.Item == name).Select(known => known.Index).DefaultIfEmpty(-1).First();
        return place >= 0 ? place : throw new ArgumentException($"{name} is not a moment; known are {string.Join(", ", SimulatedMoments.Names)}.", nameof(name));
    }

    private void Load()
    {
        string of = $"{scenario.Digest()} {string.Join(' ', parameters.Select(parameter => string.Create(CultureInfo.InvariantCulture, $"{parameter.Path}={parameter.Low:R}..{parameter.High:R}")))} seeds {string.Join(',', seeds)} moments {string.Join(',', targets.Select(target => target.Name))} {source.Measurement}";
        foreach (MomentEvaluation evaluation in _ledger.Begin(of))
        {
            _known[At(evaluation.Place).Digest()] = evaluation;
        }
    }
}
