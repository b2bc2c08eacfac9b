namespace MarketSim.Market.Tests.Book.Differential;

/// <summary>Cuts a failing sequence down: takes ever smaller pieces out for as long as it still fails (delta debugging, Zeller and Hildebrandt 2002).</summary>
internal static class SequenceShrinker
{
    /// <returns>A sequence that fails and would not without any one of its elements.</returns>
    public static List<T> Shrink<T>(IReadOnlyList<T> failing, Func<IReadOnlyList<T>, bool> fails)
    {
        List<T> kept = [.. failing];
        bool removedAny = true;
        for (int piece = Math.Max(1, kept.Count / 2); piece > 1 || removedAny; piece = Math.Max(1, piece / 2))
        {
            removedAny = false;
            for (int start = Math.Max(0, kept.Count - piece); start >= 0; start = start == 0 ? -1 : Math.Max(0, start - piece))
            {
                List<T> shorter = [.. kept.Take(start), .. kept.Skip(start + piece)];
                if (fails(shorter))
                {
                    kept = shorter;
                    removedAny = true;
                }
            }
        }

        return kept;
    }
}
