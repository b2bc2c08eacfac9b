using System.Text;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Scenarios.Tests;

public sealed class ScenarioFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marketsim-scenario-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Missing_file_is_named()
    {
        string path = Path.Combine(_folder, "no-such.yaml");

        Assert.Equal($"{path}: there is no such file; `marketsim scenario list` names the built-in scenarios", Refusal(path));
    }

    [Fact]
    public void Folder_in_place_of_a_file_is_named() =>
        Assert.Equal($"{_folder}: this is a folder; name the scenario file in it", Refusal(_folder));

    [Fact]
    public void Text_that_is_not_utf8_is_refused_with_its_line() =>
        Assert.EndsWith(
            "latin1.yaml:2: byte 12 is not UTF-8; save the file as UTF-8",
            Refusal(Write("latin1.yaml", Encoding.Latin1.GetBytes("name: a\nsymb\u00F6l: b"))),
            StringComparison.Ordinal);

    [Fact]
    public void Binary_file_is_refused() =>
        Assert.EndsWith(
            "program:2: byte 5 is 0, so this is no text file; a scenario is YAML in UTF-8",
            Refusal(Write("program", "ELF\n\u0001\0\0"u8.ToArray())),
            StringComparison.Ordinal);

    [Fact]
    public void Huge_file_is_refused_without_being_read_to_its_end() =>
        Assert.EndsWith("is this the right file?", Refusal(Write("huge.yaml", new byte[2_000_000])), StringComparison.Ordinal);

    [Fact]
    public void Byte_order_mark_is_skipped()
    {
        string path = Write("marked.yaml", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(ScenarioYaml.Right)]);

        Assert.Equal("small", ScenarioReader.ReadFile(path).Name);
    }

    private string Write(string name, byte[] content)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private static string Refusal(string path) => Assert.Throws<ScenarioException>(() => ScenarioReader.ReadFile(path)).Message;
}
