using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using MarketSim.Benchmarks.Learning;
using MarketSim.Benchmarks.Numerics;

namespace MarketSim.Benchmarks;

internal static class Program
{
    // Every benchmark process builds the projects with their analyzers first.
    private static readonly TimeSpan BuildTimeout = TimeSpan.FromMinutes(15);

    private static void Main(string[] arguments)
    {
        if (arguments is ["training", ..])
        {
            TrainingBenchmark.Run(arguments[1..]);
            return;
        }

        if (arguments is ["cloning"])
        {
            CloningBenchmark.Run();
            return;
        }

        if (arguments is ["serialization"])
        {
            SerializationBenchmark.Run();
            return;
        }

        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(arguments, ManualConfig.Create(DefaultConfig.Instance).WithBuildTimeout(BuildTimeout));
    }
}
