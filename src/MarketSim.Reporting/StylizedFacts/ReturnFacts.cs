using MarketSim.Numerics.Statistics;
using MarketSim.Reporting.Series;

namespace MarketSim.Reporting.StylizedFacts;

/// <summary>Facts of the returns of one minute and longer.</summary>
/// <param name="intervalSeconds">Of the returns, where it is not a minute: that of bars that are longer.</param>
internal sealed class ReturnFacts(PricePath path, double intervalSeconds = ReturnFacts.MinuteSeconds)
{
    public const double MinuteSeconds = 60;

    private const int LastReturnLag = 20;
    private const int LagsAllowedOutside = 2;
    private const int LastAbsoluteLag = 50;
    private const double TailShare = 0.05;

    private static readonly double[] LongerMinutes = [30, 10, 5];

    private readonly IntervalReturns _minutes = path.Over(intervalSeconds);

    public StylizedFact NoMemoryOfReturns() => Evaluate(
        "Autocorrelation of returns, lag > 1",
        $"within the 95 % band (at most {LagsAllowedOutside} of lags 2 to {LastReturnLag} outside, as chance allows)",
        "yes: daily, hourly, minute series",
        100,
        () =>
        {
            double[] values = _minutes.Returns;
            ReadOnlySpan<double> correlation = Autocorrelation.Of(values, LastReturnLag, _minutes.PieceStarts).Coefficients;
            int outside = 0;
            for (int lag = 2; lag <= LastReturnLag; lag++)
            {
                outside += Math.Abs(correlation[lag]) > Band(values, lag, _minutes.PieceStarts) ? 1 : 0;
            }

            return ($"{outside} of {LastReturnLag - 1} lags outside", outside <= LagsAllowedOutside, outside);
        },
        minToCompute: LastReturnLag * 2);

    public StylizedFact FatTails() => Evaluate(
        "Tail index of minute returns (Hill, 5 %)",
        "2.5 to 4",
        "2.6 to 3.7",
        1_000,
        () =>
        {
            double index = TailIndex.Hill(_minutes.Returns, TailShare);
            if (!double.IsFinite(index))
            {
                return null;
            }

            double error = index / Math.Sqrt(Math.Floor(_minutes.Count * TailShare));
            return (FormattableString.Invariant($"{index:0.00} ± {error:0.00}"), index is >= 2.5 and <= 4, index);
        },
        minToCompute: 40);

    public StylizedFact ExcessKurtosis()
    {
        IntervalReturns? longer = LongerMinutes.Select(count => path.Over(count * intervalSeconds)).FirstOrDefault(returns => returns.Count >= 50);
        return Evaluate(
            "Excess kurtosis of minute returns",
            "> 3, falling with aggregation",
            "18 to 23 at 1 min, 4 to 7 at 30 min",
            200,
            () =>
            {
                if (longer is null)
                {
                    return null;
                }

                double kurtosis = _minutes.Moments().ExcessKurtosis;
                double longerKurtosis = longer.Moments().ExcessKurtosis;
                return (
                    FormattableString.Invariant($"{Rounded(kurtosis, 1):0.0} at {Durations.Label(intervalSeconds)}, {Rounded(longerKurtosis, 1):0.0} at {Durations.Label(longer.IntervalSeconds)}"),
                    kurtosis > 3 && longerKurtosis < kurtosis,
                    kurtosis);
            },
            minToCompute: 40);
    }

    public StylizedFact VolatilityClusters() => Evaluate(
        "Autocorrelation of absolute returns",
        "positive to lag 50, decay exponent 0.1 to 0.5",
        "exponent 0.17 to 0.26",
        1_000,
        () =>
        {
            double[] correlation = Autocorrelation.Of(_minutes.AbsoluteReturns, LastAbsoluteLag, _minutes.PieceStarts).Coefficients.ToArray();
            int positive = correlation.Skip(1).Count(value => value > 0);
            double exponent = PowerLawDecay.Exponent(correlation);
            string exponentText = double.IsNaN(exponent) ? "no decay to fit" : FormattableString.Invariant($"exponent {exponent:0.00}");
            return ($"{positive} of {LastAbsoluteLag} lags positive, {exponentText}", positive == LastAbsoluteLag && exponent is >= 0.1 and <= 0.5, exponent);
        },
        minToCompute: LastAbsoluteLag * 2);

    public StylizedFact VolumeMovesWithVolatility() => Evaluate(
        "Correlation of absolute return and volume",
        "0.3 to 0.7",
        "0.41 to 0.61",
        100,
        () =>
        {
            double correlation = Correlation(_minutes.Volumes, _minutes.AbsoluteReturns);
            return double.IsNaN(correlation) ? null : (FormattableString.Invariant($"{Rounded(correlation, 2):0.00}"), correlation is >= 0.3 and <= 0.7, correlation);
        },
        minToCompute: 20);

    private StylizedFact Evaluate(
        string name, string gate, string realMarkets, int needed, Func<(string Found, bool IsMet, double Value)?> compute, int minToCompute) =>
        StylizedFact.Evaluate(
            name, gate, realMarkets, intervalSeconds == MinuteSeconds ? "minute returns" : $"returns of {Durations.Label(intervalSeconds)}", _minutes.Count, needed, () => _minutes.Count >= minToCompute && Varies() ? compute() : null);

    /// <summary>
    /// Within plus and minus this lie 95 % of the coefficients of returns without memory whose volatility may cluster: 1.96 sqrt(sum x² y²) / sum x² over pairs a lag
    /// apart (Lo and MacKinlay 1988, Review of Financial Studies 1). The usual 1.96 / sqrt(n) is too narrow for them: large returns follow large ones.
    /// </summary>
    private static double Band(double[] values, int lag, IReadOnlyList<int> starts)
    {
        double mean = values.Average();
        double products = 0, squares = 0;
        for (int piece = 0; piece < starts.Count; piece++)
        {
            int end = piece + 1 < starts.Count ? starts[piece + 1] : values.Length;
            for (int i = starts[piece]; i < end; i++)
            {
                double square = (values[i] - mean) * (values[i] - mean);
                squares += square;
                products += i - lag >= starts[piece] ? square * (values[i - lag] - mean) * (values[i - lag] - mean) : 0;
            }
        }

        return 1.959963984540054 * Math.Sqrt(products) / squares;
    }

    private bool Varies() => _minutes.Returns.Any(value => value != 0);

    // Adding zero takes the sign off a zero.
    private static double Rounded(double value, int decimals) => Math.Round(value, decimals) + 0.0;

    /// <summary>Pearson's; NaN where one of the two does not vary.</summary>
    private static double Correlation(double[] x, double[] y)
    {
        double deviationX = Deviation(x);
        double deviationY = Deviation(y);
        return deviationX > 0 && deviationY > 0 ? LinearRegression.Fit(x, y).Slope * deviationX / deviationY : double.NaN;
    }

    private static double Deviation(double[] values)
    {
        var moments = new RunningMoments();
        Array.ForEach(values, moments.Add);
        return moments.StandardDeviation;
    }
}
