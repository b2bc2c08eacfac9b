using System.Text.Json;

namespace MarketSim.Cli.Tests.Architecture;

/// <summary>The rules of the build are the same wherever a clone lies: below folders named like ours, and with blanks and signs in their names.</summary>
public sealed class BuildRulesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marketsim-build-").FullName;

    public static TheoryData<string> Places => ["market", "src/tests/market", "tests/src/market sim, v=1"];

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Source_projects_follow_the_rules_of_sources_wherever_the_clone_lies(string place)
    {
        string root = CopyRules(place);

        BuildRules rules = await EvaluateAsync(root, "src/MarketSim.Market/MarketSim.Market.csproj");

        Assert.Equal("false", rules.Properties["IsTestProject"]);
        Assert.Equal($"{root.Replace(",", ",,", StringComparison.Ordinal).Replace("=", "==", StringComparison.Ordinal)}/=/marketsim/", rules.Properties["PathMap"]);
        Assert.Equal(["MarketSim.Market.Tests"], rules.Items["InternalsVisibleTo"]);
        Assert.Equal([$"{root}/src/BannedSymbols.txt"], rules.Items["AdditionalFiles"]);
        Assert.Contains("Microsoft.CodeAnalysis.BannedApiAnalyzers", rules.Items["PackageReference"], StringComparer.Ordinal);
        Assert.DoesNotContain("xunit", rules.Items["PackageReference"], StringComparer.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Test_projects_follow_the_rules_of_tests_wherever_the_clone_lies(string place)
    {
        string root = CopyRules(place);

        BuildRules rules = await EvaluateAsync(root, "tests/MarketSim.Market.Tests/MarketSim.Market.Tests.csproj");

        Assert.Equal("true", rules.Properties["IsTestProject"]);
        Assert.Empty(rules.Properties["PathMap"]);
        Assert.Empty(rules.Items["InternalsVisibleTo"]);
        Assert.DoesNotContain("Microsoft.CodeAnalysis.BannedApiAnalyzers", rules.Items["PackageReference"], StringComparer.Ordinal);
        Assert.Contains("xunit", rules.Items["PackageReference"], StringComparer.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A tree with nothing but what decides about the build.</summary>
    private string CopyRules(string place)
    {
        string root = Path.Combine(_folder, place);
        string[] top = [.. Directory.EnumerateFiles(Repository.Root, "*.props"), Path.Combine(Repository.Root, "global.json")];
        foreach (string file in top.Concat(Repository.Files("*.csproj")).Concat(Repository.Files("*.props")).Concat(Repository.Files("*.targets")))
        {
            string copy = Path.Combine(root, Path.GetRelativePath(Repository.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return root;
    }

    private static async Task<BuildRules> EvaluateAsync(string root, string project)
    {
        (int exitCode, string output) = await ProgramRun.Of(
            "dotnet", "msbuild", Path.Combine(root, project), "-nologo", "-nodeReuse:false", "-p:Configuration=Release",
            "-getProperty:IsTestProject,PathMap", "-getItem:InternalsVisibleTo,AdditionalFiles,PackageReference");
        Assert.True(exitCode == 0, output);
        using var answer = JsonDocument.Parse(output);
        return new BuildRules(
            answer.RootElement.GetProperty("Properties").EnumerateObject().ToDictionary(property => property.Name, property => property.Value.GetString()!, StringComparer.Ordinal),
            answer.RootElement.GetProperty("Items").EnumerateObject().ToDictionary(
                kind => kind.Name,
                kind => (IReadOnlyList<string>)[.. kind.Value.EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!)],
                StringComparer.Ordinal));
    }

    private sealed record BuildRules(IReadOnlyDictionary<string, string> Properties, IReadOnlyDictionary<string, IReadOnlyList<string>> Items);
}
