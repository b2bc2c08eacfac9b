using System.Globalization;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Curriculum;

/// <summary>The decision about a stage.</summary>
public enum StageDecision
{
    /// <summary>The stage stays.</summary>
    Stays,
    /// <summary>The next stage begins.</summary>
    Advances,
    /// <summary>The stage before begins again.</summary>
    Returns,
}

/// <summary>One evaluation of a stage: made of one window of episodes, which no other evaluation uses.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Steps">Environment steps of training before it.</param>
/// <param name="Stage">That was evaluated, from 0.</param>
/// <param name="Score">Mean normalised score of the window: 0 as a random policy, 1 as the reference policy.</param>
/// <param name="Smoothed">The same over the windows of the stage.</param>
/// <param name="Bar">Threshold to exceed.</param>
/// <param name="Episodes">Of the window.</param>
/// <param name="PValue">Probability of a mean as high as this, or a higher one, were the true mean at the bar.</param>
/// <param name="Decision">About the stage.</param>
/// <param name="Reason">Reason of the decision, as text.</param>
public sealed record StageEvaluation(
    int Number, long Steps, int Stage, double Score, double Smoothed, double Bar, int Episodes, double PValue, StageDecision Decision, string Reason)
{
    private const int FieldCount = 10;

    /// <summary>One line without the step.</summary>
    public string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"stage {Stage}, score {Score:0.000} (smoothed {Smoothed:0.000}, bar {Bar:0.000}), {Episodes} episodes, p = {PValue:0.0000}: {Reason}");

    /// <summary>One line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"step {Steps}: {Describe()}");

    /// <summary>Writes the fields one after the other, <see cref="Read"/> reads them back.</summary>
    public void Write(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteInt64(Number);
        writer.WriteInt64(Steps);
        writer.WriteInt64(Stage);
        writer.WriteDouble(Score);
        writer.WriteDouble(Smoothed);
        writer.WriteDouble(Bar);
        writer.WriteInt64(Episodes);
        writer.WriteDouble(PValue);
        writer.WriteInt64((int)Decision);
        writer.WriteString(Reason);
    }

    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public static StageEvaluation Read(ref MessagePackReader reader) => new(
        reader.ReadInt32(),
        reader.ReadInt64(),
        reader.ReadInt32(),
        reader.ReadDouble(),
        reader.ReadDouble(),
        reader.ReadDouble(),
        reader.ReadInt32(),
        reader.ReadDouble(),
        (StageDecision)reader.ReadInt32(),
        reader.ReadString());

    internal static void WriteAll(MessagePackWriter writer, IReadOnlyList<StageEvaluation> evaluations)
    {
        writer.WriteArrayHeader(evaluations.Count * FieldCount);
        foreach (StageEvaluation evaluation in evaluations)
        {
            evaluation.Write(writer);
        }
    }

    internal static IEnumerable<StageEvaluation> ReadAll(ref MessagePackReader reader)
    {
        var evaluations = new List<StageEvaluation>();
        for (int left = reader.ReadArrayHeader() / FieldCount; left > 0; left--)
        {
            evaluations.Add(Read(ref reader));
        }

        return evaluations;
    }
}
