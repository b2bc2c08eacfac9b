using System.Text;

namespace MarketSim.Simulation.Scenarios;

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

    public override string ToString() => _text.ToString();

    private YamlOutput Below() => new(_text, _indent + "  ");
}
