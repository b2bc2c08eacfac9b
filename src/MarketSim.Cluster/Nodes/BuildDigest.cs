using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace MarketSim.Cluster.Nodes;

/// <summary>The digest of a program: two nodes work on one run only when they are the same build, because another one may compute different results.</summary>
public static class BuildDigest
{
    private const string Family = "marketsim";

    /// <summary>SHA-256, in lower-case hexadecimal, over names and module version ids of all of MarketSim's assemblies; the compiler makes those ids of what it compiled.</summary>
    /// <param name="program">The assembly of the program; those that it references, and what these reference, are found from it.</param>
    public static string Of(Assembly program)
    {
        ArgumentNullException.ThrowIfNull(program);
        var modules = new SortedDictionary<string, Guid>(StringComparer.Ordinal);
        Collect(program, modules);
        string text = string.Concat(modules.Select(module => $"{module.Key} {module.Value:N}\n"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static void Collect(Assembly assembly, SortedDictionary<string, Guid> modules)
    {
        if (!modules.TryAdd(assembly.GetName().Name!, assembly.ManifestModule.ModuleVersionId))
        {
            return;
        }

        foreach (AssemblyName reference in assembly.GetReferencedAssemblies().Where(name => name.Name!.StartsWith(Family, StringComparison.OrdinalIgnoreCase)))
        {
            Collect(Assembly.Load(reference), modules);
        }
    }
}
