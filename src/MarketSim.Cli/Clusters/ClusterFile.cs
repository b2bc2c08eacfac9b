using MarketSim.Cluster.Store.Postgres;

namespace MarketSim.Cli.Clusters;

/// <summary>The profile of a cluster, as those read it who give it work: they need its database only.</summary>
internal static class ClusterFile
{
    /// <exception cref="ClusterSettingException">It names no database, or one that cannot be used.</exception>
    /// <exception cref="Simulation.Scenarios.ScenarioException">The profile cannot be read.</exception>
    public static PostgresOptions ReadDatabase(string path, PasswordSource passwords)
    {
        ProfileAddress address = ClusterProfileReader.ReadFile(path).Database
            ?? throw new ClusterSettingException($"{path} names no database; it must have the key database, e.g. database: {DatabaseAddress.Example}");
        return DatabaseAddress.Read(address.Text, address.Source, passwords);
    }
}
