namespace MarketSim.Reporting.Tests.Runs;

/// <summary>A new, empty folder that goes when the test ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("marketsim-report-").FullName;

    public void Write(string fileName, string text) => File.WriteAllText(System.IO.Path.Combine(Path, fileName), text);

    public string Read(string fileName) => File.ReadAllText(System.IO.Path.Combine(Path, fileName));

    public void Delete(string fileName) => File.Delete(System.IO.Path.Combine(Path, fileName));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
