using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using MarketSim.Cli.Observing;
using MarketSim.Cluster.Configuration;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Nodes;
using MarketSim.Cluster.Profiles;
using MarketSim.Cluster.Tests.Membership;
using MarketSim.Cluster.Tests.Store.Memory;

namespace MarketSim.Cli.Tests.Observing;

public sealed class NodeEndpointTests : IAsyncLifetime
{
    // Only what hangs waits for this long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ListenAddress _address = new(IPAddress.Loopback, FreePort());
    private readonly InMemoryCluster _cluster = new();
    private readonly HttpClient _client = new();
    private NodeEndpoint? _endpoint;
    private ClusterNode? _node;

    public async Task InitializeAsync()
    {
        _endpoint = await NodeEndpoint.StartAsync(_address);
        _client.BaseAddress = new Uri($"http://{_address}");
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _endpoint!.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task Metrics_are_what_Prometheus_reads_and_counters_begin_at_zero()
    {
        await StartNodeAsync();
        using IDisposable gauges = _node!.Status.Publish();
        await UntilHealthIsAsync(HttpStatusCode.OK);

        using HttpResponseMessage response = await _client.GetAsync("/metrics");
        Exposition exposition = Exposition.Read(await response.Content.ReadAsStringAsync());

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("counter", exposition.Types["marketsim_recoveries_total"]);
        Assert.Equal("histogram", exposition.Types["marketsim_store_call_duration_seconds"]);
        Assert.True(exposition.Series.ContainsKey("marketsim_ticks_total{}"));
        Assert.Equal(0, exposition.Series["marketsim_frames_refused_total{kind=\"checksum\"}"]);
        Assert.Equal(2, exposition.Series["marketsim_node_health{node=\"seen\"}"]);
        Assert.Equal(1, exposition.Series["marketsim_node_info{build=\"b\",host=\"a \\\"quoted\\\" host\",node=\"seen\",roles=\"agents,market\",version=\"0.1.0\"}"]);
        Assert.InRange(exposition.Series["dotnet_process_memory_working_set_bytes{}"], 1, double.MaxValue);
    }

    [Fact]
    public async Task Health_turns_to_unavailable_while_the_node_is_no_member_and_back()
    {
        using (JsonDocument early = await UntilHealthIsAsync(HttpStatusCode.ServiceUnavailable))
        {
            Assert.Equal("the node waits for its store", early.RootElement.GetProperty("reasons")[0].GetString());
        }

        await StartNodeAsync();
        using (JsonDocument healthy = await UntilHealthIsAsync(HttpStatusCode.OK))
        {
            Assert.Equal("ok", healthy.RootElement.GetProperty("status").GetString());
            Assert.Equal("seen", healthy.RootElement.GetProperty("node").GetString());
            Assert.Empty(healthy.RootElement.GetProperty("reasons").EnumerateArray());
        }

        _cluster.SetMember("seen", isMember: false);
        using (JsonDocument cut = await UntilHealthIsAsync(HttpStatusCode.ServiceUnavailable))
        {
            Assert.Equal("down", cut.RootElement.GetProperty("status").GetString());
            Assert.StartsWith("not a member of the cluster", cut.RootElement.GetProperty("reasons")[0].GetString(), StringComparison.Ordinal);
        }

        _cluster.SetMember("seen", isMember: true);
        (await UntilHealthIsAsync(HttpStatusCode.OK)).Dispose();
    }

    [Fact]
    public async Task Members_are_listed_once_the_node_is_one()
    {
        Assert.Empty(MembersBody.Parse(await _client.GetStringAsync("/members")).Members);

        await StartNodeAsync();
        (await UntilHealthIsAsync(HttpStatusCode.OK)).Dispose();
        await _node!.Status.WhenReady.WaitAsync(Patience);

        MembersBody cluster = MembersBody.Parse(await _client.GetStringAsync("/members"));
        MemberBody member = Assert.Single(cluster.Members);
        Assert.Equal(("seen", "seen", true), (cluster.Node, member.Name, member.IsReachable));
    }

    [Theory]
    [InlineData("GET", "/", HttpStatusCode.NotFound)]
    [InlineData("GET", "/metrics/", HttpStatusCode.NotFound)]
    [InlineData("POST", "/metrics", HttpStatusCode.MethodNotAllowed)]
    [InlineData("HEAD", "/metrics", HttpStatusCode.OK)]
    public async Task Anything_else_is_refused(string method, string path, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using HttpResponseMessage response = await _client.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Address_that_is_taken_is_named()
    {
        IOException error = await Assert.ThrowsAsync<IOException>(() => NodeEndpoint.StartAsync(_address));

        Assert.StartsWith($"--listen {_address}: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("; choose another port, or an address of this machine.", error.Message, StringComparison.Ordinal);
    }

    private async Task StartNodeAsync()
    {
        _node = await _cluster.StartAsync(new NodeOptions
        {
            Description = new NodeDescription("seen", "a \"quoted\" host", [NodeRoles.Agents, NodeRoles.Market], Threads: 1, "0.1.0", "b", "a"),
            Store = new InMemoryClusterStore(TimeProvider.System),
            TimeProvider = TimeProvider.System,
        });
        _endpoint!.Show(_node.Status);
    }

    private async Task<JsonDocument> UntilHealthIsAsync(HttpStatusCode expected)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            using HttpResponseMessage response = await _client.GetAsync("/health");
            string body = await response.Content.ReadAsStringAsync();
            if (response.StatusCode == expected)
            {
                return JsonDocument.Parse(body);
            }

            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, $"Health stays {response.StatusCode}: {body}");
            await Task.Delay(20);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
