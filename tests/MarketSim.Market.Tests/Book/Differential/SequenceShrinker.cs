namespace MarketSim.Market.Tests.Book.Differential;

/// <summary>Cuts a failing sequence down: takes ever smaller pieces out for as long as it still fails (delta debugging, Zeller and Hildebrandt 2002).</summary>
internal static class SequenceShrinker
{
    /// <returns>A sequence that fails, and would not without any one of its elements.</returns>
    public static List<T> Shrink<T>(IReadOnlyList<T> failing, Func<IReadOnlyList<T>, bool> fails)
    {
        List<T> kept = [.. failing];
        for (int piece = Math.Max(1, kept.Count / 2); piece > 1; piece /= 2)
        {
            TakePiecesOut(ref kept, piece, fails);
        }

        while (TakePiecesOut(ref kept, 1, fails))
        {
            // An element that was needed may no longer be, now that others are gone.
        }

        return kept;
    }

    /// <summary>Tries every piece of that length, from the back.</summary>
    /// <returns>Whether any could be taken out.</returns>
    private static bool TakePiecesOut<T>(ref List<T> kept, int piece, Func<IReadOnlyList<T>, bool> fails)
    {
        int before = kept.Count;
        for (int end = kept.Count; end > 0; end -= piece)
        {
            int start = Math.Max(0, end - piece);
            List<T> shorter = [.. kept.Take(start), .. kept.Skip(end)];
            if (fails(shorter))
            {
                kept = shorter;
            }
        }

        return kept.Count < before;
    }
}
