namespace MarketSim.Simulation.Scenarios.Reading;

/// <summary>Gathers what is wrong with one file, so that all of it can be said at once.</summary>
internal sealed class ProblemList(string file)
{
    private const int LongestQuotation = 60;
    private const int LongestMessage = 1_000;

    private readonly List<ScenarioProblem> _problems = [];

    public int Count => _problems.Count;

    public void Add(int line, string message) => _problems.Add(new ScenarioProblem(file, line, OneLine(message, LongestMessage)));

    /// <summary>Says that a value breaks a rule.</summary>
    /// <param name="rule">The end of "it must be …".</param>
    public void Refuse(string path, int line, string found, string rule) => Add(line, $"{path} is {Quote(found)}; it must be {rule}");

    public void ThrowIfAny()
    {
        if (_problems.Count > 0)
        {
            throw new ScenarioException([.. _problems.OrderBy(problem => problem.Line)]);
        }
    }

    private static string Quote(string found)
    {
        string line = OneLine(found, LongestQuotation);
        return line.Length == 0 ? "empty" : line;
    }

    /// <summary>What a user wrote may hold line breaks and terminal controls; a message may not.</summary>
    private static string OneLine(string text, int longest)
    {
        string line = string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character)).Trim();
        return line.Length > longest ? $"{line[..longest]}…" : line;
    }
}
