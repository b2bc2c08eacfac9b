using System.Security.Cryptography;
using MarketSim.Learning.Spaces;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace MarketSim.Environments.Policies;

/// <summary>
/// A policy of any origin, as an ONNX model: one observation in, one action out. It runs in one thread, one row at a time and with basic graph
/// optimisations, so that a row's result depends on nothing else; between processor classes results are the same up to rounding.
/// </summary>
/// <remarks>
/// The model's first input is float [1 or any, observation size]. Its first output is the action, float [1 or any, action size], or for choices one
/// integer, or a float for each choice, of which the largest is taken. All agents of a group share one object; several threads may call it.
/// </remarks>
public sealed class OnnxPolicy
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly string[] _inputs;
    private readonly string[] _outputs;
    private readonly int _observationSize;
    private readonly Space _actionSpace;
    private readonly bool _givesIndex;

    private OnnxPolicy(InferenceSession session, string source, string sha256, int observationSize, Space actionSpace)
    {
        _session = session;
        Source = source;
        Sha256 = sha256;
        _observationSize = observationSize;
        _actionSpace = actionSpace;
        (_inputs, _outputs) = ([session.InputNames[0]], [session.OutputNames[0]]);
        RequireInput();
        NodeMetadata output = session.OutputMetadata[_outputs[0]];
        RequireOutput(output);
        _givesIndex = output.ElementDataType is TensorElementType.Int64;
    }

    /// <summary>The file, for messages.</summary>
    public string Source { get; }

    /// <summary>SHA-256 of the file, in lower-case hexadecimal.</summary>
    public string Sha256 { get; }

    /// <summary>Reads a model.</summary>
    /// <param name="content">Content of the file.</param>
    /// <param name="source">The file, for messages.</param>
    /// <exception cref="InvalidDataException">It is no model, not one of these spaces, or the runtime is missing. The message has no full stop, as the caller completes it.</exception>
    public static OnnxPolicy Read(byte[] content, string source, int observationSize, Space actionSpace)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(actionSpace);
        try
        {
            using var options = new SessionOptions
            {
                IntraOpNumThreads = 1,
                InterOpNumThreads = 1,
                ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
                GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_BASIC,
            };
            return new OnnxPolicy(new InferenceSession(content, options), source, Convert.ToHexStringLower(SHA256.HashData(content)), observationSize, actionSpace);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new InvalidDataException($"{source} is no ONNX model that can be run: {exception.Message.TrimEnd('.')}", exception);
        }
        catch (Exception exception) when (exception is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException)
        {
            throw new InvalidDataException($"{source} cannot be run, as the ONNX runtime is not beside this program: {exception.GetBaseException().Message.TrimEnd('.')}", exception);
        }
    }

    /// <summary>The action for an observation, clipped to the action space.</summary>
    /// <param name="observation">Shape [observation size].</param>
    /// <param name="action">Shape [action size].</param>
    /// <exception cref="InvalidDataException">The output of the model is not in the action space.</exception>
    public void Act(ReadOnlySpan<float> observation, Span<float> action)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(observation.Length, _observationSize);
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(observation.ToArray(), [1, _observationSize]);
        using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(_options, _inputs, [input], _outputs);
        if (_givesIndex)
        {
            action[0] = outputs[0].GetTensorDataAsSpan<long>()[0];
        }
        else if (_actionSpace is DiscreteSpace)
        {
            action[0] = Largest(outputs[0].GetTensorDataAsSpan<float>());
        }
        else
        {
            Clip(outputs[0].GetTensorDataAsSpan<float>(), (BoxSpace)_actionSpace, action);
        }

        if (!_actionSpace.Contains(action))
        {
            throw new InvalidDataException($"{Source} gave {action[0]}, which is no action.");
        }
    }

    private void RequireInput()
    {
        NodeMetadata input = _session.InputMetadata[_inputs[0]];
        if (_session.InputMetadata.Count != 1 || input.ElementDataType != TensorElementType.Float || !IsRow(input.Dimensions, _observationSize))
        {
            throw new InvalidDataException(
                $"{Source} takes {_session.InputMetadata.Count} inputs, the first {input.ElementDataType} [{string.Join(", ", input.Dimensions)}]; it must take one, Float [1, {_observationSize}]: the observation. Models with memory are not for this type");
        }
    }

    // Choices: one integer, or a number for each. Continuous actions: a number for each element.
    private void RequireOutput(NodeMetadata output)
    {
        int choices = _actionSpace is DiscreteSpace discrete ? discrete.Count : 0;
        int expected = choices > 0 ? choices : _actionSpace.Size;
        int numbers = output.Dimensions.Length == 0 ? 1 : output.Dimensions[^1];
        bool fits = output.ElementDataType is TensorElementType.Int64
            ? choices > 0
            : output.ElementDataType == TensorElementType.Float && numbers == expected;
        if (!fits)
        {
            throw new InvalidDataException(
                $"{Source} gives {output.ElementDataType} [{string.Join(", ", output.Dimensions)}]; with these actions it must give {(choices > 0 ? $"Float [1, {choices}], one number per choice, or one Int64, the choice" : $"Float [1, {_actionSpace.Size}]")}");
        }
    }

    private static void Clip(ReadOnlySpan<float> values, BoxSpace space, Span<float> action)
    {
        for (int i = 0; i < action.Length; i++)
        {
            action[i] = Math.Clamp(values[i], space.Low[i], space.High[i]);
        }
    }

    private static int Largest(ReadOnlySpan<float> values)
    {
        int largest = 0;
        for (int i = 1; i < values.Length; i++)
        {
            largest = values[i] > values[largest] ? i : largest;
        }

        return largest;
    }

    // A dimension of -1 stands for any number.
    private static bool IsRow(int[] dimensions, int size) =>
        dimensions.Length == 2 && dimensions[0] is 1 or -1 && (dimensions[1] == size || dimensions[1] == -1);
}
