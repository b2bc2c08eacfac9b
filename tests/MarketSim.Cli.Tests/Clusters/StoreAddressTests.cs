using MarketSim.Cli.Clusters;

namespace MarketSim.Cli.Tests.Clusters;

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
