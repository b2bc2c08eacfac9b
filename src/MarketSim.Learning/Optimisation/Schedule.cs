namespace MarketSim.Learning.Optimisation;

/// <summary>A setting that may change linearly during a training: a learning rate, a clip range.</summary>
/// <param name="Start">Before the first step.</param>
/// <param name="End">After the last step.</param>
public readonly record struct Schedule(double Start, double End)
{
    /// <summary>The same value throughout.</summary>
    public static Schedule Constant(double value) => new(value, value);

    /// <summary>Falls evenly from the value to 0: <c>lin_</c> of the zoo of Stable-Baselines3.</summary>
    public static Schedule LinearToZero(double value) => new(value, 0);

    /// <summary>The same value throughout.</summary>
    public static implicit operator Schedule(double value) => Constant(value);

    /// <param name="done">Share of the training that is done; beyond 0 to 1 the nearer end counts.</param>
    public double At(double done) => Start == End ? Start : Start + ((End - Start) * Math.Clamp(done, 0, 1));
}
