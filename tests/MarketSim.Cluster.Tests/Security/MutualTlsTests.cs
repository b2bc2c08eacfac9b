using System.Security.Cryptography.X509Certificates;
using MarketSim.Cluster.Remoting;
using MarketSim.Cluster.Security;
using MarketSim.Cluster.Tests.Remoting;
using Microsoft.Extensions.Time.Testing;

namespace MarketSim.Cluster.Tests.Security;

/// <summary>Two nodes over loopback with certificates; a node that is refused never becomes a member.</summary>
public sealed class MutualTlsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marketsim-tls-").FullName;
    private readonly LineLog _firstLog = new();
    private readonly LineLog _secondLog = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Nodes_of_one_authority_form_a_cluster_and_frames_pass()
    {
        Make("one", "a", "b");
        await using TestNode first = Start("a", nameof(Nodes_of_one_authority_form_a_cluster_and_frames_pass), Chained("one", "a"), _firstLog, seed: null);
        await first.NextLifeAsync();
        await using TestNode second = Start("b", nameof(Nodes_of_one_authority_form_a_cluster_and_frames_pass), Chained("one", "b"), _secondLog, first.Address);
        await second.NextLifeAsync();
        await first.MembersAsync("a", "b");

        first.Peers.Send(second.Peers.Self, new byte[200_000]);

        Assert.Equal(200_000, (await second.NextFrameAsync()).Length);
        Assert.DoesNotContain(_firstLog.All.Concat(_secondLog.All), line => line.Contains("PRIVATE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nodes_that_pin_each_other_form_a_cluster()
    {
        Make("one", "a");
        Make("two", "b");
        PeerSecurity a = PeerSecurity.Of(Own("one", "a"), authority: null, Print("two", "b"));
        PeerSecurity b = PeerSecurity.Of(Own("two", "b"), authority: null, Print("one", "a"));

        await using TestNode first = Start("a", nameof(Nodes_that_pin_each_other_form_a_cluster), a, _firstLog, seed: null);
        await first.NextLifeAsync();
        await using TestNode second = Start("b", nameof(Nodes_that_pin_each_other_form_a_cluster), b, _secondLog, first.Address);
        await second.NextLifeAsync();

        await first.MembersAsync("a", "b");
    }

    [Fact]
    public async Task An_unknown_client_is_refused_and_the_log_says_so()
    {
        Make("one", "a");
        Make("two", "b");
        await using TestNode first = Start("a", nameof(An_unknown_client_is_refused_and_the_log_says_so), Chained("one", "a"), _firstLog, seed: null);
        await first.NextLifeAsync();

        // The client trusts the server, so that the server alone can be what refuses.
        PeerSecurity client = PeerSecurity.Of(Own("two", "b"), Authority("one"));
        await using TestNode second = Start("b", nameof(An_unknown_client_is_refused_and_the_log_says_so), client, _secondLog, first.Address);

        string line = await _firstLog.LineAsync("refused because of its certificate", TestNode.Patience);
        Assert.Contains("CN=b", line, StringComparison.Ordinal);
        Assert.Contains(Print("two", "b"), line, StringComparison.Ordinal);
        Assert.Contains("is unknown", line, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ClusterJoinException>(() => second.System.WhenEnded.WaitAsync(TestNode.Patience));
    }

    [Fact]
    public async Task An_unknown_server_is_refused_and_the_log_says_so()
    {
        Make("one", "a", "c");
        Make("two", "b");
        PeerSecurity server = PeerSecurity.Of(Own("one", "a"), Authority("two"));
        await using TestNode first = Start("a", nameof(An_unknown_server_is_refused_and_the_log_says_so), server, _firstLog, seed: null);
        await first.NextLifeAsync();
        await using TestNode second = Start("b", nameof(An_unknown_server_is_refused_and_the_log_says_so), Chained("two", "b"), _secondLog, first.Address);

        string line = await _secondLog.LineAsync("refused because of its certificate", TestNode.Patience);
        Assert.Contains("CN=a", line, StringComparison.Ordinal);
        Assert.Contains("is unknown", line, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ClusterJoinException>(() => second.System.WhenEnded.WaitAsync(TestNode.Patience));
    }

    [Fact]
    public async Task An_expired_certificate_is_refused_and_the_log_says_so()
    {
        Make("one", "a");
        ClusterCertificates.Create(Path.Combine(_folder, "old"), ["b"], 30, new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(-60)));
        PeerSecurity server = PeerSecurity.Of(Own("one", "a"), authority: null, Print("old", "b"));
        await using TestNode first = Start("a", nameof(An_expired_certificate_is_refused_and_the_log_says_so), server, _firstLog, seed: null);
        await first.NextLifeAsync();
        PeerSecurity client = PeerSecurity.Of(Own("old", "b"), Authority("one"));
        await using TestNode second = Start("b", nameof(An_expired_certificate_is_refused_and_the_log_says_so), client, _secondLog, first.Address);

        string line = await _firstLog.LineAsync("refused because of its certificate", TestNode.Patience);
        Assert.Contains("CN=b", line, StringComparison.Ordinal);
        Assert.Contains("has expired", line, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ClusterJoinException>(() => second.System.WhenEnded.WaitAsync(TestNode.Patience));
    }

    private static TestNode Start(string name, string cluster, PeerSecurity security, LineLog log, string? seed) => TestNode.Start(
        TestNode.Description(name), cluster, FreePort.Next(), seed, new ClusterTimings { Joining = TimeSpan.FromSeconds(seed is null ? 60 : 5) }, security, log);

    private void Make(string set, params string[] nodes) => ClusterCertificates.Create(Path.Combine(_folder, set), nodes, 30, TimeProvider.System);

    private X509Certificate2 Own(string set, string node) =>
        X509Certificate2.CreateFromPemFile(Path.Combine(_folder, set, node + ".pem"), Path.Combine(_folder, set, node + "-key.pem"));

    private X509Certificate2 Authority(string set) => X509CertificateLoader.LoadCertificateFromFile(Path.Combine(_folder, set, ClusterCertificates.AuthorityFile));

    private string Print(string set, string node) => CertificateFingerprint.Of(Own(set, node));

    private PeerSecurity Chained(string set, string node) => PeerSecurity.Load(
        Path.Combine(_folder, set, node + ".pem"), Path.Combine(_folder, set, node + "-key.pem"), Path.Combine(_folder, set, ClusterCertificates.AuthorityFile), [],
        TimeProvider.System);
}
