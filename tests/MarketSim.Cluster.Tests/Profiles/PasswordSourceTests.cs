using MarketSim.Cluster.Profiles;

namespace MarketSim.Cluster.Tests.Profiles;

public sealed class PasswordSourceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("marketsim-passwords-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void File_holds_the_password_without_its_last_line_break()
    {
        string path = Write("password", " pass word\n");

        Assert.Equal(" pass word", Of(("MARKETSIM_DATABASE_PASSWORD_FILE", path)).Database(inAddress: null));
    }

    [Fact]
    public void Password_in_the_address_counts_before_the_environment() =>
        Assert.Equal("mine", Of(("MARKETSIM_DATABASE_PASSWORD", "other")).Database("mine"));

    [Fact]
    public void Variable_and_file_together_are_refused()
    {
        ClusterSettingException refusal = Assert.Throws<ClusterSettingException>(
            () => Of(("MARKETSIM_DATABASE_PASSWORD", "s3cret"), ("MARKETSIM_DATABASE_PASSWORD_FILE", "/x")).Database(inAddress: null));

        Assert.Equal("MARKETSIM_DATABASE_PASSWORD and MARKETSIM_DATABASE_PASSWORD_FILE are both set; unset one of them", refusal.Message);
    }

    [Theory]
    [InlineData("missing", "cannot be read")]
    [InlineData("empty", "is empty; it must hold the password and nothing else")]
    public void File_without_a_password_is_named_with_its_variable(string name, string explanation)
    {
        Write("empty", "\n");

        ClusterSettingException refusal = Assert.Throws<ClusterSettingException>(
            () => Of(("MARKETSIM_DATABASE_PASSWORD_FILE", PathOf(name))).Database(inAddress: null));

        Assert.Contains($"{PathOf(name)}, which MARKETSIM_DATABASE_PASSWORD_FILE names, {explanation}", refusal.Message, StringComparison.Ordinal);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private string Write(string name, string content)
    {
        File.WriteAllText(PathOf(name), content);
        return PathOf(name);
    }

    private static PasswordSource Of(params (string Name, string Value)[] variables) =>
        new(name => variables.FirstOrDefault(variable => variable.Name == name).Value);
}
