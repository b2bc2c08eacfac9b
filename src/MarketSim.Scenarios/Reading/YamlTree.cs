using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace MarketSim.Scenarios.Reading;

/// <summary>
/// Builds the tree of a document from its events. YamlDotNet's own tree stops at the first repeated key and follows aliases, which can grow
/// a few lines into gigabytes.
/// </summary>
internal sealed class YamlTree
{
    private const int MaxDepth = 16;

    private readonly Parser _parser;

    private readonly DocumentKind _kind;

    private YamlTree(string yaml, DocumentKind kind)
    {
        _parser = new Parser(new StringReader(yaml));
        _kind = kind;
    }

    /// <exception cref="YamlException">The text is not YAML, or uses what a scenario has no use for; with the position.</exception>
    public static YamlSection Read(string yaml, DocumentKind kind)
    {
        var tree = new YamlTree(yaml, kind);
        try
        {
            return tree.ReadDocument();
        }
#pragma warning disable MA0054 // Of a YamlException with a cause, the cause's text is shown, which says nothing here.
        catch (InvalidOperationException)
        {
            // The parser's answer to some texts with a bracket too few.
            Mark place = tree._parser.Current?.Start ?? Mark.Empty;
            throw new YamlException(place, place, "from here on the text is not YAML; look for a bracket or brace that is not closed");
        }
#pragma warning restore MA0054
    }

    private YamlSection ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.Accept<DocumentStart>(out _))
        {
            throw new YamlException(Mark.Empty, Mark.Empty, $"the file is empty; {_kind.Remedy}");
        }

        _parser.Consume<DocumentStart>();
        YamlNode root = ReadNode(depth: 1);
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out DocumentStart? second))
        {
            throw Refused(second, $"a second document begins here; a file holds one {_kind.Name}");
        }

        return root as YamlSection
            ?? throw new YamlException(Mark.Empty, Mark.Empty, $"the {_kind.Name} is {(root is YamlList ? "a list" : "a single value")}; it must be a section of keys, e.g. {_kind.FirstKey}");
    }

    private YamlNode ReadNode(int depth)
    {
        ParsingEvent current = _parser.Current ?? throw new YamlException("the document ends too early");
        if (depth > MaxDepth)
        {
            throw Refused(current, $"values are nested more than {MaxDepth} deep");
        }

        switch (current)
        {
            case Scalar scalar:
                _parser.MoveNext();
                return new YamlText(Line(scalar), IsNull(scalar) ? string.Empty : scalar.Value);
            case SequenceStart:
                return ReadList(depth);
            case MappingStart:
                return ReadSection(depth);
            default:
                throw Refused(current, "anchors and aliases (& and *) are not taken; write the value out");
        }
    }

    private YamlList ReadList(int depth)
    {
        SequenceStart start = _parser.Consume<SequenceStart>();
        var items = new List<YamlNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(depth + 1));
        }

        return new YamlList(Line(start), items);
    }

    private YamlSection ReadSection(int depth)
    {
        MappingStart start = _parser.Consume<MappingStart>();
        var entries = new List<YamlEntry>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (!_parser.TryConsume<Scalar>(out var key))
            {
                throw Refused(_parser.Current!, "a key must be a word");
            }

            entries.Add(new YamlEntry(key.Value, Line(key), ReadNode(depth + 1)));
        }

        return new YamlSection(Line(start), entries);
    }

    private static bool IsNull(Scalar scalar) => scalar is { Style: ScalarStyle.Plain, Value: "~" or "null" };

    private static int Line(ParsingEvent position) => (int)position.Start.Line;

    private static YamlException Refused(ParsingEvent position, string message) => new(position.Start, position.End, message);
}
