using MarketSim.Numerics.Functions;

namespace MarketSim.Learning.Networks;

/// <summary>What follows the linear part of a layer.</summary>
public enum Activation
{
    None,
    Tanh,
    Relu,
}

/// <summary>Activations over whole matrices. Their gradients need the outputs only.</summary>
internal static class Activations
{
    public static void Apply(Activation activation, Span<float> values)
    {
        switch (activation)
        {
            case Activation.Tanh:
                Elementary.Tanh(values, values);
                break;
            case Activation.Relu:
                foreach (ref float value in values)
                {
                    // Not a number stays one.
                    value = value < 0 ? 0 : value;
                }

                break;
            default:
                break;
        }
    }

    /// <summary>Multiplies gradients in the outputs by the derivative.</summary>
    public static void Backward(Activation activation, ReadOnlySpan<float> outputs, Span<float> gradients)
    {
        switch (activation)
        {
            case Activation.Tanh:
                for (int i = 0; i < gradients.Length; i++)
                {
                    gradients[i] *= float.FusedMultiplyAdd(-outputs[i], outputs[i], 1);
                }

                break;
            case Activation.Relu:
                for (int i = 0; i < gradients.Length; i++)
                {
                    gradients[i] = outputs[i] > 0 ? gradients[i] : 0;
                }

                break;
            default:
                break;
        }
    }
}
