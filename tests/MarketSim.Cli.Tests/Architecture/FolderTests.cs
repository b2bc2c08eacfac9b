using MarketSim.Cli.Tests.Architecture.Circular;
using MarketSim.Cli.Tests.Architecture.Circular.Lower;

namespace MarketSim.Cli.Tests.Architecture;

/// <summary>No two folders of a project use each other in a circle, so that each can be read after those that it uses.</summary>
public sealed class FolderTests
{
    public static TheoryData<string> Sources => [.. Repository.Sources.Select(project => project.Name)];

    [Theory]
    [MemberData(nameof(Sources))]
    public void Folders_use_each_other_in_one_direction(string project)
    {
        IReadOnlyList<string> circles = FolderGraph.Of(Repository.Projects[project].LoadAssembly()).Circles();

        Assert.True(
            circles.Count == 0,
            $"Folders of {project} use each other in a circle; move the type that both need to the lower one, or the user of both to a higher one:\n{string.Join('\n', circles)}");
    }

    /// <summary>Two folders that do: one by a signature, the other only within a method.</summary>
    [Fact]
    public void Circle_within_the_instructions_of_a_method_is_found()
    {
        IReadOnlyList<string> circles = new FolderGraph([typeof(Upper), typeof(Lowest)]).Circles();

        Assert.Equal(
            [
                "MarketSim.Cli.Tests.Architecture.Circular -> MarketSim.Cli.Tests.Architecture.Circular.Lower: Upper uses Lowest",
                "MarketSim.Cli.Tests.Architecture.Circular.Lower -> MarketSim.Cli.Tests.Architecture.Circular: Lowest uses Upper",
            ],
            circles);
    }
}
