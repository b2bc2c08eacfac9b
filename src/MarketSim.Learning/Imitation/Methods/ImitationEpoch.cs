using System.Globalization;

namespace MarketSim.Learning.Imitation.Methods;

/// <summary>The result of an epoch of imitation learning.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Loss">Of the method, on what it was trained on.</param>
/// <param name="HeldOutLoss">The same on held-out episodes; null where the method has none.</param>
/// <param name="HeldOutScore">Macro-F1, or the explained share, on held-out episodes; null where the method has none.</param>
/// <param name="Figures">Other figures by name, e.g. the accuracy of a discriminator.</param>
public sealed record ImitationEpoch(int Epoch, double Loss, double? HeldOutLoss, double? HeldOutScore, IReadOnlyDictionary<string, double> Figures)
{
    internal static IReadOnlyDictionary<string, double> NoFigures { get; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override string ToString()
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"epoch {Epoch}: loss {Loss:0.0000}");
        text += HeldOutLoss is { } loss ? string.Create(CultureInfo.InvariantCulture, $", held-out loss {loss:0.0000}, score {HeldOutScore:0.000}") : string.Empty;
        return Figures.Aggregate(text, static (line, figure) => string.Create(CultureInfo.InvariantCulture, $"{line}, {figure.Key} {figure.Value:0.###}"));
    }
}
