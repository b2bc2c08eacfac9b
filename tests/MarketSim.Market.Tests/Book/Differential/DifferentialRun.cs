using MarketSim.Market.Book;

namespace MarketSim.Market.Tests.Book.Differential;

/// <summary>Two books under one random stream; a difference comes back as the shortest sequence that shows it.</summary>
internal static class DifferentialRun
{
    private const int RequestsPerSeed = 50_000;

    /// <param name="stateEvery">The whole state is compared after every so many requests.</param>
    /// <returns>A report of the first difference, with the sequence as C# to paste into a test; null when there is none.</returns>
    public static string? FindDifference(
        PriceRegime regime, ulong firstSeed, int requests, Func<BookRules, BookUnderTest> expected, Func<BookRules, BookUnderTest> actual, int stateEvery = 1,
        Dictionary<(BookEventKind Kind, EventReason Reason), int>? seen = null)
    {
        for (ulong seed = firstSeed; requests > 0; seed++, requests -= RequestsPerSeed)
        {
            RequestGenerator generator = new(regime, seed);
            BookComparison comparison = new(expected(regime.Rules), actual(regime.Rules), stateEvery);
            List<BookRequest> sent = [];
            for (int index = 0; index < Math.Min(requests, RequestsPerSeed); index++)
            {
                sent.Add(generator.Next());
                if (comparison.Apply(sent[^1]) is not null)
                {
                    return Report(regime, seed, sent, expected, actual);
                }
            }

            foreach (((BookEventKind, EventReason) what, int count) in comparison.Seen)
            {
                if (seen is not null)
                {
                    seen[what] = seen.GetValueOrDefault(what) + count;
                }
            }
        }

        return null;
    }

    private static string Report(
        PriceRegime regime, ulong seed, List<BookRequest> sent, Func<BookRules, BookUnderTest> expected, Func<BookRules, BookUnderTest> actual)
    {
        string? FirstDifference(IEnumerable<BookRequest> requests) =>
            BookComparison.FirstDifference(expected(regime.Rules), actual(regime.Rules), requests);

        List<BookRequest> shortest = SequenceShrinker.Shrink(sent, candidate => FirstDifference(candidate) is not null);
        return $"Regime {regime.Name}, seed {seed}: {sent.Count} requests, {shortest.Count} of them suffice.\n"
            + string.Join('\n', shortest)
            + $"\n{FirstDifference(shortest)}";
    }
}
