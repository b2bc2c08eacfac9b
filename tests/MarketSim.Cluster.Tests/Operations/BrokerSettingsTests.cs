using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Transport;

namespace MarketSim.Cluster.Tests.Operations;

public sealed class BrokerSettingsTests : IDisposable
{
    private const string Settings = "cluster-config/rabbitmq/rabbitmq.conf";

    private readonly JsonDocument _definitions = JsonDocument.Parse(OperatorFiles.Text("cluster-config/rabbitmq/definitions.json"));

    public void Dispose() => _definitions.Dispose();

    [Theory]
    [InlineData("configure")]
    [InlineData("read")]
    public void Node_may_declare_and_read_inboxes_only(string right)
    {
        Assert.True(MayUse(right, NodeNames.Inbox("market-1", 17)));
        Assert.False(MayUse(right, "orders"));
        Assert.False(MayUse(right, "my.node.market-1.17"));
        Assert.False(MayUse(right, "amq.default"));
    }

    [Fact]
    public void Node_may_write_to_the_default_exchange_only()
    {
        Assert.True(MayUse("write", "amq.default"));
        Assert.False(MayUse("write", "amq.topic"));
        Assert.False(MayUse("write", NodeNames.Inbox("market-1", 17)));
    }

    [Fact]
    public void Users_have_no_password_and_no_power_over_the_broker()
    {
        JsonElement user = Assert.Single(_definitions.RootElement.GetProperty("users").EnumerateArray());

        Assert.Equal("", user.GetProperty("password_hash").GetString());
        Assert.False(user.TryGetProperty("password", out _));
        Assert.Equal(0, user.GetProperty("tags").GetArrayLength());
    }

    [Fact]
    public void Longest_frame_fits_into_a_message() =>
        Assert.InRange(PeerLimits.MaxFrameBytes, 1, int.Parse(OperatorFiles.Setting(Settings, "max_message_size"), CultureInfo.InvariantCulture));

    [Fact]
    public void Broker_listens_with_tls_only()
    {
        Assert.Equal("none", OperatorFiles.Setting(Settings, "listeners.tcp"));
        Assert.Equal("5671", OperatorFiles.Setting(Settings, "listeners.ssl.default"));
        Assert.Equal("verify_peer", OperatorFiles.Setting(Settings, "ssl_options.verify"));
    }

    [Theory]
    [InlineData("configure")]
    [InlineData("read")]
    [InlineData("write")]
    public void User_that_the_broker_makes_itself_has_no_rights(string right) =>
        Assert.Equal("^$", OperatorFiles.Setting(Settings, $"default_permissions.{right}"));

    private bool MayUse(string right, string name)
    {
        JsonElement permissions = Assert.Single(_definitions.RootElement.GetProperty("permissions").EnumerateArray());
        return Regex.IsMatch(name, permissions.GetProperty(right).GetString()!, RegexOptions.None, TimeSpan.FromSeconds(1));
    }
}
