using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MarketSim.Live.Configuration;

namespace MarketSim.Live.Tests.Serving;

public sealed class AccessTests
{
    private static readonly LiveOptions Options = new() { TimeProvider = TimeProvider.System };

    [Fact]
    public async Task Foreign_pages_and_foreign_names_are_refused()
    {
        await using LiveWindow window = await LiveWindow.OpenAsync(Options);
        using var page = new PageClient(window.Address);

        Assert.Equal(HttpStatusCode.Forbidden, (await page.GetAsync("/state", host: "market.example")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await page.PostAsync("/control?do=pause", hasHeader: false)).Status);
        Assert.Equal(HttpStatusCode.OK, (await page.PostAsync("/control?do=pause")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await page.GetAsync("/../etc/passwd")).Status);
    }

    [Theory]
    [InlineData("0.0.0.0:0")]
    [InlineData("[::]:0")]
    public async Task Address_that_others_reach_needs_certificate_and_token(string address)
    {
        LiveOptions open = Options with { Address = LiveAddress.Parse(address)! };

        ArgumentException exception = await Assert.ThrowsAsync<ArgumentException>(() => LiveWindow.OpenAsync(open));

        Assert.Contains("a certificate (TLS) and a token of at least 16 characters are needed there", exception.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => LiveWindow.OpenAsync(open with { Token = new string('x', 20) }));
    }

    [Fact]
    public async Task Over_tls_only_those_who_know_the_token_see_anything()
    {
        using X509Certificate2 certificate = NewCertificate();
        await using LiveWindow window = await LiveWindow.OpenAsync(Options with { Certificate = certificate, Token = "0123456789abcdef" });
#pragma warning disable MA0039 // The certificate is this test's own, and is compared.
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, presented, _, _) => presented?.Thumbprint == certificate.Thumbprint };
#pragma warning restore MA0039
        using var http = new HttpClient(handler);

        Assert.Equal("https", window.Address.Scheme);
        Assert.EndsWith("?token=0123456789abcdef", window.Address.AbsoluteUri, StringComparison.Ordinal);
        using HttpResponseMessage refused = await http.GetAsync(new Uri(window.Address, "/state"));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);

        // The address of the command leaves a cookie, with which everything else is asked for.
        using HttpResponseMessage page = await http.GetAsync(window.Address);
        Assert.Equal("/", page.RequestMessage!.RequestUri!.PathAndQuery);
        using HttpResponseMessage state = await http.GetAsync(new Uri(window.Address, "/state"));
        Assert.Equal(HttpStatusCode.OK, state.StatusCode);
    }

    [Theory]
    [InlineData("8750", "127.0.0.1:8750")]
    [InlineData("localhost:1", "127.0.0.1:1")]
    [InlineData("[::1]:9", "[::1]:9")]
    [InlineData("10.0.0.1:80", "10.0.0.1:80")]
    [InlineData("here", null)]
    [InlineData("1.2.3.4:70000", null)]
    [InlineData("", null)]
    public void Addresses_are_ports_or_numbers_with_one(string text, string? expected) => Assert.Equal(expected, LiveAddress.Parse(text)?.ToString());

    private static X509Certificate2 NewCertificate()
    {
        using RSA key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(30), DateTimeOffset.UnixEpoch.AddYears(130));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
    }
}
