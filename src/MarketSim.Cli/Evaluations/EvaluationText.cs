using System.Text.Json;
using MarketSim.Reporting.Evaluations;
using MarketSim.Reporting.Figures;
using MarketSim.Reporting.Html;

namespace MarketSim.Cli.Evaluations;

/// <summary>Figures of evaluations as people and programs read them; what is not known is a dash, or null.</summary>
internal static class EvaluationText
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { Converters = { new FiniteNumberConverter() } };

    public static string SharpeNote { get; } = $"Sharpe p.a. is annual: an episode is a trading day, mean over deviation is times √{EvaluatedPolicyFigures.EpisodesPerYear}.";

    public static string Money(double value) => Of(value, Math.Abs(value) >= 10_000 ? "N0" : "N2");

    public static string Of(double value, string format) => double.IsFinite(value) ? FigureText.Of(value, format) : "-";
}
