using BenchmarkDotNet.Attributes;

namespace MarketSim.Benchmarks.Learning;

/// <summary>Passes of the networks that the reference table measures PyTorch with, on one thread.</summary>
[MemoryDiagnoser]
public class NetworkBenchmarks
{
    private readonly MlpWorkload _one = new(1);
    private readonly MlpWorkload _batch = new(256);
    private readonly LstmWorkload _lstm = new(steps: 64, sequences: 32);
    private readonly ProductWorkload _product = new(rows: 256, inner: 64, columns: 64);

    [Benchmark(Baseline = true)]
    public void Product() => _product.Multiply();

    [Benchmark]
    public void ForwardOfOneRow() => _one.Forward();

    [Benchmark]
    public void TrainingStepOfOneRow() => _one.Train();

    [Benchmark]
    public void ForwardOf256Rows() => _batch.Forward();

    [Benchmark]
    public void TrainingStepOf256Rows() => _batch.Train();

    [Benchmark]
    public void ForwardOfLstm() => _lstm.Forward();

    [Benchmark]
    public void BothWaysThroughLstm() => _lstm.Both();
}
