namespace MarketSim.Agents.Parameters;

/// <summary>The unit of a parameter's value, which determines how it is written.</summary>
public enum ParameterUnit
{
    /// <summary>A plain number: <c>1.5</c>.</summary>
    Number,

    /// <summary>A whole number: <c>10</c>.</summary>
    Count,

    /// <summary>A share: <c>0.05</c> or <c>5%</c>.</summary>
    Fraction,

    /// <summary>A time span with its unit: <c>250us</c>, <c>10ms</c>, <c>1.5s</c>, <c>2min</c>, <c>6.5h</c>, <c>1d</c>. Held in nanoseconds.</summary>
    Duration,

    /// <summary>Events per time: <c>0.5/s</c>, <c>12/min</c>, <c>3/h</c>. Held per second.</summary>
    Rate,

    /// <summary>An amount of currency per unit traded: <c>0.25</c>.</summary>
    Price,

    /// <summary>A number of units (shares, contracts): <c>100</c>.</summary>
    Quantity,

    /// <summary>One of a few words: <c>buy</c>. Held as the word's place in <see cref="ParameterDefinition.Choices"/>.</summary>
    Choice,
}
