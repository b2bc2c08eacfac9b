using System.CommandLine;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Cli.Commands;

/// <summary>Options whose values keep the same rules as the keys of a file.</summary>
internal static class RuleOption
{
    /// <returns>An option whose value is null when it is not given.</returns>
    public static Option<T?> Create<T>(string name, ValueRule<T> rule, string helpName, string description)
        where T : class => new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result => Parse(result, name, rule) is { } parsed ? parsed.Value : null,
        };

    /// <inheritdoc cref="Create"/>
    public static Option<T?> CreateNumber<T>(string name, ValueRule<T> rule, string helpName, string description)
        where T : struct => new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result => Parse(result, name, rule) is { } parsed ? parsed.Value : null,
        };

    private static Parsed<T>? Parse<T>(System.CommandLine.Parsing.ArgumentResult result, string name, ValueRule<T> rule)
    {
        string text = result.Tokens[^1].Value;
        Parsed<T>? parsed = rule.Parse(text);
        if (parsed is null)
        {
            result.AddError($"{name} is {text}; it must be {rule.Text}");
        }

        return parsed;
    }
}
