namespace MarketSim.Learning.Options;

/// <summary>The type of the value of an option.</summary>
public enum OptionKind
{
    /// <summary>A number.</summary>
    Number,

    /// <summary>A whole number.</summary>
    Count,

    /// <summary>True or false.</summary>
    Switch,

    /// <summary>One of <see cref="OptionField{T}.Words"/>.</summary>
    Word,

    /// <summary>A number that may change linearly during a training.</summary>
    Schedule,

    /// <summary>Units of several layers.</summary>
    Sizes,

    /// <summary>Text that its record checks.</summary>
    Text,

    /// <summary>Layers of an engine, by their description.</summary>
    Layers,
}
