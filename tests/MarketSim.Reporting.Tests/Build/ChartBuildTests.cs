using System.Text.RegularExpressions;
using MarketSim.Reporting.Tests.Runs;

namespace MarketSim.Reporting.Tests.Build;

/// <summary>What the build does to get the chart library.</summary>
public class ChartBuildTests
{
    [Fact]
    public async Task Build_without_npm_succeeds_with_a_warning_that_stays_one()
    {
        using var folder = new TemporaryFolder();

        (int exitCode, string output) = await ProgramRun.Of(
            "dotnet", "msbuild", Path.Combine(Charts(), "Charts.proj"), "-nologo", "-warnaserror", "-nodeReuse:false",
            "-p:NpmCommand=no-such-npm", $"-p:ChartPackagesFolder={folder.Path}/");

        Assert.True(exitCode == 0, output);
        Assert.Contains("warning MSIM001: 'no-such-npm ci' ended with ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("error", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "node_modules")));
    }

    [Theory]
    [InlineData("package.json")]
    [InlineData("package-lock.json")]
    [InlineData(".npmrc")]
    public void Committed_package_files_name_no_registry(string fileName)
    {
        string text = File.ReadAllText(Path.Combine(Charts(), fileName));

        Assert.DoesNotMatch(new Regex("://|\"resolved\"", RegexOptions.None, TimeSpan.FromSeconds(1)), text);
    }

    private static string Charts() => SourceTree.PathOf("src", "MarketSim.Reporting", "Charts");
}
