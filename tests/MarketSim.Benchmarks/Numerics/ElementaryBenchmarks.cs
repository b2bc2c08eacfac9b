using BenchmarkDotNet.Attributes;
using MarketSim.Numerics.Functions;

namespace MarketSim.Benchmarks.Numerics;

/// <summary>Our functions beside the runtime's; the times are of one value.</summary>
public class ElementaryBenchmarks
{
    private const int Values = 4096;
    private readonly double[] _values = new double[Values];
    private readonly double[] _results = new double[Values];

    [GlobalSetup]
    public void Fill()
    {
        for (int i = 0; i < Values; i++)
        {
            _values[i] = (i + 1) * 0.01;
        }
    }

    [Benchmark(OperationsPerInvoke = Values)]
    public double Exp() => Sum(Elementary.Exp);

    [Benchmark(OperationsPerInvoke = Values)]
    public double ExpOfRuntime() => Sum(Math.Exp);

    [Benchmark(OperationsPerInvoke = Values)]
    public void ExpOfSpan() => Elementary.Exp(_values, _results);

    [Benchmark(OperationsPerInvoke = Values)]
    public double Log() => Sum(Elementary.Log);

    [Benchmark(OperationsPerInvoke = Values)]
    public double LogOfRuntime() => Sum(Math.Log);

    [Benchmark(OperationsPerInvoke = Values)]
    public void LogOfSpan() => Elementary.Log(_values, _results);

    [Benchmark(OperationsPerInvoke = Values)]
    public double Pow() => Sum(value => Elementary.Pow(value, 1.5));

    [Benchmark(OperationsPerInvoke = Values)]
    public double PowOfRuntime() => Sum(value => Math.Pow(value, 1.5));

    [Benchmark(OperationsPerInvoke = Values)]
    public double NormalCdf() => Sum(value => Elementary.NormalCdf(value - 20));

    private double Sum(Func<double, double> function)
    {
        double sum = 0;
        foreach (double value in _values)
        {
            sum += function(value);
        }

        return sum;
    }
}
