using MarketSim.Market.Fundamentals;
using MarketSim.Market.Time;

namespace MarketSim.Market.Tests.Fundamentals;

/// <summary>Many independent paths of one process, looked at after given numbers of seconds.</summary>
internal static class FundamentalSample
{
    public const int Paths = 20_000;

    /// <param name="create">Makes the process for a number.</param>
    /// <returns>Natural logarithms of the values: for each time, one of each path.</returns>
    public static double[][] LogsAt(double[] seconds, Func<int, IFundamentalValue> create)
    {
        double[][] logs = seconds.Select(_ => new double[Paths]).ToArray();
        for (int path = 0; path < Paths; path++)
        {
            IFundamentalValue value = create(path);
            for (int index = 0; index < seconds.Length; index++)
            {
                value.AdvanceTo(At(seconds[index]));
                logs[index][path] = Math.Log(value.Value);
            }
        }

        return logs;
    }

    public static SimulatedTime At(double seconds) => new((long)Math.Round(seconds * SimulatedTime.NanosecondsPerSecond));

    public static double Mean(double[] sample) => sample.Average();

    public static double Variance(double[] sample) => Covariance(sample, sample);

    public static double Covariance(double[] left, double[] right)
    {
        (double leftMean, double rightMean) = (left.Average(), right.Average());
        return left.Zip(right, (x, y) => (x - leftMean) * (y - rightMean)).Average();
    }
}
