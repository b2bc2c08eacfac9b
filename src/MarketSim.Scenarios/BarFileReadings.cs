using System.Collections.Concurrent;
using MarketSim.Market.Data.Bars;
using MarketSim.Market.Data.Bars.Layouts;

namespace MarketSim.Scenarios;

/// <summary>The files of bars of this process: each is read once for as long as its bars are in use, so that all share one array.</summary>
internal static class BarFileReadings
{
    private static readonly ConcurrentDictionary<(string Sha256, BarLayout Layout), WeakReference<BarReading>> Known = new();

    /// <exception cref="ScenarioException">The file is gone, or is not the one that the scenario was read with.</exception>
    /// <exception cref="InvalidDataException">The file holds no bars; the message names line and rule.</exception>
    public static BarReading Read(ScenarioFile file)
    {
        file.RequireUnchanged();
        if (Known.TryGetValue((file.Sha256, file.Layout), out WeakReference<BarReading>? known) && known.TryGetTarget(out BarReading? reading))
        {
            return reading;
        }

        BarReading read = BarFile.Read(file.Path, file.Open, file.Layout);
        Known[(file.Sha256, file.Layout)] = new WeakReference<BarReading>(read);
        return read;
    }
}
