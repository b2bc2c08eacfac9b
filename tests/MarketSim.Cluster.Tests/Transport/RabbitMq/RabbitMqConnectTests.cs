using MarketSim.Cluster.Local;
using MarketSim.Cluster.Transport;
using MarketSim.Cluster.Transport.RabbitMq;

namespace MarketSim.Cluster.Tests.Transport.RabbitMq;

/// <summary>Connections that do not come about say why, and what to do.</summary>
[Collection(RabbitMqCollection.Name)]
public sealed class RabbitMqConnectTests(RabbitMqFixture fixture)
{
    [Fact]
    public async Task Wrong_password_names_the_user_and_never_the_password()
    {
        TransportException refusal = await RefusalAsync(fixture.Options with { Password = "secret-but-wrong" });

        Assert.True(refusal.IsPermanent);
        Assert.Contains("refuses user 'marketsim'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"127.0.0.1:{fixture.Broker.Port}", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-but-wrong", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_virtual_host_is_named_with_its_remedy()
    {
        TransportException refusal = await RefusalAsync(fixture.Options with { VirtualHost = "attic" });

        Assert.True(refusal.IsPermanent);
        Assert.Contains("has no virtual host 'attic'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("rabbitmqctl add_vhost attic", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task User_without_rights_is_told_which_are_missing()
    {
        await fixture.Broker.ControlAsync(["add_user", "guesty", "visitor"], CancellationToken.None);
        RabbitMqOptions options = fixture.Options with { UserName = "guesty", Password = "visitor" };

        TransportException outside = await RefusalAsync(options);
        Assert.True(outside.IsPermanent);
        Assert.Contains("does not let user 'guesty' into virtual host '/'", outside.Message, StringComparison.Ordinal);

        await fixture.Broker.ControlAsync(["set_permissions", "guesty", "^other$", "^other$", "^other$"], CancellationToken.None);
        TransportException inside = await RefusalAsync(options);
        Assert.True(inside.IsPermanent);
        Assert.Contains("may not open the inbox 'node.refused.1'", inside.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Least_rights_of_the_operators_guide_suffice()
    {
        await fixture.Broker.ControlAsync(["add_user", "nodes", "least"], CancellationToken.None);
        await fixture.Broker.ControlAsync(["set_permissions", "nodes", "^node\\.", "^amq\\.default$", "^node\\."], CancellationToken.None);
        var listener = new RecordingListener();
        await using ITransportConnection connection = await RabbitMqFixture.Transport(fixture.Options with { UserName = "nodes", Password = "least" })
            .ConnectAsync("node.least.1", listener, CancellationToken.None);

        connection.Send("node.least.1", new byte[] { 7 });

        Assert.Equal([7], await listener.NextBodyAsync());
    }

    [Fact]
    public async Task Port_where_nothing_listens_may_be_tried_again()
    {
        TransportException refusal = await RefusalAsync(fixture.Options with { Port = LoopbackPorts.Free(1)[0] });

        Assert.False(refusal.IsPermanent);
        Assert.Contains("nothing listens on port", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_host_is_named()
    {
        TransportException refusal = await RefusalAsync(fixture.Options with { Host = "no-such-host.invalid" });

        Assert.False(refusal.IsPermanent);
        Assert.Contains("no-such-host.invalid", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_never_answers_is_given_up_in_time()
    {
        var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        int port = ((System.Net.IPEndPoint)silent.LocalEndpoint).Port;

        TransportException refusal = await RefusalAsync(fixture.Options with { Port = port, ConnectTimeout = TimeSpan.FromSeconds(1) });

        Assert.False(refusal.IsPermanent);
        Assert.Contains("did not answer within 1 s", refusal.Message, StringComparison.Ordinal);
        silent.Dispose();
    }

    [Fact]
    public async Task Cancelled_connecting_is_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => RabbitMqFixture.Transport(fixture.Options).ConnectAsync("node.refused.1", new RecordingListener(), cancelled.Token));
    }

    [Fact]
    public async Task Tls_with_both_certificates_carries_messages()
    {
        var listener = new RecordingListener();
        await using ITransportConnection connection = await RabbitMqFixture.Transport(fixture.TlsOptions).ConnectAsync("node.tls.1", listener, CancellationToken.None);

        connection.Send("node.tls.1", new byte[] { 1, 2, 3 });

        Assert.Equal([1, 2, 3], await listener.NextBodyAsync());
    }

    [Fact]
    public async Task Tls_server_of_another_name_is_refused_for_good() =>
        await TlsIsRefusedAsync(tls => tls with { ServerName = "impostor.test" });

    [Fact]
    public async Task Tls_server_of_an_authority_that_is_not_trusted_is_refused_for_good() =>
        await TlsIsRefusedAsync(tls => tls with { AuthorityFile = fixture.Certificates.StrangerFile });

    [Fact]
    public async Task Tls_server_is_not_trusted_by_the_machine_alone() =>
        await TlsIsRefusedAsync(tls => tls with { AuthorityFile = null });

    [Fact]
    public async Task Tls_client_without_a_certificate_is_not_let_in()
    {
        RabbitMqOptions options = fixture.TlsOptions;

        TransportException refusal = await RefusalAsync(options with { Tls = options.Tls! with { CertificateFile = null, KeyFile = null } });

        Assert.Contains("amqps://", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Port_for_tls_that_is_addressed_without_it_says_how_to_address_it()
    {
        RabbitMqOptions options = fixture.TlsOptions;

        TransportException refusal = await RefusalAsync(options with { Tls = null });

        Assert.Contains("amqps://", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificate_file_that_is_missing_is_named()
    {
        RabbitMqOptions options = fixture.TlsOptions;

        TransportException refusal = await RefusalAsync(options with { Tls = options.Tls! with { AuthorityFile = "/etc/no-such.pem" } });

        Assert.True(refusal.IsPermanent);
        Assert.StartsWith("/etc/no-such.pem", refusal.Message, StringComparison.Ordinal);
    }

    private async Task TlsIsRefusedAsync(Func<RabbitMqTls, RabbitMqTls> change)
    {
        RabbitMqOptions options = fixture.TlsOptions;

        TransportException refusal = await RefusalAsync(options with { Tls = change(options.Tls!) });

        Assert.True(refusal.IsPermanent);
        Assert.Contains("no TLS connection came about", refusal.Message, StringComparison.Ordinal);
    }

    private static Task<TransportException> RefusalAsync(RabbitMqOptions options) => Assert.ThrowsAsync<TransportException>(
        () => RabbitMqFixture.Transport(options).ConnectAsync("node.refused.1", new RecordingListener(), CancellationToken.None));
}
