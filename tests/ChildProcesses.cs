using System.Runtime.CompilerServices;

namespace MarketSim.TestKit;

/// <summary>
/// Part of every test project. A test process whose coverage is measured has a profiler in its environment; the processes that it starts must not inherit
/// it: they would start several times slower, and are killed before they could report anything.
/// </summary>
internal static class ChildProcesses
{
    [ModuleInitializer]
    internal static void AreNotMeasured() => Environment.SetEnvironmentVariable("CORECLR_ENABLE_PROFILING", null);
}
