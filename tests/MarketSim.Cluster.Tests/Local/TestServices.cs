namespace MarketSim.Cluster.Tests.Local;

/// <summary>Where tests put the folders of their servers: tests/run.sh names a folder and ends what is left there.</summary>
internal static class TestServices
{
    private static int s_count;

    public static string NewFolder(string kind)
    {
        string root = Environment.GetEnvironmentVariable("MARKETSIM_TEST_SERVICES") ?? Path.GetTempPath();
        return Path.Combine(root, $"marketsim-{kind}-{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}");
    }
}
