namespace MarketSim.Cli.Evaluations;

/// <summary>How the user wants policies judged and the result shown.</summary>
/// <param name="Groups">Null for all that learn.</param>
/// <param name="Against">Null for everybody.</param>
internal sealed record EvaluationSettings(
    int Episodes, int FirstEpisode, IReadOnlyList<string>? Groups, IReadOnlyList<string>? Against, int Threads, bool IsDeterministic, bool IsJson, bool IsQuiet)
{
    /// <summary>The folder of tables and page; null for the run's folder.</summary>
    public string? Output { get; init; }

    public bool ShowsProgress => !IsJson && !IsQuiet;
}
