namespace MarketSim.Numerics.Functions;

public static partial class Elementary
{
    /// <summary>x to the power of y.</summary>
    public static double Pow(double x, double y) => Exp(y * Log(x));
}
