using System.Reflection;

namespace MarketSim.Cluster.Store;

/// <summary>The SQL scripts of the folder <c>Schema</c>, each for one kind of database.</summary>
internal static class SchemaScript
{
    public static string Read(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"MarketSim.Cluster.Store.Schema.{name}.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
