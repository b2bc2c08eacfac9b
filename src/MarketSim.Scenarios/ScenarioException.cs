namespace MarketSim.Scenarios;

/// <summary>A scenario that cannot be read. The message is meant for the user: a line per problem, with file, line, key, what was found and what is allowed.</summary>
public sealed class ScenarioException : Exception
{
    /// <param name="problems">At least one.</param>
    public ScenarioException(IReadOnlyList<ScenarioProblem> problems)
        : base(string.Join(Environment.NewLine, problems))
    {
        ArgumentOutOfRangeException.ThrowIfZero(problems.Count, nameof(problems));
        Problems = problems;
    }

    /// <summary>The problems, from the top of the file to its end: everything, or the first 50 and how many more there are.</summary>
    public IReadOnlyList<ScenarioProblem> Problems { get; }
}

/// <summary>One thing that is wrong with a scenario.</summary>
/// <param name="Line">From 1; 0 where the problem is the file itself.</param>
/// <param name="Message">Key, value found, rule and remedy.</param>
/// <param name="Code">The rule that is broken.</param>
public sealed record ScenarioProblem(string File, int Line, string Message, ScenarioProblemCode Code)
{
    /// <inheritdoc/>
    public override string ToString() => Line > 0 ? $"{File}:{Line}: {Message}" : $"{File}: {Message}";
}
