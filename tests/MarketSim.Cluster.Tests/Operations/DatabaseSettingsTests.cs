namespace MarketSim.Cluster.Tests.Operations;

public sealed class DatabaseSettingsTests
{
    private const string Settings = "cluster-config/postgresql/postgresql.conf";

    [Theory]
    [InlineData("fsync")]
    [InlineData("synchronous_commit")]
    [InlineData("full_page_writes")]
    [InlineData("ssl")]
    public void Promise_of_durability_is_kept(string key) => Assert.Equal("on", OperatorFiles.Setting(Settings, key));

    [Fact]
    public void Nobody_connects_over_a_network_without_tls_and_a_password()
    {
        string[][] rules = [.. Rules("cluster-config/postgresql/pg_hba.conf").Where(rule => rule[0] != "local")];

        Assert.Contains(rules, rule => rule[0] == "hostssl" && rule[2] == "marketsim_node" && rule[^1] == "scram-sha-256");
        Assert.All(rules.Where(rule => rule[^1] != "reject"), rule => Assert.Equal(("hostssl", "scram-sha-256"), (rule[0], rule[^1])));
        Assert.Equal(["host", "all", "all", "all", "reject"], rules[^1]);
    }

    [Fact]
    public void Containers_connect_with_a_password()
    {
        string[][] rules = [.. Rules("docker/database/pg_hba.conf").Where(rule => rule[0] != "local")];

        Assert.All(rules, rule => Assert.Contains(rule[^1], new[] { "scram-sha-256", "reject" }, StringComparer.Ordinal));
        Assert.Equal(["host", "all", "all", "all", "reject"], rules[^1]);
    }

    [Fact]
    public void Roles_are_made_without_a_password_and_without_power()
    {
        IReadOnlyList<string> statements = [.. OperatorFiles.Settings("cluster-config/postgresql/roles.sql").Where(line => !line.StartsWith("--", StringComparison.Ordinal))];

        string[] roles = [.. statements.Where(line => line.StartsWith("alter role", StringComparison.Ordinal) && line.Contains("login", StringComparison.Ordinal))];
        Assert.Equal(3, roles.Length);
        Assert.All(roles, role => Assert.Contains("nosuperuser nocreatedb nocreaterole noreplication nobypassrls", role, StringComparison.Ordinal));
        Assert.DoesNotContain(statements, line => line.Contains("password", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Server_has_room_for_the_connections_of_all_roles()
    {
        int[] limits = [.. OperatorFiles.Settings("cluster-config/postgresql/roles.sql")
            .Where(line => line.Contains("connection limit", StringComparison.Ordinal))
            .Select(line => int.Parse(line.Split(' ')[^1].TrimEnd(';'), System.Globalization.CultureInfo.InvariantCulture))];
        int room = Number("max_connections") - Number("superuser_reserved_connections");

        Assert.InRange(limits.Max(), 1, room);
    }

    private static int Number(string key) => int.Parse(OperatorFiles.Setting(Settings, key), System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<string[]> Rules(string file) =>
        OperatorFiles.Settings(file).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
