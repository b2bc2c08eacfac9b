namespace MarketSim.Cli.Clusters;

/// <summary>The profile of a cluster, as clients read it that give it work: they need its store only.</summary>
internal static class ClusterFile
{
    /// <exception cref="ClusterSettingException">It names no store, or one that cannot be used.</exception>
    /// <exception cref="MarketSim.Scenarios.ScenarioException">The profile cannot be read.</exception>
    public static StoreAddress ReadStore(string path, PasswordSource passwords)
    {
        ProfileAddress address = ClusterProfileReader.ReadFile(path).Store
            ?? throw new ClusterSettingException($"{path} names no store; it must have the key store, e.g. store: {StoreAddress.Example}");
        return StoreAddress.Read(address.Text, address.Source, passwords);
    }
}
