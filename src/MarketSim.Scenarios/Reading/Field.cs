namespace MarketSim.Scenarios.Reading;

/// <summary>A value of a file with its place in the file, kept until rules that concern several values have been checked.</summary>
/// <param name="Path">Keys from the top of the file, e.g. <c>market.tickSize</c>.</param>
/// <param name="Line">Line of the key, or of its section when it is missing.</param>
/// <param name="Text">As the user wrote it; for a default, as the user would write it.</param>
/// <param name="IsValid">False when it is missing or refused, which has been reported then.</param>
/// <param name="Value">The value; meaningless where <paramref name="IsValid"/> is false.</param>
public readonly record struct Field<T>(string Path, int Line, string Text, bool IsValid, T Value)
{
    /// <summary>Reports a value that breaks a rule, and makes the field invalid.</summary>
    internal Field<T> Refuse(ProblemList problems, string rule, ScenarioProblemCode code = ScenarioProblemCode.InvalidValue)
    {
        problems.Refuse(Path, Line, Text, rule, code);
        return this with { IsValid = false };
    }
}

/// <summary>The parsing rule of one kind of value, of a key in a file or of an option of the command line.</summary>
/// <param name="Text">Allowed values, as the end of "it must be …", with an example.</param>
/// <param name="Parse">Null when the text is not allowed.</param>
public sealed record ValueRule<T>(string Text, Func<string, Parsed<T>?> Parse);

/// <summary>A value that a rule allows.</summary>
public readonly record struct Parsed<T>(T Value);
