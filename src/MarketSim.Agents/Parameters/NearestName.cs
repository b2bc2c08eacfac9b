namespace MarketSim.Agents.Parameters;

/// <summary>Finds the name that somebody who misspelt one probably meant.</summary>
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

    /// <summary>The known name that takes the fewest edits, the first of equals; null when all take more than a third of the letters.</summary>
    public static string? Find(string text, IEnumerable<string> known)
    {
        string? nearest = null;
        int fewest = int.MaxValue;
        foreach (string name in known)
        {
            int mostEdits = Math.Max(1, name.Length / 3);
            if (Math.Abs(text.Length - name.Length) > mostEdits)
            {
                continue;
            }

            int edits = Edits(text, name);
            if (edits < fewest && edits <= mostEdits)
            {
                (nearest, fewest) = (name, edits);
            }
        }

        return nearest;
    }

    /// <summary>Letters to insert, delete, replace or swap with their neighbour to turn one text into the other; case does not count.</summary>
    private static int Edits(string from, string to)
    {
        int[,] edits = new int[from.Length + 1, to.Length + 1];
        for (int i = 0; i <= from.Length; i++)
        {
            for (int j = 0; j <= to.Length; j++)
            {
                edits[i, j] = i == 0 || j == 0 ? i + j : Least(edits, from, to, i, j);
            }
        }

        return edits[from.Length, to.Length];
    }

    private static int Least(int[,] edits, string from, string to, int i, int j)
    {
        int replaced = edits[i - 1, j - 1] + (Same(from[i - 1], to[j - 1]) ? 0 : 1);
        int least = Math.Min(replaced, Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1);
        bool swapped = i > 1 && j > 1 && Same(from[i - 1], to[j - 2]) && Same(from[i - 2], to[j - 1]);
        return swapped ? Math.Min(least, edits[i - 2, j - 2] + 1) : least;
    }

    private static bool Same(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
