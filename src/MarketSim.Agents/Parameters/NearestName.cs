namespace MarketSim.Agents.Parameters;

/// <summary>Finds the known name nearest to a misspelt one.</summary>
public static class NearestName
{
    /// <summary>The end of a message about an unknown name: the nearest known one, if any is near, and all of them.</summary>
    public static string Suggest(string text, IEnumerable<string> known)
    {
        List<string> names = [.. known];
        string? nearest = Find(text, names);
        string all = $"known are {string.Join(", ", names)}";
        return nearest is null ? all : $"did you mean {nearest}? {all}";
    }

    /// <summary>The known name with the fewest edits, the first of equals; null when all need more edits than a third of their letters.</summary>
    public static string? Find(string text, IEnumerable<string> known)
    {
        string? nearest = null;
        int minEdits = int.MaxValue;
        foreach (string name in known)
        {
            int maxEdits = Math.Max(1, name.Length / 3);
            if (Math.Abs(text.Length - name.Length) > maxEdits)
            {
                continue;
            }

            int edits = Edits(text, name);
            if (edits < minEdits && edits <= maxEdits)
            {
                (nearest, minEdits) = (name, edits);
            }
        }

        return nearest;
    }

    /// <summary>
    /// The edit distance of two texts: letters to insert, delete, replace or swap with their neighbour (Damerau 1964, optimal string alignment); case does
    /// not count.
    /// </summary>
    private static int Edits(string from, string to)
    {
        int[,] edits = new int[from.Length + 1, to.Length + 1];
        for (int i = 0; i <= from.Length; i++)
        {
            for (int j = 0; j <= to.Length; j++)
            {
                edits[i, j] = i == 0 || j == 0 ? i + j : MinEdits(edits, from, to, i, j);
            }
        }

        return edits[from.Length, to.Length];
    }

    // Of the first i letters to the first j, by the distances of shorter prefixes.
    private static int MinEdits(int[,] edits, string from, string to, int i, int j)
    {
        int replaced = edits[i - 1, j - 1] + (Same(from[i - 1], to[j - 1]) ? 0 : 1);
        int fewest = Math.Min(replaced, Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1);
        bool canSwap = i > 1 && j > 1 && Same(from[i - 1], to[j - 2]) && Same(from[i - 2], to[j - 1]);
        return canSwap ? Math.Min(fewest, edits[i - 2, j - 2] + 1) : fewest;
    }

    private static bool Same(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
