using System.CommandLine;
using MarketSim.Cli.Clusters;
using MarketSim.Cluster.Store.Postgres;

namespace MarketSim.Cli.Commands;

/// <summary>Where the cluster is that a command is for: a profile, or the address of its database.</summary>
internal sealed class DatabaseOptions
{
    private readonly Option<string?> _cluster = new("--cluster") { Description = "Profile of the cluster: a YAML file with the key database.", HelpName = "FILE" };

    private readonly Option<string?> _database = new("--database")
    {
        Description = $"Address of the cluster's database, in place of a profile. The password comes from {PasswordSource.DatabaseVariable} or …{PasswordSource.FileSuffix}.",
        HelpName = "URL",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_cluster);
        command.Options.Add(_database);
    }

    /// <exception cref="ClusterSettingException">None is named, or it cannot be used.</exception>
    /// <exception cref="Simulation.Scenarios.ScenarioException">The profile cannot be read.</exception>
    public PostgresOptions Of(ParseResult parsed)
    {
        if (parsed.GetValue(_database) is { } text)
        {
            return DatabaseAddress.Read(text, _database.Name, PasswordSource.OfProcess);
        }

        string path = parsed.GetValue(_cluster)
            ?? throw new ClusterSettingException($"Which cluster? Give --cluster FILE, or --database {DatabaseAddress.Example}");
        return ClusterFile.ReadDatabase(path, PasswordSource.OfProcess);
    }
}
