using MarketSim.Learning.Policies;
using MarketSim.Numerics.Storage;

namespace MarketSim.Learning.Persistence.Onnx;

/// <summary>
/// A policy as an ONNX model, for ONNX Runtime from version 1.8 on: observations in as the environment gives them, actions out as it takes them.
/// Normalisation, squashing and clipping are inside the model.
/// </summary>
/// <remarks>
/// Inputs: <c>observation</c>, float [rows, observation size]; of a policy with memory also <c>state</c>, float [rows, 2 × LSTM size], zero at the
/// start of an episode: the actor's hidden state, then its cell. Outputs: <c>action</c> [rows, action size], the likeliest (float for a box, int64 for
/// choices); <c>mean</c> or <c>logits</c> of the distribution it is from; of a policy with memory <c>next_state</c>.
/// </remarks>
public static class OnnxFile
{
    /// <summary>The bytes of the model. Equal policies have equal bytes.</summary>
    /// <param name="notes">Travel with the model as its metadata; null for none.</param>
    /// <exception cref="NotSupportedException">Policies of that kind cannot be exported.</exception>
    public static byte[] Of(IPolicy policy, IReadOnlyDictionary<string, string>? notes = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return PolicyGraph.Build(PolicyDescriptions.Of(policy), notes ?? new Dictionary<string, string>(StringComparer.Ordinal));
    }

    /// <summary>Writes the model completely or not at all: under a temporary name, to the disk, then renamed.</summary>
    /// <inheritdoc cref="Of"/>
    public static void Write(IPolicy policy, string path, IReadOnlyDictionary<string, string>? notes = null) =>
        DurableFolder.WriteFile(Path.GetFullPath(path), Of(policy, notes));
}
