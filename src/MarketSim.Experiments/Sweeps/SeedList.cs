using System.Globalization;

namespace MarketSim.Experiments.Sweeps;

/// <summary>Seeds as users write them: <c>1..100</c>, <c>1,5,9</c>, or both mixed; in their order, each once.</summary>
public static class SeedList
{
    private const int MaxSeeds = 100_000;

    /// <summary>Reads a list of at most 100,000 seeds.</summary>
    /// <returns>Null when the text is no list of seeds.</returns>
    public static IReadOnlyList<ulong>? Parse(string text)
    {
        var seeds = new List<ulong>();
        var known = new HashSet<ulong>();
        foreach (string piece in text.Split(',', StringSplitOptions.TrimEntries))
        {
            string[] ends = piece.Split("..", StringSplitOptions.TrimEntries);
            if (ends.Length > 2 || Seed(ends[0]) is not { } first || Seed(ends[^1]) is not { } last || last < first || last - first >= MaxSeeds)
            {
                return null;
            }

            for (ulong seed = first; ; seed++)
            {
                if (known.Add(seed))
                {
                    seeds.Add(seed);
                }

                if (seed == last)
                {
                    break;
                }
            }

            if (seeds.Count > MaxSeeds)
            {
                return null;
            }
        }

        return seeds;
    }

    /// <summary>The seeds as users write them, with ranges.</summary>
    /// <param name="seeds">Ascending, each once.</param>
    public static string Text(IReadOnlyList<ulong> seeds)
    {
        var pieces = new List<string>();
        for (int first = 0, next; first < seeds.Count; first = next)
        {
            next = first + 1;
            while (next < seeds.Count && seeds[next] == seeds[next - 1] + 1)
            {
                next++;
            }

            pieces.Add(next - first == 1 ? FormattableString.Invariant($"{seeds[first]}") : FormattableString.Invariant($"{seeds[first]}..{seeds[next - 1]}"));
        }

        return string.Join(',', pieces);
    }

    private static ulong? Seed(string text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed) ? seed : null;
}
