using System.Globalization;

namespace MarketSim.Reporting.Evaluations;

/// <summary>Evaluations of a run that a later one would replace: they are moved to <c>evaluations/1/</c>, <c>evaluations/2/</c>, … of the same folder.</summary>
public static class EarlierEvaluations
{
    /// <summary>Name of the folder.</summary>
    public const string FolderName = "evaluations";

    private static readonly string[] Files =
        [EvaluationTables.EpisodesFile, EvaluationTables.SummaryFile, EvaluationTables.PooledFile, EvaluationPage.FileName];

    /// <summary>Moves an earlier evaluation away.</summary>
    /// <param name="folder">Of the run.</param>
    /// <param name="others">Names of files that this kind of evaluation has beside those that every one has.</param>
    /// <returns>New path of the earlier one; null when there was none.</returns>
    public static string? Keep(string folder, params IReadOnlyList<string> others)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(others);
        string[] present = [.. Files.Concat(others).Select(file => Path.Combine(folder, file)).Where(File.Exists)];
        if (present.Length == 0)
        {
            return null;
        }

        string all = Path.Combine(folder, FolderName);
        int number = 1;
        while (Path.Exists(PathOf(all, number)))
        {
            number++;
        }

        string place = PathOf(all, number);
        Directory.CreateDirectory(place);
        foreach (string file in present)
        {
            File.Move(file, Path.Combine(place, Path.GetFileName(file)));
        }

        return place;
    }

    private static string PathOf(string all, int number) => Path.Combine(all, number.ToString(CultureInfo.InvariantCulture));
}
