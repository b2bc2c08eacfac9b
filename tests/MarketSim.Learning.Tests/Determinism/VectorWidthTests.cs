using System.Diagnostics;

namespace MarketSim.Learning.Tests.Determinism;

/// <summary>Weights do not depend on the width of the processor's vectors: processes that are denied the wider ones compute the same.</summary>
public sealed class VectorWidthTests
{
    [Fact]
    public void Kernels_keep_their_bits() => Assert.Equal("cfb2d243b0ee8bd580da8889554b0cd2", TrainingDigest.Kernels());

    [Fact]
    public void Trainings_keep_their_bits() => Assert.Equal("1d95cacd7090b6259452d7ed49467bec", TrainingDigest.Training());

    [Theory]
    [InlineData("DOTNET_EnableAVX512", 8)]
    [InlineData("DOTNET_EnableAVX2", 4)]
    [InlineData("DOTNET_EnableHWIntrinsic", 1)]
    public void Training_gives_the_same_weights_without(string instructions, int widestLeft)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(VectorWidthTests).Assembly.Location])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            Environment = { [instructions] = "0" },
        };
        using var process = Process.Start(start)!;
        string[] found = process.StandardOutput.ReadToEnd().Split(' ', StringSplitOptions.TrimEntries);
        process.WaitForExit();

        Assert.Equal(0, process.ExitCode);
        Assert.InRange(int.Parse(found[0]), 1, widestLeft);
        Assert.Equal(TrainingDigest.Kernels(), found[1]);
        Assert.Equal(TrainingDigest.Training(), found[2]);
    }
}
