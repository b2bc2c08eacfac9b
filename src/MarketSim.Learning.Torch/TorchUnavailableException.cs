namespace MarketSim.Learning.Torch;

/// <summary>LibTorch cannot be loaded on this machine; the message says the cause. Everything on the managed engine runs all the same.</summary>
public sealed class TorchUnavailableException(string message, Exception? cause = null) : Exception(message, cause);
