namespace MarketSim.Scenarios.Reading;

/// <summary>Gathers what is wrong with one file, so that all of it can be said at once.</summary>
internal sealed class ProblemList(string file)
{
    private const int MaxQuotationLength = 60;
    private const int MaxMessageLength = 1_000;
    private const int MaxProblems = 50;

    private readonly List<ScenarioProblem> _problems = [];

    public int Count => _problems.Count;

    public void Add(int line, string message, ScenarioProblemCode code = ScenarioProblemCode.Conflict) =>
        _problems.Add(new ScenarioProblem(file, line, OneLine(message, MaxMessageLength), code));

    /// <summary>Says that a value breaks a rule.</summary>
    /// <param name="rule">The end of "it must be …".</param>
    public void Refuse(string path, int line, string found, string rule, ScenarioProblemCode code = ScenarioProblemCode.InvalidValue) =>
        Add(line, $"{path} is {Quote(found)}; it must be {rule}", code);

    public void ThrowIfAny()
    {
        if (_problems.Count == 0)
        {
            return;
        }

        List<ScenarioProblem> ordered = [.. _problems.OrderBy(problem => problem.Line)];
        if (ordered.Count > MaxProblems)
        {
            // Another kind of file altogether: more of the same would bury the first messages.
            ScenarioProblem first = ordered[MaxProblems];
            int others = ordered.Count - MaxProblems;
            ordered.RemoveRange(MaxProblems, others);
            ordered.Add(first with { Message = $"{others} more problems from here on; is this the right file?" });
        }

        throw new ScenarioException(ordered);
    }

    private static string Quote(string found)
    {
        string line = OneLine(found, MaxQuotationLength);
        return line.Length == 0 ? "empty" : line;
    }

    /// <summary>Replaces line breaks and terminal controls of a user's text, which a message must not contain, and shortens it.</summary>
    private static string OneLine(string text, int longest)
    {
        string line = string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character)).Trim();
        return line.Length > longest ? $"{line[..longest]}…" : line;
    }
}
