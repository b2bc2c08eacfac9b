using MarketSim.Learning.Gradients;
using MarketSim.Learning.Torch;

namespace MarketSim.Agents.PolicyTrading.Engines;

/// <summary>The engine that computes the gradients of a learner, as a scenario names it. It affects results by rounding, so that it is never chosen by the machine.</summary>
/// <param name="Name">One of <see cref="Names"/>.</param>
/// <param name="Device">One of <see cref="Devices"/>; <c>cuda</c> with the torch engine only.</param>
public sealed record EngineChoice(string Name, string Device)
{
    private const string ManagedName = "managed";
    private const string TorchName = "torch";
    private const string Processor = "cpu";

    /// <summary>The managed engine, the default.</summary>
    public static EngineChoice Managed { get; } = new(ManagedName, Processor);

    /// <summary>Torch on the processor.</summary>
    public static EngineChoice Torch { get; } = new(TorchName, Processor);

    /// <summary>Names of the engines.</summary>
    public static IReadOnlyList<string> Names { get; } = [ManagedName, TorchName];

    /// <summary>Names of the devices.</summary>
    public static IReadOnlyList<string> Devices { get; } = [Processor, "cuda"];

    /// <summary>True for the torch engine.</summary>
    public bool IsTorch => Name == TorchName;

    /// <summary>The reason why a scenario cannot have this engine and device, as a sentence; null when it can.</summary>
    public string? Conflict =>
        !Names.Contains(Name, StringComparer.Ordinal) ? $"The engine is {Name}; it must be {string.Join(" or ", Names)}."
        : !Devices.Contains(Device, StringComparer.Ordinal) ? $"The device is {Device}; it must be {string.Join(" or ", Devices)}."
        : !IsTorch && Device != Processor ? $"device: {Device} needs engine: {TorchName}; the {Name} engine computes on the processor."
        : null;

    /// <summary>The reason why the engine is not available on this machine, with the remedy; null when it is. Reading it loads the torch engine.</summary>
    public string? Refusal => IsTorch ? new TorchEngine(Device).Refusal : null;

    /// <summary>Creates the engine. Libraries are loaded by the first pass of a network.</summary>
    public IGradientEngine Create() => IsTorch ? new TorchEngine(Device) : ManagedEngine.Instance;
}
