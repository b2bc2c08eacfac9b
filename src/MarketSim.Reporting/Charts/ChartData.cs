using System.Text.Json;
using System.Text.Json.Serialization;
using MarketSim.Reporting.Figures;

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
    /// <summary>Candles; null without trades.</summary>
    public CandleChart? Candles { get; init; }

    /// <summary>The fills of the selected agent; null without one.</summary>
    public MarkerChart? Markers { get; init; }

    /// <summary>JSON that may stand inside a script element: &lt; and &gt; are escaped, what is not finite is null.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ChartDataJson.Default.ChartData);
}

/// <summary>The time axis that the charts share; first and last are the times of the book's samples, in seconds since the first midnight.</summary>
/// <param name="Open">Beginning of the first episode.</param>
/// <param name="EpisodeSeconds">From one episode to the next; 0 for a run of one.</param>
internal sealed record ChartAxis(bool HasSeveralDays, double First, double Last, double Open, double EpisodeSeconds);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(ChartNumberConverter)])]
[JsonSerializable(typeof(ChartData))]
internal sealed partial class ChartDataJson : JsonSerializerContext;
