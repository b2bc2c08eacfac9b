namespace MarketSim.Cli.Evaluations;

/// <summary>The settings of an evaluation that the user asks for: episodes, groups, opponents and output.</summary>
/// <param name="Groups">Null for all that learn.</param>
/// <param name="Against">Null for everybody.</param>
internal sealed record EvaluationSettings(
    int Episodes, int FirstEpisode, IReadOnlyList<string>? Groups, IReadOnlyList<string>? Against, int Threads, bool IsDeterministic, bool IsJson, bool IsQuiet)
{
    /// <summary>The folder of tables and page; null for the run's folder.</summary>
    public string? Output { get; init; }

    public bool ShowsProgress => !IsJson && !IsQuiet;
}
