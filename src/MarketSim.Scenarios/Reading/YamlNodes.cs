namespace MarketSim.Scenarios.Reading;

/// <summary>A piece of a YAML document.</summary>
/// <param name="Line">From 1.</param>
internal abstract record YamlNode(int Line)
{
    /// <summary>The node as a message shows it: the text of a value, or the kind of the node.</summary>
    public abstract string Found { get; }
}

internal sealed record YamlText(int Line, string Text) : YamlNode(Line)
{
    public override string Found => Text;
}

internal sealed record YamlList(int Line, IReadOnlyList<YamlNode> Items) : YamlNode(Line)
{
    public override string Found => "a list";
}

/// <summary>Keys and values in the order of the file; keys may repeat.</summary>
internal sealed record YamlSection(int Line, IReadOnlyList<YamlEntry> Entries) : YamlNode(Line)
{
    public override string Found => "a section of keys";
}

internal sealed record YamlEntry(string Key, int Line, YamlNode Value);
