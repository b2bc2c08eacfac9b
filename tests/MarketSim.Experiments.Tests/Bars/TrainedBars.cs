using MarketSim.Experiments.Bars.Training;

namespace MarketSim.Experiments.Tests.Bars;

/// <summary>Runs of small trainings on bars, and what they leave.</summary>
internal static class TrainedBars
{
    public static BarsRunOptions Options(Action<long, long>? progress = null, CancellationToken interrupt = default, int threads = 1) =>
        new() { TimeProvider = TimeProvider.System, Threads = threads, Progress = progress, Interrupt = interrupt };

    /// <summary>Name and bytes of everything that a run has trained.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes)> In(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetExtension(path) is ".safetensors" or ".onnx" or ".csv" || Path.GetFileName(path) == "result.json")
            .Order(StringComparer.Ordinal).Select(path => (Path.GetRelativePath(folder, path), File.ReadAllBytes(path))),
    ];
}
