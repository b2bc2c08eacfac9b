using System.Globalization;
using MarketSim.Cluster.Local;

namespace MarketSim.Cluster.Tests.Local;

/// <summary>Servers that an earlier starter left alive, as its records in a folder name them.</summary>
internal static class LocalLeftovers
{
    /// <summary>Ends every process recorded in the folder that still lives, with all that it started.</summary>
    public static void EndAll(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder, "*" + ProcessRecord.Extension).Order(StringComparer.Ordinal))
        {
            string[] words = File.ReadAllText(path).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 2 && int.TryParse(words[0], CultureInfo.InvariantCulture, out int processId)
                && ProcessRecord.StartTimeOf(processId) is { } startTime && startTime == words[1])
                ProcessTree.Kill(processId);

            File.Delete(path);
        }
    }
}
