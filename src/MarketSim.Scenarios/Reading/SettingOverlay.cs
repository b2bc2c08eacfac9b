using System.Globalization;
using MarketSim.Agents.Parameters;

namespace MarketSim.Scenarios.Reading;

/// <summary>Puts settings into the tree of a scenario before anything of it is read, so that they keep the rules of its keys.</summary>
internal static class SettingOverlay
{
    // A problem without a line names the file alone, and the key with its value, which is the setting's.
    private const int NoLine = 0;

    /// <param name="problems">Takes settings whose path leads nowhere.</param>
    public static YamlSection Apply(YamlSection root, IReadOnlyList<ScenarioSetting> settings, ProblemList problems)
    {
        foreach (ScenarioSetting setting in settings)
        {
            root = Section(root, setting.Path.Split('.'), 0, setting, problems);
        }

        return root;
    }

    private static YamlSection Section(YamlSection section, string[] path, int depth, ScenarioSetting setting, ProblemList problems)
    {
        string key = path[depth];
        bool isLast = depth == path.Length - 1;
        YamlEntry? known = section.Entries.FirstOrDefault(entry => entry.Key == key);
        YamlNode value = isLast ? new YamlText(NoLine, setting.Value) : Inside(known?.Value, path, depth + 1, setting, problems);
        YamlEntry changed = new(key, isLast ? NoLine : known?.Line ?? NoLine, value);
        return known is null
            ? section with { Entries = [.. section.Entries, changed] }
            : section with { Entries = [.. section.Entries.Select(entry => ReferenceEquals(entry, known) ? changed : entry)] };
    }

    private static YamlNode Inside(YamlNode? node, string[] path, int depth, ScenarioSetting setting, ProblemList problems)
    {
        switch (node)
        {
            case YamlSection section:
                return Section(section, path, depth, setting, problems);
            case YamlList list:
                return Item(list, path, depth, setting, problems);
            case null or YamlText { Text: "" }:
                return Section(new YamlSection(NoLine, []), path, depth, setting, problems);
            default:
                problems.Add(node.Line, $"--set {setting} leads into {string.Join('.', path[..depth])}, which is {node.Found}; set that, or a key that it lies in");
                return node;
        }
    }

    private static YamlList Item(YamlList list, string[] path, int depth, ScenarioSetting setting, ProblemList problems)
    {
        string[] names = [.. list.Items.Select(NameOf)];
        int place = Array.FindIndex(names, name => string.Equals(name, path[depth], StringComparison.Ordinal));
        if (place < 0 && path[depth].StartsWith('[') && path[depth].EndsWith(']') && int.TryParse(path[depth][1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            place = number < list.Items.Count ? number : -1;
        }

        if (place < 0)
        {
            problems.Add(list.Line, $"--set {setting}: {string.Join('.', path[..depth])} has no {path[depth]}; {NearestName.Suggest(path[depth], names)}", ScenarioProblemCode.UnknownName);
            return list;
        }

        if (depth == path.Length - 1)
        {
            problems.Add(list.Line, $"--set {setting} names a whole item; name one of its keys, e.g. {setting.Path}.count");
            return list;
        }

        YamlNode changed = Inside(list.Items[place], path, depth + 1, setting, problems);
        return list with { Items = [.. list.Items.Select((item, index) => index == place ? changed : item)] };
    }

    private static string NameOf(YamlNode item, int place) =>
        (item as YamlSection)?.Entries.FirstOrDefault(static entry => entry.Key == "name")?.Value is YamlText { Text.Length: > 0 } name
            ? name.Text
            : string.Create(CultureInfo.InvariantCulture, $"[{place}]");
}
