using MarketSim.Market.Data;
using MarketSim.Market.Data.Bars;
using MarketSim.Market.Orders;
using MarketSim.Numerics.Statistics;
using MarketSim.Reporting.Series;
using MarketSim.Reporting.StylizedFacts;
using MarketSim.Results.Tables;

namespace MarketSim.Reporting.Realism;

/// <summary>A real series beside simulated ones: bars in any layout that scenarios take, or the messages of a LOBSTER day.</summary>
internal static class RealSeries
{
    private const string LobsterMark = "_message_";

    /// <exception cref="InvalidDataException">The file is neither, or malformed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RealismRun Read(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        return name.Contains(LobsterMark, StringComparison.Ordinal) ? OfMessages(path, name) : OfBars(path, name);
    }

    // Where the time between two bars is far from the usual one, a piece ends; the calendar of daily bars has such places at every weekend, which are none.
    private static RealismRun OfBars(string path, string name)
    {
        BarSeries bars = BarFile.Read(path);
        if (bars.Count < 2)
        {
            throw new InvalidDataException($"{path} has {bars.Count} bars; there must be at least 2.");
        }

        double[] gaps = [.. Enumerable.Range(1, bars.Count - 1).Select(bar => (bars[bar].Time - bars[bar - 1].Time).TotalSeconds).Where(gap => gap > 0)];
        double interval = Quantile.Median(gaps);
        var samples = new BookSamples();
        double volume = 0;
        for (int bar = 0; bar < bars.Count; bar++)
        {
            // Bars follow one another evenly, as trading time does.
            samples.TimeSeconds.Add(bar * interval);
            samples.Mid.Add(bars[bar].Close);
            samples.CumulativeVolume.Add(volume += double.IsNaN(bars[bar].Volume) ? 0 : bars[bar].Volume);
        }

        var pricePath = new PricePath(samples, EpisodeBorders.None);
        double used = Math.Max(interval, ReturnFacts.MinuteSeconds);
        var facts = new ReturnFacts(pricePath, used);
        return new RealismRun(
            $"{name} ({Durations.Label(used)})",
            [facts.NoMemoryOfReturns(), facts.FatTails(), facts.ExcessKurtosis(), facts.VolatilityClusters(), facts.VolumeMovesWithVolatility()],
            RealismCurves.Of(pricePath, used));
    }

    private static RealismRun OfMessages(string path, string name)
    {
        var flow = new TradeFlow(EpisodeBorders.None);
        var samples = new BookSamples();
        double volume = 0;
        long number = 0;
        double last = double.NaN;
        double nextSample = double.NaN;
        foreach (LobsterMessage message in LobsterFile.ReadMessages(path).Where(message => message.Type is LobsterMessageType.Execution or LobsterMessageType.HiddenExecution))
        {
            double time = message.Time.Seconds;
            for (nextSample = double.IsNaN(nextSample) ? Math.Floor(time) : nextSample; nextSample <= time; nextSample++)
            {
                samples.TimeSeconds.Add(nextSample);
                samples.Mid.Add(last);
                samples.CumulativeVolume.Add(volume);
            }

            // Executions of one instant are fills of one aggressor, whose side is the other one of the resting order's.
            number = samples.Count > 0 && time == flow.LastTimeSeconds ? number : number + 1;
            last = message.Price.Ticks / LobsterFile.TicksPerDollar;
            volume += message.Size.Lots;
            flow.Add(new Trade(time, last, message.Size.Lots, message.Side == Side.Sell, 0, number));
        }

        var pricePath = new PricePath(samples, EpisodeBorders.None);
        var facts = new ReturnFacts(pricePath);
        return new RealismRun(
            name,
            [facts.NoMemoryOfReturns(), facts.FatTails(), facts.ExcessKurtosis(), facts.VolatilityClusters(), facts.VolumeMovesWithVolatility(), flow.SignsRemember(), flow.TradesComeInBursts()],
            RealismCurves.Of(pricePath, ReturnFacts.MinuteSeconds) with { SignMemory = flow.SignMemory(RealismCurves.LastLag) });
    }
}
