using System.Numerics;
using MarketSim.Numerics.Functions;

namespace MarketSim.Learning.Networks;

/// <summary>Activations over whole matrices. Their gradients need the outputs only.</summary>
internal static class Activations
{
    private const float Leak = 0.01f;

    public static void Apply(Activation activation, Span<float> values)
    {
        if (activation == Activation.Tanh)
        {
            Elementary.Tanh(values, values);
        }
        else if (activation == Activation.Relu)
        {
            ApplyRelu(values);
        }
        else if (activation == Activation.LeakyRelu)
        {
            ApplyLeakyRelu(values);
        }
        else if (activation == Activation.Elu)
        {
            ApplyElu(values);
        }
        else if (activation == Activation.Sigmoid)
        {
            Elementary.Sigmoid(values, values);
        }
    }

    /// <summary>Multiplies gradients in the outputs by the derivative.</summary>
    public static void Backward(Activation activation, ReadOnlySpan<float> outputs, Span<float> gradients)
    {
        if (activation == Activation.Tanh)
        {
            BackwardOfTanh(outputs, gradients);
        }
        else if (activation == Activation.Relu)
        {
            BackwardOfRelu(outputs, gradients);
        }
        else if (activation == Activation.LeakyRelu)
        {
            BackwardOfLeakyRelu(outputs, gradients);
        }
        else if (activation == Activation.Elu)
        {
            BackwardOfElu(outputs, gradients);
        }
        else if (activation == Activation.Sigmoid)
        {
            BackwardOfSigmoid(outputs, gradients);
        }
    }

    // What is not a number stays none.
    private static void ApplyRelu(Span<float> values)
    {
        int width = Vector<float>.Count;
        int i = 0;
        for (; i <= values.Length - width; i += width)
        {
            var value = new Vector<float>(values[i..]);
            Vector.ConditionalSelect(Vector.LessThan(value, Vector<float>.Zero), Vector<float>.Zero, value).CopyTo(values[i..]);
        }

        for (; i < values.Length; i++)
        {
            values[i] = values[i] < 0 ? 0 : values[i];
        }
    }

    private static void ApplyLeakyRelu(Span<float> values)
    {
        foreach (ref float value in values)
        {
            value = value < 0 ? Leak * value : value;
        }
    }

    private static void ApplyElu(Span<float> values)
    {
        foreach (ref float value in values)
        {
            value = value < 0 ? (float)(Elementary.Exp(value) - 1) : value;
        }
    }

    private static void BackwardOfLeakyRelu(ReadOnlySpan<float> outputs, Span<float> gradients)
    {
        for (int i = 0; i < gradients.Length; i++)
        {
            gradients[i] *= outputs[i] > 0 ? 1 : Leak;
        }
    }

    private static void BackwardOfElu(ReadOnlySpan<float> outputs, Span<float> gradients)
    {
        for (int i = 0; i < gradients.Length; i++)
        {
            gradients[i] *= outputs[i] > 0 ? 1 : outputs[i] + 1;
        }
    }

    private static void BackwardOfSigmoid(ReadOnlySpan<float> outputs, Span<float> gradients)
    {
        for (int i = 0; i < gradients.Length; i++)
        {
            gradients[i] *= outputs[i] * (1 - outputs[i]);
        }
    }

    private static void BackwardOfTanh(ReadOnlySpan<float> outputs, Span<float> gradients)
    {
        int width = Vector<float>.Count;
        int i = 0;
        for (; i <= gradients.Length - width; i += width)
        {
            var output = new Vector<float>(outputs[i..]);
            (new Vector<float>(gradients[i..]) * Vector.FusedMultiplyAdd(-output, output, Vector<float>.One)).CopyTo(gradients[i..]);
        }

        for (; i < gradients.Length; i++)
        {
            gradients[i] *= float.FusedMultiplyAdd(-outputs[i], outputs[i], 1);
        }
    }

    private static void BackwardOfRelu(ReadOnlySpan<float> outputs, Span<float> gradients)
    {
        int width = Vector<float>.Count;
        int i = 0;
        for (; i <= gradients.Length - width; i += width)
        {
            var output = new Vector<float>(outputs[i..]);
            Vector.ConditionalSelect(Vector.GreaterThan(output, Vector<float>.Zero), new Vector<float>(gradients[i..]), Vector<float>.Zero)
                .CopyTo(gradients[i..]);
        }

        for (; i < gradients.Length; i++)
        {
            gradients[i] = outputs[i] > 0 ? gradients[i] : 0;
        }
    }
}
