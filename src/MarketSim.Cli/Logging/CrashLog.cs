using System.Globalization;

namespace MarketSim.Cli.Logging;

/// <summary>Keeps the details of a failure that no run folder takes.</summary>
internal static class CrashLog
{
    /// <returns>Place of the details, as the end of a sentence.</returns>
    public static string Write(Exception exception, TimeProvider timeProvider)
    {
        string time = timeProvider.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        string path = Path.Combine(Path.GetTempPath(), $"marketsim-{time}-{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}.log");
        try
        {
            File.AppendAllText(path, $"{exception}{Environment.NewLine}");
            return $"Details are in {path}.";
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            return $"Details could not be written to {path}: {unwritable.Message}";
        }
    }
}
