using MarketSim.Agents.Parameters;

namespace MarketSim.Scenarios.Reading;

/// <summary>Reads the keys of one section; <see cref="Close"/> reports the keys that were not read as unknown.</summary>
public sealed class SectionReader
{
    private const string SectionRule = "a section of keys";

    private readonly Dictionary<string, YamlEntry> _entries = new(StringComparer.Ordinal);
    private readonly List<string> _known = [];
    private readonly string _path;

    /// <param name="path">Keys that lead here, empty for the top of the file.</param>
    /// <param name="line">Line at which a missing key is reported.</param>
    internal SectionReader(YamlSection section, string path, int line, ProblemList problems)
    {
        _path = path;
        Line = line;
        Problems = problems;
        foreach (YamlEntry entry in section.Entries)
        {
            if (!_entries.TryAdd(entry.Key, entry))
            {
                problems.Add(entry.Line, $"{PathOf(entry.Key)} is given twice, first in line {_entries[entry.Key].Line}; keep one of them", ScenarioProblemCode.DuplicateKey);
            }
        }
    }

    /// <summary>Line of the section's key.</summary>
    public int Line { get; }

    internal ProblemList Problems { get; }

    /// <summary>True when a key is given; it is a known key from here on, given or not.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>True when a key is given as a section.</summary>
    public bool HasSection(string key) => Find(key)?.Value is YamlSection;

    /// <summary>A value that must be given.</summary>
    public Field<T> Required<T>(string key, ValueRule<T> rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        if (Find(key) is { } entry)
        {
            return Parse(entry, rule);
        }

        ReportMissing(key, rule.Text);
        return Invalid<T>(key);
    }

    /// <summary>A value that may be left out.</summary>
    /// <param name="defaultText">The default as a user would write it.</param>
    public Field<T> Optional<T>(string key, ValueRule<T> rule, T defaultValue, string defaultText) =>
        Find(key) is { } entry ? Parse(entry, rule) : new Field<T>(PathOf(key), Line, defaultText, true, defaultValue);

    /// <summary>A value that may be left out, given as a text or as a list of texts, which the rule sees with commas between them.</summary>
    public Field<T> OptionalList<T>(string key, ValueRule<T> rule, T defaultValue)
    {
        ArgumentNullException.ThrowIfNull(rule);
        YamlEntry? entry = Find(key);
        if (entry?.Value is YamlList list && list.Items.All(item => item is YamlText))
        {
            entry = entry with { Value = new YamlText(list.Line, string.Join(',', list.Items.Select(item => item.Found))) };
        }

        return entry is null ? new Field<T>(PathOf(key), Line, string.Empty, true, defaultValue) : Parse(entry, rule);
    }

    /// <summary>A section that must be given; null when it is missing or something else, which is reported.</summary>
    public SectionReader? RequiredSection(string key)
    {
        YamlEntry? entry = Find(key);
        if (entry?.Value is YamlSection section)
        {
            return new SectionReader(section, PathOf(key), entry.Line, Problems);
        }

        if (entry is null)
            ReportMissing(key, SectionRule);
        else
            Problems.Refuse(PathOf(key), entry.Line, entry.Value.Found, SectionRule, ScenarioProblemCode.WrongType);
        return null;
    }

    /// <summary>A section that may be left out, and then is empty.</summary>
    public SectionReader Section(string key)
    {
        if (_entries.TryGetValue(key, out YamlEntry? entry) && entry.Value is not YamlText { Text: "" } && RequiredSection(key) is { } section)
        {
            return section;
        }

        Find(key);
        return new SectionReader(new YamlSection(LineOf(key), []), PathOf(key), LineOf(key), Problems);
    }

    /// <summary>A section with the keys of a file, which may be given as its path alone.</summary>
    public SectionReader FileSection(string key)
    {
        YamlEntry? entry = Find(key);
        return entry?.Value is YamlText { Text.Length: > 0 } path
            ? new SectionReader(new YamlSection(path.Line, [new YamlEntry("file", path.Line, path)]), PathOf(key), path.Line, Problems)
            : Section(key);
    }

    /// <summary>A section that may be given as the value of one of its keys alone.</summary>
    public SectionReader WordSection(string key, string wordKey)
    {
        YamlEntry? entry = Find(key);
        return entry?.Value is YamlText { Text.Length: > 0 } word
            ? new SectionReader(new YamlSection(word.Line, [new YamlEntry(wordKey, word.Line, word)]), PathOf(key), word.Line, Problems)
            : Section(key);
    }

