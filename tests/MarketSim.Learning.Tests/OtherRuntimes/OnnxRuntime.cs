using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace MarketSim.Learning.Tests.OtherRuntimes;

/// <summary>ONNX Runtime, which must compute what we compute.</summary>
internal static class OnnxRuntime
{
    /// <param name="model">Bytes of the model.</param>
    /// <param name="runs">Inputs by name for each run, row by row.</param>
    /// <returns>Outputs by name for each run.</returns>
    public static IReadOnlyList<Dictionary<string, OnnxOutput>> Run(byte[] model, params Dictionary<string, float[][]>[] runs)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        using var session = new InferenceSession(model, options);
        return [.. runs.Select(run => Run(session, run))];
    }

    private static Dictionary<string, OnnxOutput> Run(InferenceSession session, Dictionary<string, float[][]> inputs)
    {
        NamedOnnxValue[] feeds =
        [
            .. inputs.Select(input => NamedOnnxValue.CreateFromTensor(
                input.Key, new DenseTensor<float>(input.Value.SelectMany(static row => row).ToArray(), [input.Value.Length, input.Value[0].Length]))),
        ];
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> outputs = session.Run(feeds);
        return outputs.ToDictionary(static output => output.Name, Read, StringComparer.Ordinal);
    }

    private static OnnxOutput Read(DisposableNamedOnnxValue output) => output.Value switch
    {
        Tensor<float> values => Output("float32", values),
        Tensor<long> values => Output("int64", values),
        object other => throw new InvalidOperationException($"Output {output.Name} is a {other.GetType()}."),
    };

    private static OnnxOutput Output<T>(string type, Tensor<T> values)
        where T : IConvertible =>
        new(type, values.Dimensions.ToArray(), [.. values.Select(static value => value.ToDouble(CultureInfo.InvariantCulture))]);
}

/// <summary>One output: element type, shape, and all elements in a row.</summary>
internal sealed record OnnxOutput(string Type, int[] Dims, double[] Data);
