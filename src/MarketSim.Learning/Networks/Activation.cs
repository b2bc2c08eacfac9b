namespace MarketSim.Learning.Networks;

/// <summary>What follows the linear part of a layer.</summary>
public enum Activation
{
    None,
    Tanh,
    Relu,
}
