using System.Text.Json;

namespace MarketSim.Learning.Tests.OtherRuntimes;

/// <summary>ONNX Runtime, for the web but under Node.js.</summary>
internal static class OnnxRuntime
{
    /// <param name="model">Bytes of the model.</param>
    /// <param name="runs">Inputs by name for each run, row by row.</param>
    /// <returns>Outputs by name for each run.</returns>
    public static IReadOnlyList<Dictionary<string, OnnxOutput>> Run(byte[] model, params Dictionary<string, float[][]>[] runs)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.PathOf("model.onnx"), model);
        File.WriteAllText(folder.PathOf("inputs.json"), JsonSerializer.Serialize(runs));
        string output = OtherProgram.Node("run-onnx.mjs", folder.PathOf("model.onnx"), folder.PathOf("inputs.json"));
        return JsonSerializer.Deserialize<List<Dictionary<string, OnnxOutput>>>(output, JsonSerializerOptions.Web)!;
    }
}

/// <summary>One output: element type, shape, and all elements in a row.</summary>
internal sealed record OnnxOutput(string Type, int[] Dims, double[] Data);
