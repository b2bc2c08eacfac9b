using BenchmarkDotNet.Attributes;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Benchmarks.Numerics;

/// <summary>Draws of one stream, one after the other; the times are of one draw, the reference is that of a raw word.</summary>
[MemoryDiagnoser]
public class DrawBenchmarks
{
    private const int Draws = 10_000;
    private RandomStream _stream = new(20260726, RandomPurpose.Test, 0, 0);

    private delegate double Draw(ref RandomStream stream);

    [Benchmark(Baseline = true, OperationsPerInvoke = Draws)]
    public double Word() => Sum((ref RandomStream stream) => stream.NextUInt32());

    [Benchmark(OperationsPerInvoke = Draws)]
    public double Uniform() => Sum((ref RandomStream stream) => stream.NextDouble());

    [Benchmark(OperationsPerInvoke = Draws)]
    public double Integer() => Sum((ref RandomStream stream) => stream.NextInt64(1000));

    [Benchmark(OperationsPerInvoke = Draws)]
    public double Normal() => Sum((ref RandomStream stream) => stream.NextNormal());

    [Benchmark(OperationsPerInvoke = Draws)]
    public double Exponential() => Sum((ref RandomStream stream) => stream.NextExponential(2));

    [Benchmark(OperationsPerInvoke = Draws)]
    public double PoissonOfMean3() => Sum((ref RandomStream stream) => stream.NextPoisson(3));

    [Benchmark(OperationsPerInvoke = Draws)]
    public double PoissonOfMean100() => Sum((ref RandomStream stream) => stream.NextPoisson(100));

    [Benchmark(OperationsPerInvoke = Draws)]
    public double LogNormal() => Sum((ref RandomStream stream) => stream.NextLogNormal(0, 1));

    [Benchmark(OperationsPerInvoke = Draws)]
    public double Pareto() => Sum((ref RandomStream stream) => stream.NextPareto(1, 1.5));

    private double Sum(Draw draw)
    {
        double sum = 0;
        for (int i = 0; i < Draws; i++)
        {
            sum += draw(ref _stream);
        }

        return sum;
    }
}
