using MarketSim.Numerics.Functions;

namespace MarketSim.Reporting.Calibration;

/// <summary>
/// Looks for the place at which noisy moments are nearest to their targets. Simulated moments are too noisy for a search that trusts each of them: the lowest of
/// many objectives is the luckiest. So the cube is filled evenly first, a <see cref="ResponseSurface"/> is laid through each moment, and further places are
/// taken where the surfaces meet the targets; estimate, slopes and errors are those of the surfaces, to which every evaluation contributes.
/// </summary>
internal sealed class SurfaceSearch(int dimensions, IReadOnlyList<MomentTarget> targets)
{
    /// <summary>Distance in the cube at which an evaluation counts 61 %.</summary>
    private const double Reach = 0.4;
    private const double MaxStep = 0.25;
    private const double MinStep = 0.05;
    private const int CallsPerDimension = 150;

    private readonly List<MomentEvaluation> _evaluations = [];
    private double[] _errors = [];
    private double[] _best = [.. Enumerable.Repeat(0.5, dimensions)];

    /// <summary>The evaluations in the order in which they were requested.</summary>
    public IReadOnlyList<MomentEvaluation> Evaluations => _evaluations;

    /// <param name="budget">Evaluations; the first half fills the cube.</param>
    /// <param name="evaluate">Called with places, the same ones in the same order for the same answers.</param>
    /// <param name="report">Receives number and objective of each.</param>
    public async Task<SurfaceEstimate> RunAsync(int budget, Func<double[], Task<MomentEvaluation>> evaluate, Action<int, double>? report)
    {
        int even = Math.Max(dimensions + 2, (budget + 1) / 2);
        for (int number = 1; number <= budget; number++)
        {
            double[] place = number <= even ? Even(number) : Near(number, (number - even) / (double)(budget - even));
            _evaluations.Add(await evaluate(place).ConfigureAwait(false));
            report?.Invoke(number, ObjectiveOf(_evaluations[^1].Means, ErrorsNow()));
            if (number >= even)
            {
                _errors = ErrorsNow();
                _best = Lowest();
            }
        }

        // The surfaces are laid around the estimate that they give.
        _best = Lowest();
        _best = Lowest();
        return Estimate();
    }

    private double[] Even(int number) => [.. Enumerable.Range(0, dimensions).Select(dimension => SimplexSearch.Halton(number, dimension))];

    private double[] Near(int number, double progress)
    {
        double step = MaxStep + (progress * (MinStep - MaxStep));
        double[] even = Even(number);
        return [.. _best.Select((x, i) => Math.Clamp(x + (2 * step * (even[i] - 0.5)), 0, 1))];
    }

    /// <summary>
    /// Errors of target and simulation together, for each moment: the variance between seeds is averaged over all evaluations, so that the chance of a single
    /// one does not matter.
    /// </summary>
    private double[] ErrorsNow() =>
    [
        .. targets.Select((target, moment) =>
        {
            double[] simulated = [.. _evaluations.Select(evaluation => evaluation.Errors[moment]).Where(double.IsFinite)];
            return Math.Sqrt((target.Error * target.Error) + (simulated.Length > 0 ? simulated.Average(error => error * error) : 0));
        }),
    ];

    private double[] Lowest()
    {
        ResponseSurface?[] surfaces = Surfaces();
        return SimplexSearch.Lowest(dimensions, CallsPerDimension * dimensions, place => ObjectiveOf([.. surfaces.Select(surface => surface?.At(place) ?? double.NaN)], _errors));
    }

    private ResponseSurface?[] Surfaces()
    {
        double[] weights = [.. _evaluations.Select(evaluation => Elementary.Exp(-evaluation.Place.Zip(_best, (x, y) => (x - y) * (x - y)).Sum() / (2 * Reach * Reach)))];
        return [.. targets.Select((_, moment) => SurfaceOf(moment, weights))];
    }

    private ResponseSurface? SurfaceOf(int moment, double[] weights)
    {
        int[] known = [.. Enumerable.Range(0, _evaluations.Count).Where(i => double.IsFinite(_evaluations[i].Means[moment]))];
        return ResponseSurface.Fit(
            [.. known.Select(i => _evaluations[i].Place)], [.. known.Select(i => _evaluations[i].Means[moment])], [.. known.Select(i => weights[i])], _best);
    }

    // A moment that no surface could be laid through tells nothing, here as in the errors.
    private double ObjectiveOf(double[] moments, double[] errors)
    {
        double sum = 0;
        for (int i = 0; i < moments.Length; i++)
        {
            double distance = (moments[i] - targets[i].Value) / errors[i];
            sum += double.IsFinite(distance) ? distance * distance : 0;
        }

        return sum;
    }

    private SurfaceEstimate Estimate()
    {
        ResponseSurface?[] surfaces = Surfaces();
        double[] fitted = [.. surfaces.Select(surface => surface?.At(_best) ?? double.NaN)];
        double[][] slopes =
        [
            .. Enumerable.Range(0, dimensions).Select(parameter => surfaces.Select((surface, moment) => (surface?.Slope(_best, parameter) ?? double.NaN) / _errors[moment]).ToArray()),
        ];
        return new SurfaceEstimate(_best, fitted, _errors, slopes, Covariance(slopes), ObjectiveOf(fitted, _errors));
    }

    /// <summary>Inverse of G'G, with G the slopes in errors; null where the targets do not tell the parameters apart.</summary>
    private static double[,]? Covariance(double[][] slopes)
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

        return SymmetricSolver.Inverse(information);
    }
}

/// <summary>The place at which the fitted surfaces of the moments are nearest to their targets.</summary>
/// <param name="Errors">Of target and simulation together, for each moment.</param>
/// <param name="Slopes">Of each moment by each parameter, over the whole range, in errors.</param>
/// <param name="Covariance">Of the place; null where the targets do not tell the parameters apart.</param>
internal sealed record SurfaceEstimate(double[] Place, double[] Fitted, double[] Errors, double[][] Slopes, double[,]? Covariance, double Objective);
