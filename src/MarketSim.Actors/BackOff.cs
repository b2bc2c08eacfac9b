using MarketSim.Actors.Dispatching;

namespace MarketSim.Actors;

/// <summary>Delay before a restart: the shortest, then doubled with each further failure up to the longest. The child's messages wait.</summary>
public sealed class BackOff
{
    /// <param name="shortest">Positive.</param>
    /// <param name="longest">At least <paramref name="shortest"/>; the jitter comes on top.</param>
    /// <param name="jitter">0 to 1: a delay is lengthened by up to this share, drawn from the system's seed, the child's path and the number of the failure.</param>
    /// <param name="resetAfter">A child that ran this long since its last restart starts again with the shortest delay; <paramref name="longest"/> when left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public BackOff(TimeSpan shortest, TimeSpan longest, double jitter = 0.2, TimeSpan? resetAfter = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(shortest, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(longest, shortest);
        if (jitter is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(jitter), jitter, "The jitter must be between 0 and 1.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(resetAfter ?? longest, TimeSpan.Zero, nameof(resetAfter));
        Shortest = shortest;
        Longest = longest;
        Jitter = jitter;
        ResetAfter = resetAfter ?? longest;
    }

    public TimeSpan Shortest { get; }

    public TimeSpan Longest { get; }

    public double Jitter { get; }

    public TimeSpan ResetAfter { get; }

    internal TimeSpan Delay(int step, ulong seed, ActorPath child)
    {
        TimeSpan delay = Shortest;
        for (int i = 0; i < step && delay < Longest; i++)
        {
            delay = delay > Longest / 2 ? Longest : delay * 2;
        }

        SplitMix chance = new(seed ^ SplitMix.Mix(child.StableHash() + (ulong)step));
        return delay + (delay * (Jitter * chance.NextUnit()));
    }
}
