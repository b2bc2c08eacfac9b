using System.CommandLine;
using System.CommandLine.Parsing;
using MarketSim.Cluster.Profiles;

namespace MarketSim.Cli.Commands;

/// <summary>The cluster that a command is for: a profile, or the address of its store.</summary>
internal sealed class StoreOptions
{
    private readonly Option<string?> _cluster = new("--cluster") { Description = "Profile of the cluster: a YAML file with the key store.", HelpName = "FILE" };

    private readonly Option<string?> _store = new("--store")
    {
        Description = $"Address of the cluster's store, in place of a profile: sqlite:FILE or postgresql://… A database's password comes from {PasswordSource.DatabaseVariable} or …{PasswordSource.FileSuffix}.",
        HelpName = "URL",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_cluster);
        command.Options.Add(_store);
    }

    /// <summary>True when the command line names a cluster.</summary>
    public bool IsMeant(SymbolResult result) => result.GetResult(_cluster) is not null || result.GetResult(_store) is not null;

    /// <exception cref="ClusterSettingException">None is named, or it cannot be used.</exception>
    /// <exception cref="MarketSim.Scenarios.ScenarioException">The profile cannot be read.</exception>
    public StoreAddress Of(ParseResult parsed)
    {
        if (parsed.GetValue(_store) is { } text)
        {
            return StoreAddress.Read(text, _store.Name, PasswordSource.OfProcess);
        }

        string path = parsed.GetValue(_cluster)
            ?? throw new ClusterSettingException($"Which cluster? Give --cluster FILE, or --store {StoreAddress.Example}");
        return ClusterProfileReader.ReadStore(path, PasswordSource.OfProcess);
    }
}
