namespace MarketSim.Scenarios;

/// <summary>The rule that a <see cref="ScenarioProblem"/> breaks, for programs; its message is for people and may change.</summary>
public enum ScenarioProblemCode
{
    /// <summary>A file cannot be read, is of another kind or not the one that was meant: the scenario itself, or one that it names.</summary>
    Unreadable,

    /// <summary>A key, parameter or setting that nothing reads there.</summary>
    UnknownKey,

    /// <summary>A key that is given twice.</summary>
    DuplicateKey,

    /// <summary>A key that must be given and is not.</summary>
    MissingKey,

    /// <summary>A value, section or list where another of them must be.</summary>
    WrongType,

    /// <summary>A value that cannot be read, or lies outside of what is allowed there.</summary>
    InvalidValue,

    /// <summary>A name of nothing that there is: of a scenario, strategy, algorithm, group or item.</summary>
    UnknownName,

    /// <summary>Keys or values that are allowed each, and not together or not here.</summary>
    Conflict,
}
