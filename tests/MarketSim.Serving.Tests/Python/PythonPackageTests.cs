using System.IO.Compression;
using MarketSim.Serving.Tests.Server;

namespace MarketSim.Serving.Tests.Python;

/// <summary>The Python package against a server of this process: its own tests, and its wheel.</summary>
public sealed class PythonPackageTests
{
    [PythonFact]
    public async Task Tests_of_the_package_pass_against_a_server_of_this_process()
    {
        await using var server = new RunningServer();

        (int exitCode, string output) = await PythonProgram.RunAsync(server.Address, "-m", "unittest", "discover", "-v", "-s", Path.Combine(PythonProgram.Package, "tests"));

        Assert.True(exitCode == 0, output);
        Assert.Contains("OK", output, StringComparison.Ordinal);
        Assert.Equal(0, server.Server.Connections);
    }

    [PythonFact]
    public async Task Wheel_is_built_without_network_and_holds_the_package()
    {
        string folder = Directory.CreateTempSubdirectory("marketsim-wheel-").FullName;
        try
        {
            (int exitCode, string output) = await PythonProgram.RunAsync(address: string.Empty, Path.Combine(PythonProgram.Package, "build_backend", "wheel_builder.py"), folder);
            Assert.True(exitCode == 0, output);

            string wheel = Assert.Single(Directory.GetFiles(folder, "*.whl"));
            Assert.Equal("marketsim-0.4.0-py3-none-any.whl", Path.GetFileName(wheel));
            await using (ZipArchive archive = await ZipFile.OpenReadAsync(wheel))
            {
                string[] names = [.. archive.Entries.Select(entry => entry.FullName)];
                Assert.Contains("marketsim/__init__.py", names, StringComparer.Ordinal);
                Assert.Contains("marketsim-0.4.0.dist-info/RECORD", names, StringComparer.Ordinal);
            }

            (exitCode, output) = await PythonProgram.RunAsync(address: string.Empty, "-c", $"import sys; sys.path.insert(0, {Quote(wheel)}); import marketsim; print(marketsim.__version__, marketsim.__file__)");
            Assert.True(exitCode == 0, output);
            Assert.StartsWith($"0.4.0 {wheel}", output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Quote(string text) => $"'{text}'";
}
