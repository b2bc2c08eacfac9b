namespace MarketSim.Reporting.Calibration;

/// <summary>
/// A smooth surface through noisy values at places of the unit cube (Box and Wilson 1951, Journal of the Royal Statistical Society B 13): a quadratic one with
/// products, without them, or a plane, as many terms as there are places for.
/// </summary>
internal sealed class ResponseSurface
{
    /// <summary>Places for each term: fewer would follow the noise.</summary>
    private const double PlacesPerTerm = 1.5;

    private readonly double[] _centre;
    private readonly double[] _coefficients;
    private readonly Terms _terms;

    private ResponseSurface(double[] centre, double[] coefficients, Terms terms)
    {
        _centre = centre;
        _coefficients = coefficients;
        _terms = terms;
    }

    private enum Terms
    {
        Products,
        Squares,
        Plane,
    }

    /// <summary>The surface of least weighted squares; null with fewer places than a plane needs.</summary>
    /// <param name="centre">From where places are measured; changes nothing but rounding.</param>
    public static ResponseSurface? Fit(IReadOnlyList<double[]> places, IReadOnlyList<double> values, IReadOnlyList<double> weights, double[] centre)
    {
        foreach (Terms terms in Enum.GetValues<Terms>())
        {
            int count = Count(centre.Length, terms);
            if (places.Count >= PlacesPerTerm * count && Coefficients(places, values, weights, centre, terms) is { } coefficients)
            {
                return new ResponseSurface(centre, coefficients, terms);
            }
        }

        return null;
    }

    public double At(double[] place)
    {
        double sum = 0;
        double[] basis = Basis(place, _centre, _terms);
        for (int i = 0; i < basis.Length; i++)
        {
            sum += basis[i] * _coefficients[i];
        }

        return sum;
    }

    /// <summary>Derivative by a coordinate.</summary>
    public double Slope(double[] place, int coordinate)
    {
        const double step = 1e-4;
        double[] low = [.. place];
        double[] high = [.. place];
        low[coordinate] -= step;
        high[coordinate] += step;

        // Exact for a quadratic surface.
        return (At(high) - At(low)) / (2 * step);
    }

    private static double[]? Coefficients(IReadOnlyList<double[]> places, IReadOnlyList<double> values, IReadOnlyList<double> weights, double[] centre, Terms terms)
    {
        int count = Count(centre.Length, terms);
        double[,] squares = new double[count, count];
        double[] products = new double[count];
        for (int place = 0; place < places.Count; place++)
        {
            double[] basis = Basis(places[place], centre, terms);
            for (int i = 0; i < count; i++)
            {
                products[i] += weights[place] * basis[i] * values[place];
                for (int j = 0; j < count; j++)
                {
                    squares[i, j] += weights[place] * basis[i] * basis[j];
                }
            }
        }

        return SymmetricSolver.Solve(squares, products);
    }

    private static int Count(int dimensions, Terms terms) => terms switch
    {
        Terms.Products => 1 + (2 * dimensions) + (dimensions * (dimensions - 1) / 2),
        Terms.Squares => 1 + (2 * dimensions),
        _ => 1 + dimensions,
    };

    private static double[] Basis(double[] place, double[] centre, Terms terms)
    {
        double[] away = [.. place.Zip(centre, (x, from) => x - from)];
        IEnumerable<double> squares = terms == Terms.Plane ? [] : away.Select(x => x * x);
        IEnumerable<double> products = terms == Terms.Products ? away.SelectMany((x, i) => away.Skip(i + 1).Select(y => x * y)) : [];
        return [1, .. away, .. squares, .. products];
    }
}
