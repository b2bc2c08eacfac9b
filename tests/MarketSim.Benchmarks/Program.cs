using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using MarketSim.Benchmarks.Learning;
using MarketSim.Benchmarks.Numerics;
using MarketSim.Cli.Benchmarks;
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
            if (Environment.GetEnvironmentVariable(BenchmarkProgram.BuildVariable) is not null)
            {
                EndWithStarter();
            }

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

    // The command that started this program holds the other end of the standard input, which the kernel closes when it ends, killed or not.
    private static void EndWithStarter() => new Thread(static () =>
    {
        while (Console.In.Read() >= 0)
        {
        }

        Environment.Exit(ExitCode.Failed);
    })
    {
        IsBackground = true,
    }.Start();
}
