using System.Text;
using MarketSim.Agents.Parameters;

namespace MarketSim.Scenarios;

/// <summary>Lines of YAML at one depth; sections and items below it write into the same text.</summary>
internal sealed class YamlOutput
{
    private readonly StringBuilder _text;
    private readonly string _indent;

    public YamlOutput()
        : this(new StringBuilder(), string.Empty)
    {
    }

    private YamlOutput(StringBuilder text, string indent)
    {
        _text = text;
        _indent = indent;
    }

    public void Line(string key, string value) => _text.Append(_indent).Append(key).Append(": ").Append(value).Append('\n');

    public YamlOutput Section(string key)
    {
        _text.Append(_indent).Append(key).Append(":\n");
        return Below();
    }

    /// <summary>Begins an item of a list with its first key.</summary>
    public YamlOutput Item(string key, string value)
    {
        _text.Append(_indent).Append("- ").Append(key).Append(": ").Append(value).Append('\n');
        return Below();
    }

    /// <summary>A line for each parameter.</summary>
    /// <param name="byFormerNames">For digests, which a new name must not change.</param>
    public void Parameters(ParameterSet parameters, bool byFormerNames = false)
    {
        foreach (ParameterDefinition definition in parameters.Written)
        {
            Line(byFormerNames ? definition.FormerName ?? definition.Name : definition.Name, ScenarioFormat.Parameter(definition, parameters[definition.Name]));
        }
    }

    public override string ToString() => _text.ToString();

    /// <summary>A text in double quotes, as YAML and JSON both read it.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (char character in text)
        {
            quoted.Append(character switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                _ when char.IsControl(character) || character is '\uFEFF' or '\u2028' or '\u2029' => $"\\u{(int)character:x4}",
                _ => character.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    private YamlOutput Below() => new(_text, _indent + "  ");
}
