using System.Reflection;

namespace MarketSim.Cli.Tests.Architecture;

/// <summary>Which folders of a project use which: a folder is a namespace, its parent another one.</summary>
internal sealed class FolderGraph
{
    // By folder: the folders that it uses, each with one example.
    private readonly SortedDictionary<string, SortedDictionary<string, string>> _uses = new(StringComparer.Ordinal);

    /// <param name="types">Those that do not lie in a namespace are the compiler's.</param>
    public FolderGraph(IEnumerable<Type> types)
    {
        Type[] own = [.. types.Where(type => TypeUses.Outermost(type).Namespace is not null)];
        HashSet<Type> known = [.. own];
        foreach (Type type in own)
        {
            string folder = TypeUses.Outermost(type).Namespace!;
            foreach (Type used in TypeUses.Of(type).Where(used => known.Contains(used) && used.Namespace != folder))
            {
                UsesOf(folder).TryAdd(used.Namespace!, $"{TypeUses.Outermost(type).Name} uses {used.Name}");
            }
        }
    }

    public static FolderGraph Of(Assembly assembly) => new(assembly.GetTypes());

    /// <summary>The edges between folders that reach each other, as text with an example each; empty where there is no circle.</summary>
    public IReadOnlyList<string> Circles()
    {
        Dictionary<string, HashSet<string>> reached = _uses.Keys.ToDictionary(folder => folder, Reached, StringComparer.Ordinal);
        return
        [
            .. _uses.SelectMany(folder => folder.Value
                .Where(used => reached.TryGetValue(used.Key, out HashSet<string>? back) && back.Contains(folder.Key))
                .Select(used => $"{folder.Key} -> {used.Key}: {used.Value}")),
        ];
    }

    private SortedDictionary<string, string> UsesOf(string folder) =>
        _uses.TryGetValue(folder, out SortedDictionary<string, string>? uses) ? uses : _uses[folder] = new SortedDictionary<string, string>(StringComparer.Ordinal);

    private HashSet<string> Reached(string folder)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([folder]);
        while (open.TryPop(out string? next))
        {
            foreach (string used in _uses.GetValueOrDefault(next)?.Keys.AsEnumerable() ?? [])
            {
                if (reached.Add(used))
                {
                    open.Push(used);
                }
            }
        }

        return reached;
    }
}
