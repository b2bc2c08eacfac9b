using System.CommandLine;
using System.CommandLine.Parsing;
using MarketSim.Scenarios;

namespace MarketSim.Cli.Commands;

/// <summary>The option <c>--set KEY=VALUE</c>, given any number of times: values in place of the scenario's own.</summary>
internal sealed class SetOption
{
    /// <summary>Maximum number of points of a grid; more would be a mistake in a list.</summary>
    private const int MaxPoints = 10_000;

    private readonly Option<SetList[]> _option;
    private readonly bool _takesLists;

    /// <param name="takesLists">Whether a value may be a list with commas, for a grid.</param>
    public SetOption(bool takesLists)
    {
        _takesLists = takesLists;
        _option = new Option<SetList[]>("--set")
        {
            Description = takesLists
                ? "A value, or several with commas between them, in place of the scenario's, e.g. --set agents.noise.count=100,200; several lists make a grid."
                : "A value in place of the scenario's, e.g. --set agents.noise.count=200 --set market.tickSize=0.05; a group is named by its name.",
            HelpName = "KEY=VALUE",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
            CustomParser = Parse,
        };
    }

    public void AddTo(Command command) => command.Options.Add(_option);

    /// <summary>The settings of a command that accepts no lists.</summary>
    public IReadOnlyList<ScenarioSetting> Of(ParseResult parsed) => [.. (parsed.GetValue(_option) ?? []).Select(static list => new ScenarioSetting(list.Path, list.Values[0]))];

    /// <summary>All combinations of the values, the last list varying fastest; one empty combination where nothing is set.</summary>
    public IReadOnlyList<IReadOnlyList<ScenarioSetting>> GridOf(ParseResult parsed)
    {
        IEnumerable<IReadOnlyList<ScenarioSetting>> points = [[]];
        foreach (SetList list in parsed.GetValue(_option) ?? [])
        {
            points = points.SelectMany(point => list.Values.Select(value => (IReadOnlyList<ScenarioSetting>)[.. point, new ScenarioSetting(list.Path, value)]));
        }

        return [.. points];
    }

    private SetList[] Parse(ArgumentResult result)
    {
        var lists = new List<SetList>();
        long points = 1;
        foreach (Token token in result.Tokens)
        {
            int equals = token.Value.IndexOf('=', StringComparison.Ordinal);
            string path = equals < 0 ? token.Value : token.Value[..equals].Trim();
            string[] values = equals < 0 ? [] : _takesLists ? token.Value[(equals + 1)..].Split(',', StringSplitOptions.TrimEntries) : [token.Value[(equals + 1)..].Trim()];
            if (equals <= 0 || path.Split('.').Any(static key => key.Length == 0) || values.Any(static value => value.Length == 0))
            {
                result.AddError($"--set is {token.Value}; it must be KEY=VALUE, e.g. --set agents.noise.count=200");
                return [];
            }

            if (lists.Any(list => list.Path == path))
            {
                result.AddError($"--set {path} is given twice; keep one of them{(_takesLists ? ", or give its values as a list with commas" : string.Empty)}");
                return [];
            }

            if (!_takesLists && values[0].Contains(',', StringComparison.Ordinal))
            {
                result.AddError($"--set {path} is {values[0]}, several values; `marketsim run` takes one. `marketsim sweep` runs all of them");
                return [];
            }

            points *= values.Distinct(StringComparer.Ordinal).Count();
            lists.Add(new SetList(path, [.. values.Distinct(StringComparer.Ordinal)]));
        }

        if (points > MaxPoints)
        {
            result.AddError(FormattableString.Invariant($"--set gives {points:N0} combinations; at most {MaxPoints:N0} make a grid"));
            return [];
        }

        return [.. lists];
    }

    private sealed record SetList(string Path, IReadOnlyList<string> Values);
}
