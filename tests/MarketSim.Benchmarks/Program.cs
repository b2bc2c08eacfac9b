using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using MarketSim.Benchmarks.Learning;
using MarketSim.Benchmarks.Numerics;
using MarketSim.Cli.Terminal;

namespace MarketSim.Benchmarks;

internal static class Program
{
    // Every benchmark process builds the projects with their analyzers first.
    private static readonly TimeSpan BuildTimeout = TimeSpan.FromMinutes(15);

    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is ["bench", ..])
        {
            var console = CommandConsole.OfProcess();
            var suite = new BenchmarkSuite(console, TimeProvider.System);
            return await Cli.CommandLine.RunAsync(arguments, console, TimeProvider.System, (request, _) => suite.RunAsync(request));
        }

        if (arguments is ["training", ..])
        {
            TrainingBenchmark.Run(arguments[1..]);
            return ExitCode.Success;
        }

        if (arguments is ["cloning"])
        {
            CloningBenchmark.Run();
            return ExitCode.Success;
        }

        if (arguments is ["serialization"])
        {
            SerializationBenchmark.Run();
            return ExitCode.Success;
        }

        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(arguments, ManualConfig.Create(DefaultConfig.Instance).WithBuildTimeout(BuildTimeout));
        return ExitCode.Success;
    }
}
