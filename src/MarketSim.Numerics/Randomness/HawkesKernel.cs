using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Numerics.Randomness;

/// <summary>
/// A self-exciting point process (Hawkes 1971, Biometrika 58) with two exponential kernels: its intensity is mu(t) + the sum over earlier events i of
/// n1 b1 exp(-b1 (t - ti)) + n2 b2 exp(-b2 (t - ti)). Each event has n1 + n2 events of its own on the mean, its branching ratio, so that the mean intensity is
/// mean(mu) / (1 - n1 - n2).
/// </summary>
/// <remarks>
/// Independent processes of one kernel together are a process of that kernel, whose mu is the sum of theirs: agents that each have one make a market that
/// excites itself.
/// </remarks>
public sealed class HawkesKernel
{
    /// <param name="shortBranching">n1: direct offspring by the short kernel, 0 or more; the sum of both is below 1.</param>
    /// <param name="shortSeconds">1 / b1: mean time to such offspring in seconds, greater than 0.</param>
    /// <param name="longBranching">n2, in the same way.</param>
    /// <param name="longSeconds">1 / b2.</param>
    public HawkesKernel(double shortBranching, double shortSeconds, double longBranching = 0, double longSeconds = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(shortBranching);
        ArgumentOutOfRangeException.ThrowIfNegative(longBranching);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shortSeconds);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(longSeconds);
        if (!(shortBranching + longBranching < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(shortBranching), shortBranching, $"The branching ratio, with {longBranching} of the other kernel, is below 1, or events never end.");
        }

        ShortBranching = shortBranching;
        ShortRate = 1 / shortSeconds;
        LongBranching = longBranching;
        LongRate = 1 / longSeconds;
    }

    /// <summary>Events that follow an event on the short time scale, on the mean.</summary>
    public double ShortBranching { get; }

    /// <summary>Events that follow an event on the long time scale, on the mean.</summary>
    public double LongBranching { get; }

    /// <summary>Mean number of events that an event causes directly.</summary>
    public double BranchingRatio => ShortBranching + LongBranching;

    /// <summary>b1, per second.</summary>
    internal double ShortRate { get; }

    /// <summary>b2, per second.</summary>
    internal double LongRate { get; }

    /// <summary>
    /// Seconds from the last event, or from the state's time, to the next: exact, by thinning (Ogata 1981, IEEE Transactions on Information Theory 27). The
    /// excitation only decays between events, so that the bound of mu plus the excitation at the last candidate bounds the intensity.
    /// </summary>
    /// <param name="state">Moves on to the time of the next event, which <see cref="Excite"/> then adds.</param>
    /// <param name="baseline">mu, from the state's time on.</param>
    /// <param name="limitSeconds">Time at which the search ends, in seconds.</param>
    /// <returns>Positive infinity where no event comes before the limit; the state is then that at the limit.</returns>
    public double Next<TBaseline>(ref HawkesState state, in TBaseline baseline, double limitSeconds, ref RandomStream random)
        where TBaseline : struct, IHawkesBaseline
    {
        double elapsed = 0;
        while (true)
        {
            double bound = baseline.Highest + state.ShortExcitation + state.LongExcitation;
            double gap = bound > 0 ? random.NextExponential(1 / bound) : double.PositiveInfinity;
            if (!(elapsed + gap < limitSeconds))
            {
                Decay(ref state, limitSeconds - elapsed);
                return double.PositiveInfinity;
            }

            elapsed += gap;
            Decay(ref state, gap);
            if (random.NextDouble() * bound < baseline.At(elapsed) + state.ShortExcitation + state.LongExcitation)
            {
                return elapsed;
            }
        }
    }

    /// <summary>Adds an event at the state's time.</summary>
    /// <param name="mark">Its offspring as a multiple of the mean, 0 or more: of marks with mean 1 the branching ratio is that of the kernel (Ogata 1988, JASA 83).</param>
    public void Excite(ref HawkesState state, double mark = 1)
    {
        state.ShortExcitation += mark * ShortBranching * ShortRate;
        state.LongExcitation += mark * LongBranching * LongRate;
    }

    private void Decay(ref HawkesState state, double seconds)
    {
        state.ShortExcitation *= Elementary.Exp(-ShortRate * seconds);
        state.LongExcitation *= Elementary.Exp(-LongRate * seconds);
    }
}

/// <summary>Intensity of a process without its own excitation.</summary>
public interface IHawkesBaseline
{
    /// <summary>No value is greater; events per second.</summary>
    double Highest { get; }

    /// <param name="seconds">After the state's time.</param>
    double At(double seconds);
}

/// <summary>The excitation that earlier events have left, in events per second.</summary>
public struct HawkesState
{
    /// <summary>Excess intensity on the short time scale.</summary>
    public double ShortExcitation { get; set; }

    /// <summary>Excess intensity on the long time scale.</summary>
    public double LongExcitation { get; set; }

    /// <summary>Writes the state, which <c>Restore</c> reads.</summary>
    public readonly void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(2);
        writer.WriteDouble(ShortExcitation);
        writer.WriteDouble(LongExcitation);
    }

    /// <summary>Restores the state that <c>Save</c> wrote.</summary>
    public static HawkesState Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(2);
        return new HawkesState { ShortExcitation = reader.ReadDouble(), LongExcitation = reader.ReadDouble() };
    }
}
