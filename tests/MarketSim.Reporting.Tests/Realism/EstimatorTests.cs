using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Statistics;
using MarketSim.Reporting.Series;
using MarketSim.Reporting.StylizedFacts;
using MarketSim.Results.Tables;
using Xunit.Abstractions;

namespace MarketSim.Reporting.Tests.Realism;

/// <summary>
/// Estimators on series whose truth is known: each test states bias and spread at the length of a day or a week of minutes, or of a week's trades, and
/// REALISM.md repeats them.
/// </summary>
public sealed class EstimatorTests(ITestOutputHelper output)
{
    private const int Day = 390;
    private const int Week = 1_950;

    [Theory]
    [InlineData(3.0, Week, 0.30, 0.40)]
    [InlineData(3.0, Day, 0.90, 1.2)]
    public void Hill_of_a_pareto_tail_has_little_bias_and_the_spread_of_its_theory(double exponent, int count, double most, double tolerance)
    {
        // Theory: exponent / sqrt(points in the tail), 0.30 of 97 points of a week, 0.69 of 19 points of a day: one day does not tell 2.5 from 4.
        (double bias, double spread) = Measured(exponent, 300, random => TailIndex.Hill(Series(count, ref random, static (ref RandomStream r) => r.NextPareto(1, 3) * (r.NextBoolean() ? 1 : -1))));

        output.WriteLine($"Hill, n = {count}: bias {bias:0.000}, spread {spread:0.000}");
        Assert.InRange(Math.Abs(bias), 0, most / 3 + 0.02);
        Assert.InRange(spread, exponent / Math.Sqrt(Math.Floor(count * 0.05)) * 0.75, tolerance);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.5)]
    public void Decay_of_fractional_noise_is_found(double decay)
    {
        // Fractional Gaussian noise has autocorrelation H (2 H - 1) k^(2 H - 2); here the decay 2 - 2 H is what is looked for, over lags 1 to 50 of 40,000 values.
        double hurst = 1 - (decay / 2);
        (double bias, double spread) = Measured(decay, 30, random => PowerLawDecay.Exponent(Autocorrelation.Of(FractionalNoise(1 << 13, hurst, ref random), 50).Coefficients));

        output.WriteLine($"decay {decay}: bias {bias:0.000}, spread {spread:0.000}");

        // The estimate subtracts the sample's own mean, which long memory lets wander: coefficients are too low, the more the longer the lag.
        Assert.InRange(bias, -0.05, 0.30);
        Assert.InRange(spread, 0, 0.25);
    }

    [Fact]
    public void Garch_returns_without_memory_are_within_the_band_that_knows_of_clusters()
    {
        // GARCH(1,1) with a = 0.1, b = 0.88: uncorrelated, but clustered. At most 2 of 19 lags outside is to hold in about 93 of 100 series.
        int met = 0;
        int naive = 0;
        for (int sample = 0; sample < 200; sample++)
        {
            var random = new RandomStream(21, RandomPurpose.Test, 0, sample);
            double[] returns = Garch(Week, ref random);
            met += Facts(returns).NoMemoryOfReturns().Verdict == FactVerdict.Met ? 1 : 0;
            Autocorrelation correlation = Autocorrelation.Of(returns, 20);
            naive += correlation.Coefficients[2..].ToArray().Count(value => Math.Abs(value) > correlation.Band) <= 2 ? 1 : 0;
        }

        output.WriteLine($"within the band of clusters: {met / 2.0} of 100, within 1.96 / sqrt(n): {naive / 2.0} of 100");
        Assert.InRange(met, 170, 200);
        Assert.True(naive < met - 20, $"{naive} against {met}");
    }

    [Fact]
    public void Absolute_returns_of_garch_are_seen_to_cluster_and_those_of_noise_are_not()
    {
        var random = new RandomStream(3, RandomPurpose.Test, 0, 0);
        double[] clustered = [.. Garch(Week, ref random).Select(Math.Abs)];
        double[] noise = Series(Week, ref random, static (ref RandomStream r) => Math.Abs(r.NextNormal()));

        Assert.True(Autocorrelation.Of(clustered, 10).Coefficients[1..].ToArray().Average() > 0.1);
        Assert.InRange(Autocorrelation.Of(noise, 10).Coefficients[1..].ToArray().Average(), -0.02, 0.02);
    }

    [Theory]
    [InlineData(0.0, 0.95, 1.05)]
    [InlineData(0.8, 1.9, 3.0)]
    public void Variation_of_gaps_is_one_of_a_poisson_process_and_more_where_events_excite_each_other(double branching, double least, double most)
    {
        var random = new RandomStream(4, RandomPurpose.Test, 0, 0);
        var kernel = new HawkesKernel(branching, 0.1);
        HawkesState state = default;
        var flow = new TradeFlow(EpisodeBorders.None);
        double time = 0;
        for (int trade = 0; trade < 20_000; trade++)
        {
            time += kernel.Next(ref state, new Rate(1 - branching), 1e9, ref random);
            kernel.Excite(ref state);
            flow.Add(new Trade(time, 1, 1, random.NextBoolean(), 0, trade));
        }

        Assert.InRange(flow.TradesComeInBursts().Value, least, most);
    }

    [Theory]
    [InlineData(1.5, 0.5)]
    [InlineData(1.7, 0.7)]
    public void Signs_of_split_pareto_orders_decay_as_lillo_mike_and_farmer_say(double tail, double expected)
    {
        // Ten parents at a time; the exponent of the autocorrelation is tail - 1 for lags far beyond ten. Over lags 1 to 100 it reads lower, where the
        // next trades are mostly of other parents: by about 0.3 to 0.4, which is a property of the estimator that real markets are measured by as well.
        (double bias, double spread) = Measured(expected, 20, random =>
        {
            var flow = new TradeFlow(EpisodeBorders.None);
            (int Sign, double Left)[] parents = new (int, double)[10];
            for (int trade = 0; trade < 100_000; trade++)
            {
                ref (int Sign, double Left) parent = ref parents[random.NextInt32(parents.Length)];
                if (parent.Left < 1)
                {
                    parent = (random.NextBoolean() ? 1 : -1, Math.Min(1e6, random.NextPareto(1, tail)));
                }

                parent.Left--;
                flow.Add(new Trade(trade, 1, 1, parent.Sign > 0, 0, trade));
            }

            return flow.SignsRemember().Value;
        });

        output.WriteLine($"tail {tail}: bias {bias:0.000}, spread {spread:0.000}");
        Assert.InRange(bias, -0.45, 0);
        Assert.InRange(spread, 0, 0.06);
    }

    private static (double Bias, double Spread) Measured(double truth, int samples, Func<RandomStream, double> estimate)
    {
        var moments = new RunningMoments();
        for (int sample = 0; sample < samples; sample++)
        {
            moments.Add(estimate(new RandomStream(77, RandomPurpose.Test, 1, sample)));
        }

        return (moments.Mean - truth, moments.StandardDeviation);
    }

    private delegate double Draw(ref RandomStream random);

    private static double[] Series(int count, ref RandomStream random, Draw draw)
    {
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = draw(ref random);
        }

        return values;
    }

    private static double[] Garch(int count, ref RandomStream random)
    {
        double[] returns = new double[count];
        double variance = 1;
        for (int i = -500; i < count; i++)
        {
            double value = Math.Sqrt(variance) * random.NextNormal();
            variance = 0.02 + (0.1 * value * value) + (0.88 * variance);
            if (i >= 0)
            {
                returns[i] = value * 1e-3;
            }
        }

        return returns;
    }

    /// <summary>Exact fractional Gaussian noise by Hosking's recursion (1984).</summary>
    private static double[] FractionalNoise(int count, double hurst, ref RandomStream random)
    {
        const int Memory = 400;
        double Covariance(int lag) => 0.5 * (Math.Pow(Math.Abs(lag + 1), 2 * hurst) - (2 * Math.Pow(lag, 2 * hurst)) + Math.Pow(Math.Abs(lag - 1), 2 * hurst));
        double[] phi = new double[Memory + 1];
        double[] before = new double[Memory + 1];
        double variance = 1;
        double[] values = new double[count];
        values[0] = random.NextNormal();
        for (int n = 1; n < count; n++)
        {
            // Beyond the memory the coefficients stand: a moving window of the process.
            if (n <= Memory)
            {
                double sum = Covariance(n);
                Array.Copy(phi, before, n);
                for (int j = 1; j < n; j++)
                {
                    sum -= before[j] * Covariance(n - j);
                }

                phi[n] = sum / variance;
                for (int j = 1; j < n; j++)
                {
                    phi[j] = before[j] - (phi[n] * before[n - j]);
                }

                variance *= 1 - (phi[n] * phi[n]);
            }

            double mean = 0;
            for (int j = 1; j <= Math.Min(n, Memory); j++)
            {
                mean += phi[j] * values[n - j];
            }

            values[n] = mean + (Math.Sqrt(variance) * random.NextNormal());
        }

        return values;
    }

    private static ReturnFacts Facts(double[] returns)
    {
        var book = new BookSamples();
        double log = 0;
        for (int minute = 0; minute <= returns.Length; minute++)
        {
            book.TimeSeconds.Add(minute * 60);
            book.Mid.Add(100 * Math.Exp(log));
            book.CumulativeVolume.Add(minute);
            log += minute < returns.Length ? returns[minute] : 0;
        }

        return new ReturnFacts(new PricePath(book, EpisodeBorders.None));
    }

    private readonly struct Rate(double perSecond) : IHawkesBaseline
    {
        public double Highest => perSecond;

        public double At(double seconds) => perSecond;
    }
}
