namespace MarketSim.Cluster.Tests.Simulated.Network;

/// <summary>What befalls frames, until when, and how many it has befallen.</summary>
internal sealed class NetworkWeather
{
    public TimeSpan LossUntil { get; set; }

    public double LossRate { get; set; }

    public TimeSpan DoublingUntil { get; set; }

    public TimeSpan DelayUntil { get; set; }

    public TimeSpan DisorderUntil { get; set; }

    public long Lost { get; set; }

    public long Doubled { get; set; }

    public long Delayed { get; set; }

    public long Overtaken { get; set; }

    public long CutOff { get; set; }

    public void Clear() => LossUntil = DoublingUntil = DelayUntil = DisorderUntil = TimeSpan.Zero;
}
