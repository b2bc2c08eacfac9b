using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;
using MarketSim.Agents.Strategies;

namespace MarketSim.Scenarios.Plugins;

/// <summary>Loads the strategies of a plugin: what its public types offer as public static properties of type <see cref="StrategyDefinition"/>.</summary>
internal static class PluginLoader
{
    // The same bytes are the same assembly, however often a process reads its scenario.
    private static readonly ConcurrentDictionary<string, Lazy<IReadOnlyList<StrategyDefinition>>> Loaded = new(StringComparer.Ordinal);

    /// <param name="path">Path of the assembly; its dependencies are resolved beside it.</param>
    /// <param name="content">Its bytes: those that the digest is of are those that run.</param>
    /// <param name="sha256">Of the bytes.</param>
    /// <exception cref="InvalidDataException">It is no assembly of .NET, was made for another version of MarketSim, or holds no strategy.</exception>
    public static IReadOnlyList<StrategyDefinition> Load(string path, byte[] content, string sha256) =>
        Loaded.GetOrAdd(sha256, _ => new Lazy<IReadOnlyList<StrategyDefinition>>(() => Load(path, content))).Value;

    private static List<StrategyDefinition> Load(string path, byte[] content)
    {
        List<StrategyDefinition> strategies;
        try
        {
            Assembly assembly = new PluginContext(path).LoadFromStream(new MemoryStream(content, writable: false));
            strategies = [.. assembly.GetExportedTypes().SelectMany(StrategiesOf)];
        }
        catch (Exception exception) when (exception is BadImageFormatException or IOException or TypeLoadException or ReflectionTypeLoadException or TargetInvocationException or MissingMemberException)
        {
            Exception cause = exception.InnerException ?? exception;
            throw new InvalidDataException($"it cannot be loaded: {cause.Message} Build it against this version of MarketSim", exception);
        }

        return strategies.Count > 0
            ? strategies
            : throw new InvalidDataException($"it holds no strategy; a public class must have a public static property of type {nameof(StrategyDefinition)}");
    }

    private static IEnumerable<StrategyDefinition> StrategiesOf(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Static)
        .Where(static property => property.PropertyType == typeof(StrategyDefinition) && property.GetMethod is not null && property.GetIndexParameters().Length == 0)
        .OrderBy(static property => property.Name, StringComparer.Ordinal)
        .Select(static property => (StrategyDefinition)property.GetValue(null)!);

    /// <summary>MarketSim's own assemblies are the program's, so that their types are the same; everything else lies beside the plugin.</summary>
    private sealed class PluginContext(string path) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(path))
    {
        private readonly AssemblyDependencyResolver? _resolver = File.Exists(path) ? new AssemblyDependencyResolver(path) : null;

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            try
            {
                return Default.LoadFromAssemblyName(assemblyName);
            }
            catch (FileNotFoundException)
            {
                string? found = _resolver?.ResolveAssemblyToPath(assemblyName);
                return found is null ? null : LoadFromAssemblyPath(found);
            }
        }
    }
}
