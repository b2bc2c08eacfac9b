namespace MarketSim.Learning.Tests.Networks;

/// <summary>Derivatives of single-precision functions by differences of the fourth order.</summary>
internal static class CentralDifferences
{
    private const float Step = 0.02f;

    /// <summary>Asserts that gradients are what differences of the loss say, at every element of the variables.</summary>
    /// <param name="loss">A function of the variables, smooth around them; summed in double precision.</param>
    public static void AssertGradient(Span<float> variables, ReadOnlySpan<float> gradients, Func<double> loss, double tolerance = 2e-3)
    {
        Assert.Equal(variables.Length, gradients.Length);
        double largest = 0;
        foreach (float gradient in gradients)
        {
            largest = Math.Max(largest, Math.Abs(gradient));
        }

        Assert.True(largest > 0, "All gradients are zero.");
        for (int i = 0; i < variables.Length; i++)
        {
            double expected = Derivative(ref variables[i], loss);
            Assert.True(
                Math.Abs(expected - gradients[i]) <= tolerance * Math.Max(largest, 0.1),
                $"Element {i}: differences give {expected}, the backward pass {gradients[i]}; the largest is {largest}.");
        }
    }

    private static double Derivative(ref float variable, Func<double> loss)
    {
        float before = variable;
        double near = Difference(ref variable, before, Step, loss);
        double far = Difference(ref variable, before, 2 * Step, loss);
        variable = before;
        return ((4 * near) - far) / 3;
    }

    private static double Difference(ref float variable, float before, float step, Func<double> loss)
    {
        float above = before + step;
        float below = before - step;
        variable = above;
        double high = loss();
        variable = below;
        double low = loss();
        return (high - low) / ((double)above - below);
    }
}
