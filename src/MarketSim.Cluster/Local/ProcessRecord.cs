using System.Globalization;

namespace MarketSim.Cluster.Local;

/// <summary>
/// The process ids of a server, one file in its folder: for whoever has to end what a guard could not because it was killed itself. The start time tells a process from a later one that was given the same number.
/// </summary>
internal static class ProcessRecord
{
    internal const string Extension = ".pid";

    public static void Write(string folder, string name, int processId) =>
        File.WriteAllText(PathOf(folder, name), string.Create(CultureInfo.InvariantCulture, $"{processId} {StartTimeOf(processId)}\n"));

    public static void Delete(string folder, string name) => File.Delete(PathOf(folder, name));

    /// <summary>Start time of a process in the kernel's ticks since the boot; null when there is no such process.</summary>
    internal static string? StartTimeOf(int processId)
    {
        try
        {
            string status = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));

            // The second of the file's fields is the command in brackets and may hold anything; the start time is the 22nd.
            return status[(status.LastIndexOf(')') + 2)..].Split(' ')[19];
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string PathOf(string folder, string name) => Path.Combine(folder, name + Extension);
}
