using System.Text.Json;
using System.Text.Json.Serialization;

namespace MarketSim.Reporting.Figures;

/// <summary>Lines over a common axis, as the page's script draws them.</summary>
/// <param name="XAxis">Name and unit.</param>
/// <param name="YAxis">Name and unit.</param>
/// <param name="Lines">The later ones are drawn over the earlier ones where their style is the same.</param>
internal sealed record Figure(string XAxis, string YAxis, IReadOnlyList<FigureLine> Lines)
{
    /// <summary>Name and unit of an axis at the right; null for none.</summary>
    public string? SecondAxis { get; init; }

    /// <summary>True for an axis of counts, such as seeds: only whole numbers label it, the first and the last included.</summary>
    public bool Counts { get; init; }

    /// <summary>Labels of the places 1, 2, … of a horizontal axis without numbers; null for an axis of numbers.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>JSON that may stand inside a script element: &lt; and &gt; are escaped, what is not finite is null.</summary>
    public static string ToJson(Dictionary<string, Figure> figures) => JsonSerializer.Serialize(figures, FigureJson.Default.DictionaryStringFigure);
}

/// <summary>One line.</summary>
/// <param name="Name">Lines of one name share their entry in the legend.</param>
/// <param name="X">Ascending.</param>
/// <param name="Y">One per x; NaN where absent.</param>
/// <param name="Colour">Number of a colour.</param>
internal sealed record FigureLine(string Name, double[] X, double[] Y, int Colour)
{
    public FigureStyle Style { get; init; }

    public bool OnSecondAxis { get; init; }

    /// <summary>Lower end of a band around the line; null for no band.</summary>
    public double[]? Low { get; init; }

    /// <summary>Upper end of the band.</summary>
    public double[]? High { get; init; }
}

/// <summary>The style of a line.</summary>
internal enum FigureStyle
{
    /// <summary>The line that matters.</summary>
    Strong,

    /// <summary>One of many, behind the one that matters.</summary>
    Thin,

    /// <summary>The theoretical curve.</summary>
    Dashed,

    /// <summary>A value that holds until the next.</summary>
    Steps,

    /// <summary>Few values, each marked.</summary>
    Points,

    /// <summary>Columns from zero, side by side with those of other lines.</summary>
    Bars,
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(ChartNumberConverter), typeof(FigureStyleConverter)])]
[JsonSerializable(typeof(Dictionary<string, Figure>))]
internal sealed partial class FigureJson : JsonSerializerContext;

internal sealed class FigureStyleConverter() : JsonStringEnumConverter<FigureStyle>(JsonNamingPolicy.CamelCase);
