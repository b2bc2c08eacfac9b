using System.Globalization;
using MarketSim.Cli.Clusters;
using MarketSim.Cluster.Store.Postgres;

namespace MarketSim.Cli.LocalClusters;

/// <summary>What nodes that this program starts are told of their services: addresses as arguments, passwords in the environment.</summary>
/// <param name="Broker">Without a password.</param>
/// <param name="Database">Without a password.</param>
internal sealed record NodeServices(string Broker, string Database, string? BrokerPassword, string? DatabasePassword)
{
    /// <summary>How long an idle thread of the runtime's pool looks for work before it sleeps.</summary>
    private const string SpinVariable = "DOTNET_ThreadPool_UnfairSemaphoreSpinLimit";

    /// <exception cref="ClusterSettingException">The profile lacks an address, or one cannot be used.</exception>
    public static NodeServices Of(string profilePath, PasswordSource passwords)
    {
        ClusterProfile profile = ClusterProfileReader.ReadFile(profilePath);
        ProfileAddress broker = profile.Broker ?? throw new ClusterSettingException($"{profilePath} names no broker, which nodes need; it must have the key broker, e.g. broker: {BrokerAddress.Example}");
        ProfileAddress database = profile.Database ?? throw new ClusterSettingException($"{profilePath} names no database; it must have the key database, e.g. database: {DatabaseAddress.Example}");
        return new NodeServices(
            WithoutPassword(broker.Text),
            WithoutPassword(database.Text),
            BrokerAddress.Read(broker.Text, broker.Source, passwords).Password,
            DatabaseAddress.Read(database.Text, database.Source, passwords).Password);
    }

    public static NodeServices Of(int brokerPort, string brokerUser, string brokerPassword, PostgresOptions database) => new(
        string.Create(CultureInfo.InvariantCulture, $"amqp://{brokerUser}@127.0.0.1:{brokerPort}/"),
        string.Create(CultureInfo.InvariantCulture, $"postgresql://{database.User}@{database.Host}:{database.Port}/{database.Database}"),
        brokerPassword,
        database.Password);

    /// <summary>Variables for a node's process; null takes one away.</summary>
    public IReadOnlyDictionary<string, string?> Environment() => new SortedDictionary<string, string?>(StringComparer.Ordinal)
    {
        [PasswordSource.BrokerVariable] = BrokerPassword,
        [PasswordSource.BrokerVariable + PasswordSource.FileSuffix] = null,
        [PasswordSource.DatabaseVariable] = DatabasePassword,
        [PasswordSource.DatabaseVariable + PasswordSource.FileSuffix] = null,

        // A node mostly waits for others; here these are on the same processors, and would be kept from them. It halves a tick's processor time.
        [SpinVariable] = "0",
    };

    /// <summary>The compiler's version would show the passwords.</summary>
    public override string ToString() => $"{Broker}, {Database}";

    private static string WithoutPassword(string address) => new UriBuilder(address) { Password = string.Empty }.Uri.AbsoluteUri;
}
