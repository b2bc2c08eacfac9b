namespace MarketSim.Learning.Networks;

/// <summary>The activation function after the linear part of a layer.</summary>
public enum Activation
{
    /// <summary>The sum itself.</summary>
    None,
    /// <summary>Hyperbolic tangent.</summary>
    Tanh,
    /// <summary>The positive part.</summary>
    Relu,

    /// <summary>x, or 0.01 x below 0.</summary>
    LeakyRelu,

    /// <summary>x, or exp(x) - 1 below 0 (Clevert et al. 2016, arXiv:1511.07289).</summary>
    Elu,

    /// <summary>1 / (1 + exp(-x)).</summary>
    Sigmoid,
}
