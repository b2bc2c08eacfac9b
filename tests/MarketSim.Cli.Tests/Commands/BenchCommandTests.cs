using System.Text.Json;
using MarketSim.Cli.Benchmarks;
using MarketSim.Cli.Nodes;
using MarketSim.Cli.Terminal;

namespace MarketSim.Cli.Tests.Commands;

/// <summary>The verb <c>bench</c>, with the program that measures. No time is asserted.</summary>
public sealed class BenchCommandTests
{
    private static readonly string[] BookUnits = ["messages/s", "bytes/message"];

    [Fact]
    public async Task Benchmark_is_measured_by_the_program_beside_the_sources()
    {
        CommandRun run = await CommandRun.OfAsync("bench", "book", "--repeats", "1", "--json");

        Assert.True(run.ExitCode == ExitCode.Success, run.Error);
        using JsonDocument measurements = JsonDocument.Parse(run.Output);
        Assert.NotEmpty(measurements.RootElement.EnumerateArray());
        Assert.All(measurements.RootElement.EnumerateArray(), measurement => Assert.Contains(measurement.GetProperty("unit").GetString()!, BookUnits, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Program_that_is_in_no_checkout_says_how_to_measure()
    {
        DirectoryInfo elsewhere = Directory.CreateTempSubdirectory("marketsim-installed-");
        try
        {
            (StringWriter output, StringWriter error) = (new StringWriter(), new StringWriter());
            int exitCode = await BenchmarkProgram.RunAsync(
                new BenchRequest(["book"], 1, IsJson: false), new CommandConsole(output, error, IsTerminal: false, Width: 80), elsewhere.FullName, CancellationToken.None);

            Assert.Equal(ExitCode.Failed, exitCode);
            Assert.Contains("dotnet build tests/MarketSim.Benchmarks -c Release", error.ToString(), StringComparison.Ordinal);
            Assert.Empty(output.ToString());
        }
        finally
        {
            elsewhere.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Program_of_another_build_measures_nothing()
    {
        using System.Diagnostics.Process program = Start("another");

        string error = await program.StandardError.ReadToEndAsync();
        await program.WaitForExitAsync();

        Assert.Equal(ExitCode.Failed, program.ExitCode);
        Assert.Contains("built from another state of the source", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_ends_when_its_starter_has_ended()
    {
        using System.Diagnostics.Process program = Start(BuildDigest.Compute());

        program.StandardInput.Close();
        await program.WaitForExitAsync();

        Assert.Equal(ExitCode.Failed, program.ExitCode);
        Assert.DoesNotContain("messages/s", await program.StandardOutput.ReadToEndAsync(), StringComparison.Ordinal);
    }

    private static System.Diagnostics.Process Start(string build)
    {
        string program = typeof(MarketSim.Benchmarks.Measurement).Assembly.Location;
        var start = new System.Diagnostics.ProcessStartInfo("dotnet", ["exec", program, "bench", "book", "--repeats", "100"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment[BenchmarkProgram.BuildVariable] = build;
        return System.Diagnostics.Process.Start(start)!;
    }
}
