using MarketSim.Learning.Networks;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Distributions;

/// <summary>
/// The distribution that an actor draws its actions from, given the outputs of its network: the head of a policy. Each row is computed independently. Holds
/// buffers, so one instance must not be used by several threads at once; <see cref="Backward"/> belongs to the last <see cref="Evaluate"/>.
/// </summary>
public abstract class ActionDistribution
{
    /// <summary>Outputs of the network that it takes per row.</summary>
    public abstract int ParameterSize { get; }

    /// <summary>Floats per action.</summary>
    public abstract int ActionSize { get; }

    /// <summary>True when it depends on the outputs of the last hidden layer: then <see cref="TakeLatents"/> comes before each draw or evaluation.</summary>
    public virtual bool NeedsLatents => false;

    /// <param name="latents">Shape [rows, latent size]; copied.</param>
    public virtual void TakeLatents(ReadOnlySpan<float> latents)
    {
    }

    /// <summary>The head for an action space: categorical for discrete ones, a diagonal Gaussian for a box.</summary>
    /// <param name="layout">Receives the block of the Gaussian's standard deviations, <c>name.log_std</c>.</param>
    /// <param name="initialLogStandardDeviation">Of the Gaussian.</param>
    public static ActionDistribution For(Space actionSpace, ParameterLayout layout, string name, double initialLogStandardDeviation = 0) => actionSpace switch
    {
        DiscreteSpace discrete => new CategoricalDistribution(discrete.Count),
        MultiDiscreteSpace multi => new CategoricalDistribution(multi.Counts),
        BoxSpace box => new DiagonalGaussianDistribution(layout, name, box.Size, initialLogStandardDeviation),
        _ => throw new ArgumentException(
            $"There is no distribution for {actionSpace.GetType().Name}; an action space is discrete, multi-discrete or a box.", nameof(actionSpace)),
    };

    /// <summary>Writes the first values of its own parameters, if it has any.</summary>
    /// <param name="parameters">Of the whole model.</param>
    public abstract void Initialize(Span<float> parameters);

    /// <summary>Draws an action per row, each from its row's stream.</summary>
    /// <param name="parameters">Of the whole model.</param>
    /// <param name="outputs">Shape [rows, parameter size].</param>
    /// <param name="random">Shape [rows].</param>
    /// <param name="actions">Shape [rows, action size]; overwritten.</param>
    /// <param name="logProbabilities">Shape [rows]; overwritten with what <see cref="Evaluate"/> gives for the actions, to the bit.</param>
    public abstract void Sample(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> outputs, int rows, Span<RandomStream> random, Span<float> actions, Span<float> logProbabilities);

    /// <summary>The likeliest action of each row; draws nothing at random.</summary>
    /// <inheritdoc cref="Sample"/>
    public abstract void Mode(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> outputs, int rows, Span<float> actions, Span<float> logProbabilities);

    /// <summary>Log-probabilities of given actions, and entropies.</summary>
    /// <param name="logProbabilities">Shape [rows]; overwritten.</param>
    /// <param name="entropies">Shape [rows]; overwritten.</param>
    public abstract void Evaluate(in ActionRows batch, Span<float> logProbabilities, Span<float> entropies);

    /// <summary>Gradients of a loss that depends on the log-probabilities and entropies of the last <see cref="Evaluate"/>.</summary>
    /// <param name="batch">As evaluated.</param>
    /// <param name="logProbabilityGradients">Shape [rows].</param>
    /// <param name="entropyGradients">Shape [rows].</param>
    /// <param name="gradients">Of the whole model's trainable parameters; those of its own parameters are added to.</param>
    /// <param name="outputGradients">Shape [rows, parameter size]; overwritten.</param>
    public abstract void Backward(
        in ActionRows batch,
        ReadOnlySpan<float> logProbabilityGradients,
        ReadOnlySpan<float> entropyGradients,
        Span<float> gradients,
        Span<float> outputGradients);
}
