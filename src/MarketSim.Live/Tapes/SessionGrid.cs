namespace MarketSim.Live.Tapes;

/// <summary>The division of a session into buckets: whole numbers of samples, so that each ends with one.</summary>
/// <param name="open">Seconds of simulated time.</param>
/// <param name="close">Seconds of simulated time.</param>
/// <param name="sampleSeconds">Between two rows of the run's tables.</param>
internal sealed class SessionGrid(double open, double close, double sampleSeconds)
{
    private const int MaxBuckets = 600;

    // Times are decimal fractions: what is this close to a border lies on it.
    private const double Tolerance = 1e-6;

    public double Open { get; } = open;

    public double Close { get; } = close;

    public double BucketSeconds { get; } = Math.Max(1, Math.Ceiling((close - open) / MaxBuckets / sampleSeconds)) * sampleSeconds;

    /// <summary>The bucket that something happens in.</summary>
    public int IndexOf(double time) => Math.Clamp((int)Math.Floor(((time - Open) / BucketSeconds) + Tolerance), 0, MaxBuckets);

    /// <summary>The bucket that a sample ends: it shows the market before its time.</summary>
    public int IndexBefore(double time) => Math.Clamp((int)Math.Ceiling(((time - Open) / BucketSeconds) - Tolerance) - 1, 0, MaxBuckets);

    public double TimeOf(int index) => Open + (index * BucketSeconds);
}
