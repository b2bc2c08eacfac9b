using MarketSim.Environments.Bars;
using MarketSim.Learning.Imitation;
using MarketSim.Market.Data;
using MarketSim.Scenarios.Bars;

namespace MarketSim.Scenarios.Imitation;

/// <summary>A training from an expert's file on bars, checked: what <c>marketsim imitate</c> takes beside markets whose groups demonstrate.</summary>
/// <param name="Expert">Demonstrations, or a list of trades.</param>
/// <param name="Method">A name of <see cref="ImitationMethods"/>.</param>
/// <param name="ModelType"><c>mlp</c> or <c>lstm</c>.</param>
/// <param name="Epochs">In all.</param>
/// <param name="EvaluationEpisodes">Played at the end.</param>
public sealed record ImitationScenario(
    string Name,
    string Description,
    ulong Seed,
    ScenarioFile Expert,
    string Method,
    string ModelType,
    IReadOnlyList<int> HiddenSizes,
    int Epochs,
    int BatchSize,
    int EvaluationEpisodes,
    ImitationOptions Options,
    BarsData Data,
    BarsEnvironment Environment)
{
    /// <summary>The environment that is learned in.</summary>
    /// <exception cref="ScenarioException">The file of bars is gone, or has changed.</exception>
    public TradingEnvironment CreateEnvironment()
    {
        BarSeries bars = Data.Read(Seed).Bars;
        return new TradingEnvironment(Environment.SettingsOf(bars, Environment.AnnualBars(bars.Span), BarsTask.MedianSeconds(bars.Span)));
    }
}
