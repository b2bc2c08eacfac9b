using MarketSim.Learning.Gradients;
using MarketSim.Learning.Torch;

namespace MarketSim.Agents.PolicyTrading.Engines;

/// <summary>The engine that computes the gradients of a learner, as a scenario names it. It decides results by rounding, so the machine never chooses.</summary>
/// <param name="Name">One of <see cref="Names"/>.</param>
/// <param name="Device">One of <see cref="Devices"/>; <c>cuda</c> with the torch engine only.</param>
public sealed record EngineChoice(string Name, string Device)
{
    private const string ManagedName = "managed";
    private const string TorchName = "torch";
    private const string Processor = "cpu";

    /// <summary>The default.</summary>
    public static EngineChoice Managed { get; } = new(ManagedName, Processor);

    /// <summary>Torch on the processor.</summary>
    public static EngineChoice Torch { get; } = new(TorchName, Processor);

    /// <summary>Names of the engines.</summary>
    public static IReadOnlyList<string> Names { get; } = [ManagedName, TorchName];

    /// <summary>Names of the devices.</summary>
    public static IReadOnlyList<string> Devices { get; } = [Processor, "cuda"];

    /// <summary>Whether torch computes.</summary>
    public bool IsTorch => Name == TorchName;

    /// <summary>Why no scenario may say this, as a sentence; null where it may.</summary>
    public string? Conflict =>
        !Names.Contains(Name, StringComparer.Ordinal) ? $"The engine is {Name}; it must be {string.Join(" or ", Names)}."
        : !Devices.Contains(Device, StringComparer.Ordinal) ? $"The device is {Device}; it must be {string.Join(" or ", Devices)}."
        : !IsTorch && Device != Processor ? $"device: {Device} needs engine: {TorchName}; the {Name} engine computes on the processor."
        : null;

    /// <summary>Why the engine cannot be had on this machine, with the remedy; null where it can. Asking for the torch engine loads it.</summary>
    public string? Refusal => IsTorch ? new TorchEngine(Device).Refusal : null;

    /// <summary>Loads nothing; the first pass of a network does.</summary>
    public IGradientEngine Create() => IsTorch ? new TorchEngine(Device) : ManagedEngine.Instance;
}