    /// <summary>The sections of a list; those that are no sections are reported and left out.</summary>
    public IReadOnlyList<SectionReader> Sections(string key, string rule)
    {
        YamlEntry? entry = Find(key);
        if (entry?.Value is not YamlList { Items.Count: > 0 } list)
        {
            if (entry is null)
                ReportMissing(key, rule);
            else
                Problems.Refuse(PathOf(key), entry.Line, entry.Value is YamlList ? "an empty list" : entry.Value.Found, rule, ScenarioProblemCode.WrongType);
            return [];
        }

        var sections = new List<SectionReader>();
        for (int i = 0; i < list.Items.Count; i++)
        {
            string path = $"{PathOf(key)}[{i}]";
            if (list.Items[i] is YamlSection section)
                sections.Add(new SectionReader(section, path, section.Line, Problems));
            else
                Problems.Refuse(path, list.Items[i].Line, list.Items[i].Found, SectionRule, ScenarioProblemCode.WrongType);
        }

        return sections;
    }

    /// <summary>The keys that have not been asked for so far, each a section; what is none is reported and left out.</summary>
    public IReadOnlyList<(string Name, SectionReader Section)> TakeSections()
    {
        var sections = new List<(string, SectionReader)>();
        foreach (YamlEntry entry in _entries.Values.Where(entry => !_known.Contains(entry.Key, StringComparer.Ordinal)).ToList())
        {
            _known.Add(entry.Key);
            if (entry.Value is YamlSection section)
                sections.Add((entry.Key, new SectionReader(section, PathOf(entry.Key), entry.Line, Problems)));
            else
                Problems.Refuse(PathOf(entry.Key), entry.Line, entry.Value.Found, SectionRule, ScenarioProblemCode.WrongType);
        }

        return sections;
    }

    /// <summary>The keys that have not been asked for so far, with their texts; what is no text is reported and left out.</summary>
    public IReadOnlyDictionary<string, string> TakeTexts(string rule)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (YamlEntry entry in _entries.Values.Where(entry => !_known.Contains(entry.Key, StringComparer.Ordinal)).ToList())
        {
            _known.Add(entry.Key);
            if (MisplacedKeys.PlaceOf(entry.Key) is { } place)
                Problems.Add(entry.Line, $"{PathOf(entry.Key)} is not a known key here; {place}", ScenarioProblemCode.UnknownKey);
            else if (entry.Value is YamlText text)
                texts.Add(entry.Key, text.Text);
            else
                Problems.Refuse(PathOf(entry.Key), entry.Line, entry.Value.Found, rule, ScenarioProblemCode.WrongType);
        }

        return texts;
    }

    /// <summary>The line of a key; that of the section when the key is missing.</summary>
    public int LineOf(string key) => _entries.TryGetValue(key, out YamlEntry? entry) ? entry.Line : Line;

    /// <summary>Reports a key that must be given and is not.</summary>
    public void ReportMissing(string key, string rule) => Problems.Add(Line, $"{PathOf(key)} is missing; it must be {rule}", ScenarioProblemCode.MissingKey);

    /// <summary>Reports the keys that no part of the program reads.</summary>
    public void Close()
    {
        foreach (YamlEntry entry in _entries.Values.Where(entry => !_known.Contains(entry.Key, StringComparer.Ordinal)))
        {
            Problems.Add(
                entry.Line,
                MisplacedKeys.PlaceOf(entry.Key) is { } place
                    ? $"{PathOf(entry.Key)} is not a known key here; {place}"
                    : $"{PathOf(entry.Key)} is not a known key; {NearestName.Suggest(entry.Key, _known)}",
                ScenarioProblemCode.UnknownKey);
        }
    }

    /// <summary>The keys from the top of the file to a key of this section, with dots between them.</summary>
    public string PathOf(string key) => _path.Length == 0 ? key : $"{_path}.{key}";

    /// <summary>A placeholder for a field whose problem has been reported.</summary>
    public Field<T> Invalid<T>(string key) => new(PathOf(key), Line, string.Empty, false, default!);

    private Field<T> Parse<T>(YamlEntry entry, ValueRule<T> rule)
    {
        var field = new Field<T>(PathOf(entry.Key), entry.Line, entry.Value.Found, true, default!);
        return entry.Value is YamlText text && rule.Parse(text.Text.Trim()) is { } parsed
            ? field with { Value = parsed.Value }
            : field.Refuse(Problems, rule.Text, entry.Value is YamlText ? ScenarioProblemCode.InvalidValue : ScenarioProblemCode.WrongType);
    }

    private YamlEntry? Find(string key)
    {
        if (!_known.Contains(key, StringComparer.Ordinal))
        {
            _known.Add(key);
        }

        return _entries.GetValueOrDefault(key);
    }
}
