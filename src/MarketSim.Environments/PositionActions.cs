using MarketSim.Learning.Spaces;

namespace MarketSim.Environments;

/// <summary>How actions name positions, as shares of the greatest position: 1 is the greatest long one, -1 the greatest short one.</summary>
public sealed class PositionActions
{
    private readonly double[]? _changes;

    private PositionActions(double[]? changes, bool allowsShort, Space space)
    {
        _changes = changes;
        Lowest = allowsShort ? -1 : 0;
        Space = space;
    }

    /// <summary>The action space.</summary>
    public Space Space { get; }

    /// <summary>The greatest short position as a share of the greatest long one: -1, or 0 where none is allowed.</summary>
    public double Lowest { get; }

    /// <summary>The action is the position to have. Without short selling the space still is [-1, 1], and what is below 0 means flat.</summary>
    public static PositionActions Target(bool allowsShort = true) => new(null, allowsShort, BoxSpace.Uniform(1, -1, 1));

    /// <summary>
    /// The action is a trade: with n sizes, action 0 sells the greatest, n - 1 the smallest, n holds, n + 1 buys the smallest, 2n the greatest.
    /// </summary>
    /// <param name="sizes">Rising, each greater than 0 and at most 2, as shares of the greatest position.</param>
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

    /// <summary>The position that an action asks for, as a share of the greatest.</summary>
    /// <param name="action">Of <see cref="Space"/>.</param>
    /// <param name="present">The position now, as a share of the greatest.</param>
    public double TargetOf(ReadOnlySpan<float> action, double present)
    {
        double target = _changes is null ? action[0] : present + _changes[(int)action[0]];

        // Holding keeps a position that has outgrown the bounds by itself; a trade brings it back within.
        return _changes is not null && _changes[(int)action[0]] == 0 ? present : Math.Clamp(target, Lowest, 1);
    }

    /// <summary>The action that comes nearest to a position; of two that are as near, the one that trades less.</summary>
    /// <param name="target">The position to have, as a share of the greatest.</param>
    /// <param name="present">The position now, as a share of the greatest.</param>
    public float ActionFor(double target, double present)
    {
        if (_changes is null)
        {
            return (float)Math.Clamp(target, Lowest, 1);
        }

        int nearest = _changes.Length / 2;
        for (int distance = 1; distance <= _changes.Length / 2; distance++)
        {
            foreach (int action in (ReadOnlySpan<int>)[(_changes.Length / 2) - distance, (_changes.Length / 2) + distance])
            {
                nearest = Math.Abs(present + _changes[action] - target) < Math.Abs(present + _changes[nearest] - target) ? action : nearest;
            }
        }

        return nearest;
    }
}
