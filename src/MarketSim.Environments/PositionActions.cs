using MarketSim.Learning.Spaces;

namespace MarketSim.Environments;

/// <summary>The mapping of actions to positions, as shares of the maximum position: 1 is the maximum long one, -1 the maximum short one.</summary>
public sealed class PositionActions
{
    // Changes of the position by action; null where the action is the position itself.
    private readonly double[]? _changes;

    private PositionActions(double[]? changes, bool allowsShort, Space space)
    {
        _changes = changes;
        MinShare = allowsShort ? -1 : 0;
        Space = space;
    }

    /// <summary>The action space.</summary>
    public Space Space { get; }

    /// <summary>The maximum short position as a share of the maximum long one: -1, or 0 where none is allowed.</summary>
    public double MinShare { get; }

    /// <summary>Actions that are the position to take. Without short selling the space still is [-1, 1], and values below 0 mean flat.</summary>
    public static PositionActions Target(bool allowsShort = true) => new(null, allowsShort, BoxSpace.Uniform(1, -1, 1));

    /// <summary>
    /// Actions that are trades: with n sizes, action 0 sells the largest, n - 1 the smallest, n holds, n + 1 buys the smallest, 2n the largest.
    /// </summary>
    /// <param name="sizes">Rising, each greater than 0 and at most 2, as shares of the maximum position.</param>
    /// <exception cref="ArgumentException">There is no size, or they do not rise within their range.</exception>
    public static PositionActions Trades(ReadOnlySpan<double> sizes, bool allowsShort = true)
    {
        double previous = 0;
        foreach (double size in sizes)
        {
            if (!(size > previous && size <= 2))
            {
                throw new ArgumentException($"A size is {size} after {previous}; sizes must rise, be greater than 0 and at most 2.", nameof(sizes));
            }

            previous = size;
        }

        if (sizes.IsEmpty)
        {
            throw new ArgumentException("There must be at least one size.", nameof(sizes));
        }

        double[] changes = new double[(2 * sizes.Length) + 1];
        for (int i = 0; i < sizes.Length; i++)
        {
            changes[sizes.Length + 1 + i] = sizes[i];
            changes[sizes.Length - 1 - i] = -sizes[i];
        }

        return new PositionActions(changes, allowsShort, new DiscreteSpace(changes.Length));
    }

    /// <summary>The position that an action requests, as a share of the maximum.</summary>
    /// <param name="action">Element of <see cref="Space"/>.</param>
    /// <param name="present">The present position, as a share of the maximum.</param>
    public double TargetOf(ReadOnlySpan<float> action, double present)
    {
        if (_changes is null)
        {
            return Math.Clamp(action[0], MinShare, 1);
        }

        // Holding keeps a position that price changes have moved out of its bounds; any trade brings it back within them.
        double change = _changes[(int)action[0]];
        return change == 0 ? present : Math.Clamp(present + change, MinShare, 1);
    }

    /// <summary>The action nearest to a position; of two at the same distance, the one that trades less.</summary>
    /// <param name="target">The position to take, as a share of the maximum.</param>
    /// <param name="present">The present position, as a share of the maximum.</param>
    public float ActionFor(double target, double present)
    {
        if (_changes is null)
        {
            return (float)Math.Clamp(target, MinShare, 1);
        }

        // From holding outwards, so that a larger trade must be strictly nearer.
        int hold = _changes.Length / 2;
        int nearest = hold;
        for (int steps = 1; steps <= hold; steps++)
        {
            foreach (int action in (ReadOnlySpan<int>)[hold - steps, hold + steps])
            {
                nearest = Math.Abs(present + _changes[action] - target) < Math.Abs(present + _changes[nearest] - target) ? action : nearest;
            }
        }

        return nearest;
    }
}
