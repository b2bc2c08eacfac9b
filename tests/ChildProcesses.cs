using System.Runtime.CompilerServices;

namespace MarketSim.TestKit;

/// <summary>
/// Part of every test project. A test process whose coverage is measured has a profiler in its environment, and ignores code that was compiled ahead
/// (coverage.runsettings); the processes that it starts must not inherit that: they would start several times slower, and are killed before they could report.
/// </summary>
internal static class ChildProcesses
{
    private const string Profiling = "CORECLR_ENABLE_PROFILING";

    [ModuleInitializer]
    internal static void AreNotMeasured()
    {
        if (Environment.GetEnvironmentVariable(Profiling) is not null)
        {
            Environment.SetEnvironmentVariable(Profiling, null);
            Environment.SetEnvironmentVariable("DOTNET_ReadyToRun", null);
        }
    }
}
