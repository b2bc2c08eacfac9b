namespace MarketSim.Agents.Population;

/// <summary>The restarts of an agent whose strategy throws. Everything counts ticks, so that it repeats exactly.</summary>
/// <param name="MaximumRestarts">Maximum restarts within <paramref name="WindowTicks"/>; one more failure stops the agent for good.</param>
/// <param name="WindowTicks">Length of the window, in ticks.</param>
/// <param name="MaximumBackoffTicks">Maximum pause; it doubles with each restart in the window: 1, 2, 4, …</param>
public sealed record RestartPolicy(int MaximumRestarts, long WindowTicks, long MaximumBackoffTicks)
{
    /// <summary>Ten restarts in 10,000 ticks.</summary>
    public static RestartPolicy Default { get; } = new(MaximumRestarts: 10, WindowTicks: 10_000, MaximumBackoffTicks: 256);

    /// <summary>Ticks to sleep after the given restart, the first being 1.</summary>
    public long BackoffTicks(int restart) =>
        // A shift by more would overflow.
        restart >= 62 ? MaximumBackoffTicks : Math.Min(MaximumBackoffTicks, 1L << (restart - 1));
}
