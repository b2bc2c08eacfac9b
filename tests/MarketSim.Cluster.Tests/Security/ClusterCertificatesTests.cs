using System.Security.Cryptography.X509Certificates;
using MarketSim.Cluster.Security;
using Microsoft.Extensions.Time.Testing;

namespace MarketSim.Cluster.Tests.Security;

public sealed class ClusterCertificatesTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2027, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly FakeTimeProvider Time = new(Now);
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("marketsim-certificates-").FullName, "made");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    [Fact]
    public void Keys_can_be_read_by_their_owner_alone()
    {
        IReadOnlyList<NodeCertificate> made = ClusterCertificates.Create(_folder, ["a", "b"], 30, Time);

        string[] keys = [Path.Combine(_folder, ClusterCertificates.AuthorityKeyFile), .. made.Select(node => node.KeyFile)];
        Assert.Equal(3, keys.Length);
        if (!OperatingSystem.IsWindows())
        {
            foreach (string key in keys)
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
            }
        }

        Assert.All(made, node => Assert.DoesNotContain("PRIVATE", File.ReadAllText(node.CertificateFile), StringComparison.Ordinal));
    }

    [Fact]
    public void A_certificate_holds_for_the_days_asked_for_and_is_accepted_by_the_rules_of_its_authority()
    {
        NodeCertificate made = ClusterCertificates.Create(_folder, ["a"], 30, Time)[0];
        var rules = new PeerCertificateRules(Authority(), []);
        X509Certificate2 certificate = X509CertificateLoader.LoadCertificateFromFile(made.CertificateFile);

        Assert.Equal(Now.AddDays(30), made.Expires);
        Assert.Equal(CertificateFingerprint.Of(certificate), made.Fingerprint);
        Assert.Null(rules.RefusalOf(certificate, Time));
        Assert.Contains("has expired at 2027-03-31 12:00 UTC", rules.RefusalOf(certificate, new FakeTimeProvider(Now.AddDays(30))), StringComparison.Ordinal);
        Assert.Contains("clocks", rules.RefusalOf(certificate, new FakeTimeProvider(Now.AddDays(-1))), StringComparison.Ordinal);
        Assert.Equal("it has shown none", rules.RefusalOf(null, Time));
    }

    [Fact]
    public void A_node_can_be_added_later_under_the_same_authority()
    {
        ClusterCertificates.Create(_folder, ["a"], 30, Time);
        byte[] authority = File.ReadAllBytes(Path.Combine(_folder, ClusterCertificates.AuthorityFile));

        NodeCertificate added = ClusterCertificates.Create(_folder, ["b"], 100, new FakeTimeProvider(Now.AddDays(10)))[0];

        Assert.Equal(authority, File.ReadAllBytes(Path.Combine(_folder, ClusterCertificates.AuthorityFile)));
        Assert.Null(new PeerCertificateRules(Authority(), []).RefusalOf(
            X509CertificateLoader.LoadCertificateFromFile(added.CertificateFile), new FakeTimeProvider(Now.AddDays(10))));

        // Not beyond its authority.
        Assert.Equal(Now.AddDays(30), added.Expires);
    }

    [Fact]
    public void Nothing_is_overwritten_and_nothing_is_written_then()
    {
        ClusterCertificates.Create(_folder, ["b"], 30, Time);
        string[] before = Directory.GetFiles(_folder);

        CertificateException refusal = Assert.Throws<CertificateException>(() => ClusterCertificates.Create(_folder, ["a", "b"], 30, Time));

        Assert.Contains("b.pem", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before.Order(StringComparer.Ordinal), Directory.GetFiles(_folder).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("ca")]
    [InlineData("a,A")]
    [InlineData("")]
    public void Names_that_make_no_files_of_their_own_are_refused(string names) =>
        Assert.Throws<CertificateException>(() => ClusterCertificates.Create(_folder, names.Split(',', StringSplitOptions.RemoveEmptyEntries), 30, Time));

    [Fact]
    public void Fingerprints_are_read_in_the_ways_that_tools_write_them()
    {
        string digits = string.Concat(Enumerable.Repeat("0aF1", 16));

        Assert.Equal(digits.ToUpperInvariant(), CertificateFingerprint.Parse(digits));
        Assert.Equal(digits.ToUpperInvariant(), CertificateFingerprint.Parse(string.Join(':', digits.Chunk(2).Select(pair => new string(pair)))));
        Assert.Throws<CertificateException>(() => CertificateFingerprint.Parse(digits[1..]));
    }

    [Fact]
    public void Loading_names_the_file_and_nothing_of_a_key()
    {
        NodeCertificate made = ClusterCertificates.Create(_folder, ["a"], 30, Time)[0];
        string key = File.ReadAllText(made.KeyFile);
        File.WriteAllText(made.KeyFile, key.Replace("PRIVATE KEY", "NO KEY", StringComparison.Ordinal));

        CertificateException broken = Assert.Throws<CertificateException>(() => PeerSecurity.Load(made.CertificateFile, made.KeyFile, made.CertificateFile, [], Time));
        CertificateException missing = Assert.Throws<CertificateException>(() => PeerSecurity.Load(made.CertificateFile, "nowhere.pem", made.CertificateFile, [], Time));
        CertificateException open = Assert.Throws<CertificateException>(() => PeerSecurity.Load(made.CertificateFile, made.KeyFile, null, [], Time));

        Assert.Contains(made.KeyFile, broken.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key.Split('\n')[1][..20], broken.ToString(), StringComparison.Ordinal);
        Assert.Contains("nowhere.pem", missing.Message, StringComparison.Ordinal);
        Assert.Contains("no node would be accepted", open.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_does_not_start_with_an_expired_certificate_of_its_own()
    {
        NodeCertificate made = ClusterCertificates.Create(_folder, ["a"], 30, Time)[0];

        CertificateException refusal = Assert.Throws<CertificateException>(
            () => PeerSecurity.Load(made.CertificateFile, made.KeyFile, made.CertificateFile, [], new FakeTimeProvider(Now.AddDays(31))));

        Assert.Contains("has expired at 2027-03-31", refusal.Message, StringComparison.Ordinal);
    }

    private X509Certificate2 Authority() => X509CertificateLoader.LoadCertificateFromFile(Path.Combine(_folder, ClusterCertificates.AuthorityFile));
}
