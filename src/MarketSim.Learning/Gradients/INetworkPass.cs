using MarketSim.Learning.Networks;

namespace MarketSim.Learning.Gradients;

/// <summary>
/// A network as one engine computes it: forward for a batch, and back from the gradients of its outputs to those of parameters and, where asked, of
/// inputs. Its buffers grow to the largest batch and are used again. Not for several threads at once.
/// </summary>
public interface INetworkPass
{
    /// <summary>Computes all outputs.</summary>
    /// <param name="parameters">Of the whole model.</param>
    /// <param name="differentiable">False where no <see cref="Backward"/> follows.</param>
    void Forward(ReadOnlySpan<float> parameters, scoped in NetworkInput input, bool differentiable = true);

    /// <summary>Output of a branch, shape [rows, output size]; valid until the next forward pass.</summary>
    ReadOnlySpan<float> Output(int branch);

    /// <summary>
    /// Outputs of the last hidden layer of a branch whose <see cref="NetworkBranch.ExposesLatents"/> is set, shape [rows, latent size]; valid until the next
    /// forward pass. They carry no gradient.
    /// </summary>
    ReadOnlySpan<float> Latents(int branch);

    /// <summary>The gradient of a branch's output, written before <see cref="Backward"/>, shape [rows, output size] of the last forward pass.</summary>
    Span<float> OutputGradient(int branch);

    /// <summary>Goes back through the last forward pass from the output gradients of all branches; once for each forward pass.</summary>
    /// <param name="parameters">As in the forward pass.</param>
    /// <param name="input">As in the forward pass.</param>
    /// <param name="gradients">Of the whole model's trainable parameters, added to; empty when not wanted.</param>
    /// <param name="wantInputGradient">False saves the last product.</param>
    /// <returns>Gradient in the features, shape [rows, input size], valid until the next backward pass; empty when not wanted.</returns>
    ReadOnlySpan<float> Backward(ReadOnlySpan<float> parameters, scoped in NetworkInput input, Span<float> gradients, bool wantInputGradient = false);
}
