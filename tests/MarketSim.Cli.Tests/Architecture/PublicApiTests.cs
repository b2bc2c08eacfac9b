namespace MarketSim.Cli.Tests.Architecture;

/// <summary>The public API of each library is kept as text beside it, so that a change of it is seen in review.</summary>
public sealed class PublicApiTests
{
    private const string Update = "MARKETSIM_UPDATE_API";
    private const string FileName = "PublicApi.txt";

    public static TheoryData<string> Libraries => [.. Repository.Sources.Select(project => project.Name).Where(name => name != "MarketSim.Cli")];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Public_api_is_what_the_text_beside_the_project_says(string name)
    {
        Project project = Repository.Projects[name];
        string file = Path.Combine(Path.GetDirectoryName(project.Path)!, FileName);
        IReadOnlyList<string> api = PublicApi.Of(project.LoadAssembly());
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            File.WriteAllText(file, string.Join('\n', api) + "\n");
        }

        string[] kept = File.Exists(file) ? File.ReadAllLines(file) : [];
        string[] added = [.. api.Except(kept, StringComparer.Ordinal)];
        string[] removed = [.. kept.Except(api, StringComparer.Ordinal)];
        Assert.True(
            added.Length + removed.Length == 0,
            $"""
            The public API of {name} is not what src/{name}/{FileName} says. If the change is meant, write it down with
              {Update}=1 dotnet test tests/MarketSim.Cli.Tests -c Release --filter PublicApiTests
            and tell users of it in CHANGELOG.md.
            {string.Join('\n', removed.Select(line => $"- {line}"))}
            {string.Join('\n', added.Select(line => $"+ {line}"))}
            """);
    }

    /// <summary>Two types of one name, in whatever namespaces, cannot be told apart in prose.</summary>
    [Fact]
    public void No_two_public_types_have_one_name() => Assert.Empty(Repository.Sources
        .SelectMany(project => project.LoadAssembly().GetExportedTypes())
        .Where(type => !type.IsNested)
        .GroupBy(type => type.Name, StringComparer.Ordinal)
        .Where(group => group.Count() > 1)
        .Select(group => string.Join(" and ", group.Select(type => type.FullName))));
}
