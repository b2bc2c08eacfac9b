using MarketSim.Cluster.Profiles;

namespace MarketSim.Cluster.Tests.Profiles;

public sealed class StoreAddressTests
{
    private static readonly PasswordSource Passwords = new(_ => null);

    [Fact]
    public void Scheme_tells_a_file_from_a_database()
    {
        var file = Assert.IsType<StoreAddress.File>(Read("sqlite:runs/store.db"));
        var database = Assert.IsType<StoreAddress.Database>(Read("postgresql://node:s3cret@database.example/market"));

        Assert.Equal(Path.GetFullPath("runs/store.db"), file.Options.File);
        Assert.Equal($"sqlite:{file.Options.File}", file.ToString());
        Assert.DoesNotContain("s3cret", database.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgresql://node@database.example:5433/market")]
    [InlineData("postgresql://a%40b@database.example:5432/market?sslmode=require")]
    [InlineData("postgresql://node@database.example:5432/market?sslmode=verify-full&rootcert=%2Fetc%2Fca.pem")]
    public void Text_of_a_database_is_its_address_without_the_password(string address)
    {
        StoreAddress store = Read(address.Replace("@", ":s3cret@", StringComparison.Ordinal));

        Assert.Equal(address, store.Text);
        Assert.Equal("s3cret", Assert.IsType<StoreAddress.Database>(store).Options.Password);
    }

    [Theory]
    [InlineData("sqlite:")]
    [InlineData("store.db")]
    [InlineData("mysql://node:s3cret@database.example/market")]
    public void Anything_else_is_refused_with_both_examples_and_without_its_text(string text)
    {
        ClusterSettingException refusal = Assert.Throws<ClusterSettingException>(() => Read(text));

        Assert.StartsWith("--store names no store; it must be like sqlite:/var/lib/marketsim/store.db, or postgresql://", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", refusal.Message, StringComparison.Ordinal);
    }

    private static StoreAddress Read(string text) => StoreAddress.Read(text, "--store", Passwords);
}
