using MarketSim.Learning.Networks;
using MarketSim.Learning.Policies;

namespace MarketSim.Learning.Persistence;

/// <summary>
/// A model's parameters as safetensors, one tensor per block by the block's name. Linear weights have shape [inputs, outputs], as they are computed
/// with: PyTorch's are the transposed.
/// </summary>
public static class ParameterFile
{
    /// <summary>A policy's weights, the statistics of its observations among them.</summary>
    /// <param name="metadata">Notes about the policy; null for none.</param>
    /// <exception cref="NotSupportedException">Policies of that kind have no names for their weights.</exception>
    public static SafetensorsFile Of(IPolicy policy, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return Of(LayoutOf(policy), policy.Weights, metadata);
    }

    /// <summary>Fills a policy's weights from a file, all of them or none.</summary>
    /// <inheritdoc cref="Load(SafetensorsFile, ParameterLayout, Span{float})"/>
    public static void Load(SafetensorsFile file, IPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        Load(file, LayoutOf(policy), policy.Weights);
    }

    /// <param name="parameters">Shape [layout size].</param>
    /// <param name="metadata">Notes about the model; null for none.</param>
    public static SafetensorsFile Of(ParameterLayout layout, ReadOnlySpan<float> parameters, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentOutOfRangeException.ThrowIfNotEqual(parameters.Length, layout.Size, nameof(parameters));
        var tensors = new List<Tensor>(layout.Blocks.Count);
        foreach (ParameterBlock block in layout.Blocks)
        {
            tensors.Add(Tensor.Of(block.Name, ShapeOf(block), block.Of(parameters)));
        }

        return new SafetensorsFile(tensors, metadata);
    }

    /// <summary>Fills a model's parameters from a file, all of them or none.</summary>
    /// <param name="parameters">Shape [layout size]; overwritten.</param>
    /// <exception cref="InvalidDataException">A tensor is missing, has no place in the model, is of another shape or type, or holds a number that is not finite.</exception>
    public static void Load(SafetensorsFile file, ParameterLayout layout, Span<float> parameters)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentOutOfRangeException.ThrowIfNotEqual(parameters.Length, layout.Size, nameof(parameters));
        float[][] blocks = [.. layout.Blocks.Select(block => file.FiniteSingles(block.Name, ShapeOf(block)))];
        file.RequireNoOthers(layout.Blocks.Select(block => block.Name));
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i].CopyTo(layout.Blocks[i].Of(parameters));
        }
    }

    /// <summary>Names and places of a policy's weights.</summary>
    /// <exception cref="NotSupportedException">Policies of that kind have no names for their weights.</exception>
    internal static ParameterLayout LayoutOf(IPolicy policy) => policy switch
    {
        INamedWeights named => named.Layout,
        _ => throw new NotSupportedException($"The weights of a {policy.GetType().Name} have no names; those of PPO, A2C, SAC and of options do."),
    };

    private static long[] ShapeOf(ParameterBlock block) => [.. block.Shape.Select(length => (long)length)];
}
