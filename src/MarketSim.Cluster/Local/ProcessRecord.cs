using System.Globalization;

namespace MarketSim.Cluster.Local;

/// <summary>
/// The process ids of a server, one file in its folder: for a later start, or a person, who has to end what a guard could not because it was
/// killed itself. The start time tells a process from a later one that was given the same number.
/// </summary>
internal static class ProcessRecord
{
    private const string Extension = ".pid";

    public static void Write(string folder, string name, int processId) =>
        File.WriteAllText(PathOf(folder, name), string.Create(CultureInfo.InvariantCulture, $"{processId} {StartTimeOf(processId)}\n"));

    public static void Delete(string folder, string name) => File.Delete(PathOf(folder, name));

    /// <summary>Ends every process recorded in the folder that still lives, with all that it started.</summary>
    public static void EndAll(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder, "*" + Extension).Order(StringComparer.Ordinal))
        {
            string[] words = File.ReadAllText(path).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 2 && int.TryParse(words[0], CultureInfo.InvariantCulture, out int processId)
                && StartTimeOf(processId) is { } startTime && startTime == words[1])
                ProcessTree.Kill(processId);

            File.Delete(path);
        }
    }

    /// <summary>Start time of a process in the kernel's ticks since the boot; null when there is no such process.</summary>
    private static string? StartTimeOf(int processId)
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
