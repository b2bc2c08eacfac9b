using System.IO.Compression;

namespace MarketSim.Cli.Tests.Architecture;

/// <summary>What `dotnet pack` makes, installed from a local folder into empty ones. It packs everything, which takes minutes, so it runs with the long gates.</summary>
public sealed class PackageTests : IDisposable
{
    private const string Version = "0.4.0-packed";

    private readonly string _folder = Directory.CreateTempSubdirectory("marketsim-packages-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [LongFact("FullyQualifiedName~PackageTests")]
    public async Task Tool_and_libraries_are_installed_from_a_folder_and_run()
    {
        string feed = Path.Combine(_folder, "feed");
        await Run(Repository.Root, "pack", "MarketSim.sln", "-c", "Release", "-o", feed, "--artifacts-path", Path.Combine(_folder, "artifacts"), "-nodeReuse:false", $"-p:Version={Version}");
        AssertContents(feed);

        // The tool, in a separate place.
        string tools = Path.Combine(_folder, "tools");
        await Run(_folder, "tool", "install", "marketsim", "--version", Version, "--add-source", feed, "--tool-path", tools);
        (int exitCode, string output) = await ProgramRun.Of(Path.Combine(tools, "marketsim"), "run", "quickstart", "--output", Path.Combine(_folder, "run"));
        Assert.True(exitCode == 0, output);
        Assert.Contains("4f286857c1c0c8de357d29acfd27012f54f04eb7ef5e621e8da349a6abf0866a", output, StringComparison.Ordinal);
        Assert.True(new FileInfo(Path.Combine(_folder, "run", "report.html")).Length > 10_000);

        // The README, pasted into an empty project.
        string project = Directory.CreateDirectory(Path.Combine(_folder, "pasted")).FullName;
        string readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"));
        string[] blocks = Blocks(readme, "csharp");
        await File.WriteAllTextAsync(Path.Combine(project, "Program.cs"), string.Join("\n\n", blocks));
        await File.WriteAllTextAsync(Path.Combine(project, "Pasted.csproj"), Blocks(readme, "xml")[0].Replace("0.4.0", Version, StringComparison.Ordinal));
        await File.WriteAllTextAsync(Path.Combine(project, "nuget.config"), $"<configuration><packageSources><add key=\"local\" value=\"{feed}\" /></packageSources></configuration>");
        await Run(project, "build", "-c", "Release", "-nodeReuse:false");

        // And its first program, run.
        await File.WriteAllTextAsync(Path.Combine(project, "Program.cs"), string.Join("\n\n", blocks[..2]));
        string printed = await Run(project, "run", "-c", "Release");
        Assert.Contains("quickstart, seed 7: finished", printed, StringComparison.Ordinal);
    }

    private static void AssertContents(string feed)
    {
        foreach (string name in Repository.Sources.Select(project => project.Name).Where(name => name != "MarketSim.Cli"))
        {
            using ZipArchive package = ZipFile.OpenRead(Path.Combine(feed, $"{name}.{Version}.nupkg"));
            string[] entries = [.. package.Entries.Select(entry => entry.FullName)];
            Assert.Contains("README.md", entries, StringComparer.Ordinal);
            Assert.Contains($"lib/net10.0/{name}.dll", entries, StringComparer.Ordinal);
            Assert.Contains($"lib/net10.0/{name}.xml", entries, StringComparer.Ordinal);
            using var specification = new StreamReader(package.Entries.Single(entry => entry.Name.EndsWith(".nuspec", StringComparison.Ordinal)).Open());
            Assert.Contains("<license type=\"expression\">Apache-2.0</license>", specification.ReadToEnd(), StringComparison.Ordinal);
            using ZipArchive symbols = ZipFile.OpenRead(Path.Combine(feed, $"{name}.{Version}.snupkg"));
            Assert.Contains(symbols.Entries, entry => entry.FullName == $"lib/net10.0/{name}.pdb");
        }
    }

    private static string[] Blocks(string readme, string language) =>
        [.. readme.ReplaceLineEndings("\n").Split($"```{language}\n").Skip(1).Select(block => block[..block.IndexOf("\n```", StringComparison.Ordinal)])];

    private static async Task<string> Run(string folder, params string[] arguments)
    {
        (int exitCode, string output) = await ProgramRun.In(folder, "dotnet", arguments);
        Assert.True(exitCode == 0, output);
        return output;
    }
}
