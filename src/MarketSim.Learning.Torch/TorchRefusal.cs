using System.Runtime.InteropServices;

namespace MarketSim.Learning.Torch;

/// <summary>The message of a machine that cannot load LibTorch: the system's own reason and a remedy.</summary>
internal static class TorchRefusal
{
    public static string Describe(Exception error)
    {
        string reason = ReasonOf(error.Message);
        return $"The torch engine cannot be loaded: {reason} {RemedyFor(reason)} Everything with engine: managed runs without it.";
    }

    /// <summary>The line that names the cause; the runtime tries several paths, and most of its lines only say that there is no such file.</summary>
    private static string ReasonOf(string message)
    {
        string[] lines = message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string line = lines.FirstOrDefault(static line => line.Contains("not found", StringComparison.Ordinal))
            ?? lines.FirstOrDefault(static line => line.Contains("cannot open shared object file", StringComparison.Ordinal) && !line.Contains("LibTorchSharp", StringComparison.Ordinal))
            ?? lines.FirstOrDefault()
            ?? "its native library is missing.";
        return line.EndsWith('.') ? line : line + ".";
    }

    private static string RemedyFor(string reason) => reason switch
    {
        _ when RuntimeInformation.ProcessArchitecture != Architecture.X64 || !OperatingSystem.IsLinux() =>
            "It comes for Linux on x64 processors only.",
        _ when reason.Contains("GLIBCXX_", StringComparison.Ordinal) =>
            "The system's libstdc++ is older than the one that TorchSharp was built with: build with -p:TorchNativeLibrary=weakened (src/MarketSim.Learning.Torch/Native/NATIVE.md), or take a newer system.",
        _ => "Reference the package libtorch-cpu-linux-x64 in the program that runs it.",
    };
}
