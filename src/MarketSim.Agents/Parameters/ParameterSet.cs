namespace MarketSim.Agents.Parameters;

/// <summary>Values for all parameters of a strategy, checked against their definitions.</summary>
public sealed class ParameterSet
{
    private readonly Dictionary<string, double> _values = new(StringComparer.Ordinal);

    /// <summary>Reads the values of all parameters.</summary>
    /// <param name="given">The user's values, by name; a missing one takes its default.</param>
    /// <exception cref="ArgumentException">A name is unknown, a value is not allowed, or one without default is missing; all problems are listed.</exception>
    public ParameterSet(IReadOnlyList<ParameterDefinition> definitions, IReadOnlyDictionary<string, string> given)
    {
        Definitions = definitions;
        IReadOnlyList<ParameterProblem> problems = Check(definitions, given);
        if (problems.Count > 0)
        {
            throw new ArgumentException(string.Join(Environment.NewLine, problems.Select(problem => problem.Message)), nameof(given));
        }

        foreach (ParameterDefinition definition in definitions)
        {
            _values[definition.Name] = ValueOf(definition, given);
        }

        GivenByFormerName = [.. definitions.Where(definition => definition.FormerName is { } former && given.ContainsKey(former))];
    }

    /// <summary>The definitions of all parameters.</summary>
    public IReadOnlyList<ParameterDefinition> Definitions { get; }

    /// <summary>The parameters that the user calls by the names of the last version.</summary>
    public IReadOnlyList<ParameterDefinition> GivenByFormerName { get; }

    /// <summary>The parameters that a scenario is written with (<see cref="ParameterDefinition.IsWrittenAtDefault"/>).</summary>
    public IEnumerable<ParameterDefinition> Written =>
        Definitions.Where(definition => definition.IsWrittenAtDefault || !_values[definition.Name].Equals(definition.Default));

    /// <summary>A value, in the unit of <see cref="ParameterUnit"/>.</summary>
    public double this[string name] => _values[name];

    /// <summary>The value of a <see cref="ParameterUnit.Duration"/> in nanoseconds.</summary>
    public long Nanoseconds(string name) => (long)_values[name];

    /// <summary>A parameter as a whole number.</summary>
    public int Count(string name) => (int)_values[name];

    /// <summary>The chosen word of a <see cref="ParameterUnit.Choice"/>, as a member of the enumeration with the words in the same order.</summary>
    public T Choice<T>(string name)
        where T : struct, Enum => (T)Enum.ToObject(typeof(T), (int)_values[name]);

    /// <summary>All problems of the user's values.</summary>
    public static IReadOnlyList<ParameterProblem> Check(IReadOnlyList<ParameterDefinition> definitions, IReadOnlyDictionary<string, string> given)
    {
        var problems = new List<ParameterProblem>();
        foreach ((string name, string text) in given)
        {
            ParameterDefinition? definition = definitions.FirstOrDefault(candidate => candidate.IsNamed(name));
            if (definition is null)
            {
                problems.Add(new ParameterProblem(name, $"{name} is not a known parameter; {NearestName.Suggest(name, definitions.Select(known => known.Name))}"));
            }
            else if (name == definition.FormerName && given.ContainsKey(definition.Name))
            {
                problems.Add(new ParameterProblem(name, $"{name} is the former name of {definition.Name}, which is given too; keep {definition.Name}"));
            }
            else if (!definition.TryParse(text, out _, out string? error))
            {
                problems.Add(new ParameterProblem(name, $"{name} is {text}; {error}"));
            }
        }

        problems.AddRange(definitions
            .Where(definition => definition.Default is null && !given.Keys.Any(definition.IsNamed))
            .Select(definition => new ParameterProblem(definition.Name, $"{definition.Name} is missing; it must be {definition.Allowed}")));

        // Pairs are compared only when every single value is valid.
        if (problems.Count == 0)
        {
            problems.AddRange(definitions
                .Where(definition => definition.LessThan is not null)
                .Select(definition => CheckLess(definition, definitions.First(other => other.Name == definition.LessThan), given))
                .OfType<ParameterProblem>());
        }

        return problems;
    }

    private static ParameterProblem? CheckLess(ParameterDefinition lower, ParameterDefinition upper, IReadOnlyDictionary<string, string> given)
    {
        double lowerValue = ValueOf(lower, given);
        double upperValue = ValueOf(upper, given);
        return lowerValue < upperValue
            ? null
            : new ParameterProblem(lower.Name, $"{lower.Name} is {lower.Format(lowerValue)}; it must be less than {upper.Name}, which is {upper.Format(upperValue)}");
    }

    private static double ValueOf(ParameterDefinition definition, IReadOnlyDictionary<string, string> given) =>
        TextOf(definition, given) is { } text && definition.TryParse(text, out double value, out _)
            ? value
            : definition.Default!.Value;

    private static string? TextOf(ParameterDefinition definition, IReadOnlyDictionary<string, string> given) =>
        given.GetValueOrDefault(definition.Name) ?? (definition.FormerName is { } former ? given.GetValueOrDefault(former) : null);
}

/// <summary>A problem of one parameter.</summary>
/// <param name="Message">Name, value found, rule and remedy.</param>
public sealed record ParameterProblem(string Name, string Message);
