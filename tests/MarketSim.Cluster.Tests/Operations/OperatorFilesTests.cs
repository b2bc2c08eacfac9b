using System.Text.RegularExpressions;

namespace MarketSim.Cluster.Tests.Operations;

public sealed partial class OperatorFilesTests
{
    public static TheoryData<string> Guides => ["cluster-config/README.md", "docker/README.md"];

    public static TheoryData<string> Yaml => [.. Ending(".yaml", ".yml")];

    public static TheoryData<string> Scripts => [.. Ending(".sh"), "tests/run.sh", "tests/services.sh"];

    [Theory]
    [MemberData(nameof(Guides))]
    public void Guide_links_to_files_that_exist(string guide)
    {
        string folder = Path.GetDirectoryName(OperatorFiles.PathOf(guide))!;

        string[] links = [.. Link().Matches(OperatorFiles.Text(guide)).Select(match => match.Groups["file"].Value)];

        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(folder, link)), link));
    }

    [Fact]
    public void Guides_name_every_file()
    {
        string text = OperatorFiles.Text("cluster-config/README.md") + OperatorFiles.Text("docker/README.md");

        Assert.All(
            OperatorFiles.All.Where(file => !file.EndsWith("README.md", StringComparison.Ordinal)),
            file => Assert.Contains($"({file[(file.IndexOf('/', StringComparison.Ordinal) + 1)..]})", text, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Yaml))]
    public void Yaml_file_holds_mappings(string file) => Assert.All(OperatorFiles.YamlDocuments(file), document => Assert.NotEmpty(document.Children));

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Script_has_no_error_of_syntax(string file)
    {
        ShellResult result = await Shell.RunAsync($"bash -n '{OperatorFiles.PathOf(file)}'");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
    }

    [Fact]
    public void No_address_carries_a_password() =>
        Assert.All(OperatorFiles.All, file => Assert.DoesNotMatch(AddressWithPassword(), OperatorFiles.Text(file)));

    private static IEnumerable<string> Ending(params string[] extensions) =>
        OperatorFiles.All.Where(file => extensions.Any(extension => file.EndsWith(extension, StringComparison.Ordinal)));

    [GeneratedRegex(@"\]\((?<file>[^)#:\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Link();

    [GeneratedRegex(@"\w+://[^/\s@:]+:[^/\s@]+@", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex AddressWithPassword();
}
