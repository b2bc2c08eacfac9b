using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace MarketSim.Cli.Nodes;

/// <summary>Tells programs apart that may compute different results: two nodes work on one run only when they are the same build.</summary>
internal static class BuildDigest
{
    private const string Family = "marketsim";

    /// <summary>SHA-256, in lower-case hexadecimal, over names and module version ids of all of MarketSim's assemblies; the compiler makes those ids of what it compiled.</summary>
    public static string Compute()
    {
        var modules = new SortedDictionary<string, Guid>(StringComparer.Ordinal);
        Collect(typeof(BuildDigest).Assembly, modules);
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
