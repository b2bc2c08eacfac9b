using BenchmarkDotNet.Attributes;
using MarketSim.Numerics.Functions;

namespace MarketSim.Benchmarks.Numerics;

/// <summary>Single-precision functions over spans; the times are of one value.</summary>
public class SingleFunctionBenchmarks
{
    private const int Values = 16_384;
    private readonly float[] _values = new float[Values];
    private readonly float[] _results = new float[Values];

    [GlobalSetup]
    public void Fill()
    {
        for (int i = 0; i < Values; i++)
        {
            _values[i] = (i + 1) * (4f / Values);
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Values)]
    public void Tanh() => Elementary.Tanh(_values, _results);

    [Benchmark(OperationsPerInvoke = Values)]
    public void Sigmoid() => Elementary.Sigmoid(_values, _results);

    [Benchmark(OperationsPerInvoke = Values)]
    public void Exp() => Elementary.Exp(_values, _results);

    [Benchmark(OperationsPerInvoke = Values)]
    public void Log() => Elementary.Log(_values, _results);

    [Benchmark(OperationsPerInvoke = Values)]
    public void Softplus() => Elementary.Softplus(_values, _results);
}
