using System.Text.Json;
using System.Text.Json.Serialization;
using MarketSim.Reporting.Series;

namespace MarketSim.Reporting.Charts;

/// <summary>All that the page's script draws; a chart without data is null.</summary>
internal sealed record ChartData(
    ChartAxis Axis,
    int PriceDecimals,
    double TickSize,
    PriceChart? Price,
    SpreadChart? Spread,
    DepthChart? Depth,
    VolumeChart? Volume,
    ReturnChart? Returns,
    AutocorrelationChart? Autocorrelation,
    GroupChart? Groups,
    RateChart? Rates)
{
    /// <summary>JSON that may stand inside a script element: &lt; and &gt; are escaped, what is not finite is null.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ChartDataJson.Default.ChartData);
}

/// <summary>What the script needs to label positions of a <see cref="SessionAxis"/>; first and last are those of the book's samples.</summary>
internal sealed record ChartAxis(bool HasSeveralDays, double OpenSeconds, double SessionSeconds, double First, double Last)
{
    public static ChartAxis Of(SessionAxis axis, double[] positions) => new(
        axis.HasSeveralDays,
        axis.OpenSeconds,
        axis.SessionSeconds,
        positions.Length > 0 ? positions[0] : 0,
        positions.Length > 0 ? positions[^1] : 0);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(ChartNumberConverter)])]
[JsonSerializable(typeof(ChartData))]
internal sealed partial class ChartDataJson : JsonSerializerContext;
